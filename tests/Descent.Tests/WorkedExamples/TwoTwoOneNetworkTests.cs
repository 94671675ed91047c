namespace Descent.Tests.WorkedExamples;

/// <summary>Example 1: the 2-2-1 network, every number of the forward pass, the backward pass and the update.</summary>
public class TwoTwoOneNetworkTests
{
    private static readonly Dictionary<string, double> Numbers = TwoTwoOneNetwork.Numbers();

    [Theory]
    [InlineData("forward.z1", 0.30000000000000004)]
    [InlineData("forward.z2", 0.5)]
    [InlineData("forward.a1", 0.574442516811659)]
    [InlineData("forward.a2", 0.6224593312018546)]
    [InlineData("forward.z3", 1.0133394273690886)]
    [InlineData("forward.a3", 0.733673171792742)]
    [InlineData("forward.loss", 0.30969161956689767)]
    [InlineData("backward.dloss_da3", -1.3630047253281514)]
    [InlineData("backward.da3_dz3", 0.19539684878431965)]
    [InlineData("backward.delta3", -0.26632682820725795)]
    [InlineData("backward.dloss_da1", -0.18642877974508054)]
    [InlineData("backward.dloss_da2", -0.13316341410362897)]
    [InlineData("backward.da1_dz1", 0.24445831169074586)]
    [InlineData("backward.da2_dz2", 0.2350037122015945)]
    [InlineData("backward.delta1", -0.0455740647470483)]
    [InlineData("backward.delta2", -0.031293896643790974)]
    [InlineData("gradient.w11", -0.0455740647470483)]
    [InlineData("gradient.w21", 0)]
    [InlineData("gradient.b1", -0.0455740647470483)]
    [InlineData("gradient.w12", -0.031293896643790974)]
    [InlineData("gradient.w22", 0)]
    [InlineData("gradient.b2", -0.031293896643790974)]
    [InlineData("gradient.w13", -0.1529894534898436)]
    [InlineData("gradient.w23", -0.165777619367001)]
    [InlineData("gradient.b3", -0.26632682820725795)]
    [InlineData("updated.w11", 0.20455740647470483)]
    [InlineData("updated.w21", 0.4)]
    [InlineData("updated.b1", 0.10455740647470484)]
    [InlineData("updated.w12", 0.3031293896643791)]
    [InlineData("updated.w22", 0.1)]
    [InlineData("updated.b2", 0.2031293896643791)]
    [InlineData("updated.w13", 0.7152989453489843)]
    [InlineData("updated.w23", 0.5165777619367001)]
    [InlineData("updated.b3", 0.3266326828207258)]
    [InlineData("forward_after_update.z1", 0.3091148129494097)]
    [InlineData("forward_after_update.z2", 0.5062587793287582)]
    [InlineData("forward_after_update.a1", 0.5766691823222624)]
    [InlineData("forward_after_update.a2", 0.6239290363308045)]
    [InlineData("forward_after_update.z3", 1.0614314059461902)]
    [InlineData("forward_after_update.a3", 0.7429639937991105)]
    [InlineData("forward_after_update.loss", 0.2971076960051022)]
    public void Step_EachNumber_HasItsValue(string name, double want) => Worked.Equal(want, Numbers[name], name);

    [Theory]
    [InlineData("forward.a1", "0.574")]
    [InlineData("forward.a2", "0.622")]
    [InlineData("backward.da1_dz1", "0.244")]
    [InlineData("backward.da2_dz2", "0.235")]
    public void Step_PrintedRight_HasThePrintedDigits(string name, string printed) => Worked.Prints(printed, Numbers[name]);

    [Fact]
    public void Forward_TheTextsSum_Is1Point013Not1Point086()
    {
        // The text adds 0.7 * 0.574 + 0.5 * 0.622 + 0.3 and prints 1.086; its own rounded numbers give 1.0128.
        Worked.Prints("1.013", (0.7 * 0.574) + (0.5 * 0.622) + 0.3);
        Worked.Prints("1.013", Numbers["forward.z3"]);
        Worked.Prints("0.734", Numbers["forward.a3"]);
        Worked.Prints("0.310", Numbers["forward.loss"]);
    }

    [Fact]
    public void Backward_FromTheTextsSum_HasEveryPrintedDigitButTheLoss()
    {
        var z3 = Worked.Number(1.086).Tracked();
        var output = z3.Sigmoid();
        Worked.Prints("0.748", output.Item());
        Worked.Prints("0.290", Loss(Worked.Number(0.748)).Item()); // the text prints 0.289
        var delta3 = Gradients.Of(Loss(output), [z3])[0].Item();
        Worked.Prints("-0.252", delta3);
        Worked.Prints("-0.145", delta3 * Numbers["forward.a1"]);
        Worked.Prints("-0.157", delta3 * Numbers["forward.a2"]);
        Worked.Prints("-0.043", 0.7 * delta3 * Numbers["backward.da1_dz1"]);
        Worked.Prints("-0.030", 0.5 * delta3 * Numbers["backward.da2_dz2"]);
        Worked.Prints("0.7145", 0.7 - (0.1 * delta3 * Numbers["forward.a1"]));
    }

    [Fact]
    public void Delta3_FromLogits_IsPredictionMinusLabel()
    {
        var z3 = new TwoTwoOneNetwork().Forward().Z3.Detached().Tracked();
        var loss = new BinaryCrossEntropy().Compute(z3, TwoTwoOneNetwork.Label);
        Worked.Equal(Numbers["forward.loss"], loss.Item());
        Worked.Equal(Numbers["forward.a3"] - 1, Gradients.Of(loss, [z3])[0].Item());
    }

    [Fact]
    public void Loss_AfterTheStep_IsLower() => Assert.True(Numbers["forward_after_update.loss"] < Numbers["forward.loss"]);

    private static Tensor Loss(Tensor output) => new BinaryCrossEntropyOnProbabilities().Compute(output, TwoTwoOneNetwork.Label);
}
