namespace Descent.Tests.WorkedExamples;

/// <summary>Example 2: two inputs, three hidden units, one output for XOR; identities and all weights one, as in the book.</summary>
internal static class XorNetwork
{
    private const double Alpha = 0.1;

    public static Tensor Inputs { get; } = Tensor.From(new[,] { { 0.0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });

    public static Tensor Targets { get; } = Tensor.From([0.0, 1, 1, 0], 4, 1);

    /// <summary>The network of the book.</summary>
    public static (Sequential Network, Linear Hidden, Linear Output) AllOnes()
    {
        Initializer one = Constant.One;
        var (hidden, output) = (new Linear(2, 3, true, one, one), new Linear(3, 1, true, one, one));
        var network = new Sequential(hidden, new Identity(), output);
        network.Convert(ElementType.Float64);
        network.Initialize();
        return (network, hidden, output);
    }

    /// <summary>Every number of one step on the input (0, 0), by the book's rule and by true descent.</summary>
    public static Dictionary<string, double> StepOnZeros()
    {
        var numbers = new Dictionary<string, double>();
        var (network, hidden, _) = AllOnes();
        var prediction = Predict(network, 0);
        numbers.Add("hidden_z", Worked.Same(hidden.Forward(Inputs.Slice(0, 0, 1))));
        numbers.Add("output", prediction.Item());
        numbers.Add("error_actual_minus_predicted", (Target(0) - prediction).Item());
        numbers.Add("squared_error", Squared(network).Item());
        numbers.Add("half_squared_error", (Squared(network) * 0.5).Item());
        AddParameters(numbers, "gradient_half_squared_error", Slopes(network, 0.5));
        AddStep(numbers, "textbook_update", BookChanges);
        AddStep(numbers, "descent_step_half_squared_error", made => Slopes(made.Network, 0.5));
        AddStep(numbers, "descent_step_squared_error", made => Slopes(made.Network, 1));
        return numbers;
    }

    /// <summary>The network's outputs on the four inputs.</summary>
    public static Dictionary<string, double> AllInputs()
    {
        var numbers = new Dictionary<string, double>();
        var outputs = AllOnes().Network.Forward(Inputs);
        string[] names = ["00", "01", "10", "11"];
        for (var i = 0; i < names.Length; i++)
        {
            numbers.Add($"outputs.{names[i]}", outputs.At(i, 0));
            numbers.Add($"errors_actual_minus_predicted.{names[i]}", (Targets - outputs).At(i, 0));
        }

        return numbers;
    }

    /// <summary>The book subtracts alpha times this: Z delta for each weight; delta = actual - predicted is passed back as it is.</summary>
    public static Tensor[] BookChanges((Sequential Network, Linear Hidden, Linear Output) made)
    {
        var input = Inputs.Slice(0, 0, 1);
        var delta = Target(0) - Predict(made.Network, 0);
        var deltas = delta.BroadcastTo(new Shape(1, 3));
        var hidden = made.Hidden.Forward(input);
        return [deltas.MatMul(input, transpose: true), deltas.Reshape(3), delta.MatMul(hidden, transpose: true), delta.Reshape(1)];
    }

    /// <summary>The gradient of factor * (output - target)^2 at the input (0, 0): hidden weight and bias, output weight and bias.</summary>
    public static Tensor[] Slopes(Sequential network, double factor)
        => Gradients.Of(Squared(network) * factor, network.Parameters.Select(named => named.Parameter.Value).ToArray());

    private static Tensor Predict(Sequential network, int row) => network.Forward(Inputs.Slice(0, row, 1));

    private static Tensor Target(int row) => Targets.Slice(0, row, 1);

    private static Tensor Squared(Sequential network) => new MeanSquaredError().Compute(Predict(network, 0), Target(0));

    private static void AddStep(
        Dictionary<string, double> numbers, string name, Func<(Sequential Network, Linear Hidden, Linear Output), Tensor[]> changes)
    {
        var made = AllOnes();
        var parameters = made.Network.Parameters.Select(named => named.Parameter).ToArray();
        new Sgd(Alpha).Step(parameters, changes(made));
        AddParameters(numbers, name, Array.ConvertAll(parameters, parameter => parameter.Value));
        numbers.Add($"{name}.output_after", Predict(made.Network, 0).Item());
        numbers.Add($"{name}.squared_error_after", Squared(made.Network).Item());
    }

    private static void AddParameters(Dictionary<string, double> numbers, string name, Tensor[] values)
    {
        numbers.Add($"{name}.hidden_w1", Worked.Same(values[0].Slice(1, 0, 1)));
        numbers.Add($"{name}.hidden_w2", Worked.Same(values[0].Slice(1, 1, 1)));
        numbers.Add($"{name}.hidden_bias", Worked.Same(values[1]));
        numbers.Add($"{name}.output_w", Worked.Same(values[2]));
        numbers.Add($"{name}.output_bias", Worked.Same(values[3]));
    }
}
