namespace Descent.Tests.WorkedExamples;

/// <summary>Example 2: the XOR network of the book, its rule that climbs, why it can never learn XOR, and the network that does.</summary>
public class XorNetworkTests
{
    private static readonly Dictionary<string, double> Numbers = XorNetwork.StepOnZeros();
    private static readonly Dictionary<string, double> Outputs = XorNetwork.AllInputs();

    [Theory]
    [InlineData("hidden_z", 1)]
    [InlineData("output", 4)]
    [InlineData("error_actual_minus_predicted", -4)]
    [InlineData("squared_error", 16)]
    [InlineData("half_squared_error", 8)]
    [InlineData("textbook_update.hidden_bias", 1.4)]
    [InlineData("textbook_update.hidden_w1", 1)]
    [InlineData("textbook_update.hidden_w2", 1)]
    [InlineData("textbook_update.output_bias", 1.4)]
    [InlineData("textbook_update.output_w", 1.4)]
    [InlineData("textbook_update.output_after", 7.279999999999999)]
    [InlineData("textbook_update.squared_error_after", 52.99839999999999)]
    [InlineData("gradient_half_squared_error.hidden_bias", 4)]
    [InlineData("gradient_half_squared_error.hidden_w1", 0)]
    [InlineData("gradient_half_squared_error.hidden_w2", 0)]
    [InlineData("gradient_half_squared_error.output_bias", 4)]
    [InlineData("gradient_half_squared_error.output_w", 4)]
    [InlineData("descent_step_half_squared_error.hidden_bias", 0.6)]
    [InlineData("descent_step_half_squared_error.hidden_w1", 1)]
    [InlineData("descent_step_half_squared_error.hidden_w2", 1)]
    [InlineData("descent_step_half_squared_error.output_bias", 0.6)]
    [InlineData("descent_step_half_squared_error.output_w", 0.6)]
    [InlineData("descent_step_half_squared_error.output_after", 1.6799999999999997)]
    [InlineData("descent_step_half_squared_error.squared_error_after", 2.822399999999999)]
    [InlineData("descent_step_squared_error.hidden_bias", 0.19999999999999996)]
    [InlineData("descent_step_squared_error.hidden_w1", 1)]
    [InlineData("descent_step_squared_error.hidden_w2", 1)]
    [InlineData("descent_step_squared_error.output_bias", 0.19999999999999996)]
    [InlineData("descent_step_squared_error.output_w", 0.19999999999999996)]
    [InlineData("descent_step_squared_error.output_after", 0.3199999999999999)]
    [InlineData("descent_step_squared_error.squared_error_after", 0.10239999999999994)]
    public void Step_EachNumber_HasItsValue(string name, double want) => Worked.Equal(want, Numbers[name], name);

    [Theory]
    [InlineData("outputs.00", 4)]
    [InlineData("outputs.01", 7)]
    [InlineData("outputs.10", 7)]
    [InlineData("outputs.11", 10)]
    [InlineData("errors_actual_minus_predicted.00", -4)]
    [InlineData("errors_actual_minus_predicted.01", -6)]
    [InlineData("errors_actual_minus_predicted.10", -6)]
    [InlineData("errors_actual_minus_predicted.11", -10)]
    public void Forward_EachInput_HasItsOutput(string name, double want) => Worked.Equal(want, Outputs[name], name);

    [Fact]
    public void BookRule_IsTheGradientTurnedRound_AndClimbs()
    {
        var made = XorNetwork.AllOnes();
        var (book, slopes) = (XorNetwork.BookChanges(made), XorNetwork.Slopes(made.Network, 0.5));
        for (var i = 0; i < slopes.Length; i++)
        {
            Assert.Equal(slopes[i].ToDoubles(), book[i].ToDoubles().Select(change => -change + 0.0));
        }

        Assert.True(Numbers["textbook_update.squared_error_after"] > Numbers["squared_error"]);
        Assert.True(Numbers["descent_step_half_squared_error.squared_error_after"] < Numbers["squared_error"]);
    }

    [Fact]
    public void Network_OfIdentityActivations_IsOneLinearLayer()
    {
        var (network, hidden, output) = XorNetwork.AllOnes();
        hidden.Weight.Load(Worked.Row(0.3, -1.2, 0.8, 0.5, -0.4, 2.0).Reshape(3, 2));
        output.Weight.Load(Worked.Row(1.5, -0.7, 0.2).Reshape(1, 3));
        var weight = output.Weight.Value.MatMul(hidden.Weight);
        var bias = hidden.Bias!.Value.Reshape(1, 3).MatMul(output.Weight, transposeOther: true) + output.Bias!;
        var inputs = Worked.Row(0.1, -2, 3, 0.7, -0.9, 5).Reshape(3, 2);
        var (want, got) = ((inputs.MatMul(weight, transposeOther: true) + bias).ToDoubles(), network.Forward(inputs).ToDoubles());
        for (var i = 0; i < want.Length; i++)
        {
            Worked.Equal(want[i], got[i]);
        }
    }

    [Fact]
    public void Train_AllOnesWithIdentity_EndsAtAHalfEverywhereWithEqualUnits()
    {
        var (network, hidden, output) = XorNetwork.AllOnes();
        var loss = Train(network, new Sgd(0.02), 2_000);

        // The best linear answer to XOR is 1/2 for every input, a squared error of 1/4: no training can do better.
        Assert.Equal(0.25, loss, 1e-6);
        Assert.All(network.Forward(XorNetwork.Inputs).ToDoubles(), value => Assert.Equal(0.5, value, 1e-2));
        Worked.Same(hidden.Bias!);
        Worked.Same(hidden.Weight.Value.Slice(1, 0, 1));
        Worked.Same(hidden.Weight.Value.Slice(1, 1, 1));
        Worked.Same(output.Weight);
    }

    [Fact]
    public void Train_TanhFromRandomWeights_LearnsXor()
    {
        var network = ModelSpecification.Build("linear 3, tanh, linear 1", new Shape(2));
        network.Convert(ElementType.Float64);
        network.Initialize(1);
        Assert.True(Train(network, new Adam(0.05), 1_000) < 1e-3);
        var outputs = network.Forward(XorNetwork.Inputs).ToDoubles();
        Assert.Equal([0.0, 1, 1, 0], outputs.Select(value => Math.Round(value)));
    }

    private static double Train(Sequential network, Optimizer optimizer, int steps)
    {
        var step = new TrainingStep(network, new MeanSquaredError(), optimizer);
        var loss = double.PositiveInfinity;
        for (var i = 0; i < steps; i++)
        {
            loss = step.Run(XorNetwork.Inputs, XorNetwork.Targets).Loss;
        }

        return loss;
    }
}
