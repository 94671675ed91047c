namespace Descent.Tests.WorkedExamples;

/// <summary>
/// Example 1: two inputs, two hidden units, one output, sigmoid everywhere, binary cross-entropy, one step of gradient descent.
/// w11 and w21 lead from inputs 1 and 2 to hidden unit 1, w12 and w22 to hidden unit 2, w13 and w23 from these to the output.
/// </summary>
internal sealed class TwoTwoOneNetwork
{
    private const double LearningRate = 0.1;

    private readonly Tensor x1 = Worked.Number(1);
    private readonly Tensor x2 = Worked.Number(0);
    private readonly Parameter[] parameters =
    [
        Worked.Parameter("w11", 0.2), Worked.Parameter("w21", 0.4), Worked.Parameter("b1", 0.1),
        Worked.Parameter("w12", 0.3), Worked.Parameter("w22", 0.1), Worked.Parameter("b2", 0.2),
        Worked.Parameter("w13", 0.7), Worked.Parameter("w23", 0.5), Worked.Parameter("b3", 0.3),
    ];

    public static Tensor Label { get; } = Worked.Number(1);

    /// <summary>Every number of the example, computed by the engine: forward, backward, gradient, update, forward again.</summary>
    public static Dictionary<string, double> Numbers()
    {
        var numbers = new Dictionary<string, double>();
        var network = new TwoTwoOneNetwork();
        var before = network.Forward();
        before.AddTo(numbers, "forward");
        AddBackward(numbers, before);
        var gradients = Gradients.Of(before.Loss, Array.ConvertAll(network.parameters, parameter => parameter.Value));
        new Sgd(LearningRate).Step(network.parameters, gradients);
        for (var i = 0; i < gradients.Length; i++)
        {
            numbers.Add($"gradient.{network.parameters[i].Name}", gradients[i]);
            numbers.Add($"updated.{network.parameters[i].Name}", network.parameters[i].Value);
        }

        network.Forward().AddTo(numbers, "forward_after_update");
        return numbers;
    }

    public Values Forward()
    {
        var z1 = (this["w11"] * x1) + (this["w21"] * x2) + this["b1"];
        var a1 = z1.Sigmoid();
        var z2 = (this["w12"] * x1) + (this["w22"] * x2) + this["b2"];
        var a2 = z2.Sigmoid();
        var z3 = (this["w13"] * a1) + (this["w23"] * a2) + this["b3"];
        var a3 = z3.Sigmoid();
        return new Values(z1, a1, z2, a2, z3, a3, new BinaryCrossEntropyOnProbabilities().Compute(a3, Label));
    }

    private Tensor this[string name] => parameters.Single(parameter => parameter.Name == name).Value;

    private static void AddBackward(Dictionary<string, double> numbers, Values values)
    {
        Tensor[] intermediates = [values.A3, values.Z3, values.A1, values.A2, values.Z1, values.Z2];
        var slopes = Gradients.Of(values.Loss, intermediates);
        string[] names = ["dloss_da3", "delta3", "dloss_da1", "dloss_da2", "delta1", "delta2"];
        for (var i = 0; i < names.Length; i++)
        {
            numbers.Add($"backward.{names[i]}", slopes[i]);
        }

        numbers.Add("backward.da3_dz3", Gradients.Of(values.A3, [values.Z3])[0]);
        numbers.Add("backward.da1_dz1", Gradients.Of(values.A1, [values.Z1])[0]);
        numbers.Add("backward.da2_dz2", Gradients.Of(values.A2, [values.Z2])[0]);
    }

    public sealed record Values(Tensor Z1, Tensor A1, Tensor Z2, Tensor A2, Tensor Z3, Tensor A3, Tensor Loss)
    {
        public void AddTo(Dictionary<string, double> numbers, string name)
        {
            numbers.Add($"{name}.z1", Z1);
            numbers.Add($"{name}.a1", A1);
            numbers.Add($"{name}.z2", Z2);
            numbers.Add($"{name}.a2", A2);
            numbers.Add($"{name}.z3", Z3);
            numbers.Add($"{name}.a3", A3);
            numbers.Add($"{name}.loss", Loss);
        }
    }
}
