namespace Descent.Tests.Explaining;

public class ChainRuleTests
{
    [Fact]
    public void Of_FirstWeightOfTheNetwork_GoesThroughBothLayers()
    {
        var explained = WorkedExplanations.Of("two-two-one");
        var chain = ChainRule.Of(explained, "dL/dw_11");
        Assert.Equal(["dL/da_3", "da_3/dz_3", "dz_3/da_1", "da_1/dz_1", "dz_1/dw_11"], chain.Select(factor => factor.Derivative));
        Assert.Equal([null, null, "w_13", null, "x_1"], chain.Select(factor => factor.Is));
        Assert.Equal(["dL/da_3", "delta_3", "dL/da_1", "delta_1", "dL/dw_11"], chain.Select(factor => factor.Product));
        var product = 1.0;
        foreach (var factor in chain)
        {
            product *= factor.Value;
            Assert.Equal(product, factor.ProductValue, 1e-12);
        }

        Assert.Equal(-0.0455740647470483, product, 1e-12);
    }

    [Fact]
    public void Of_Bias_EndsWithOne()
    {
        var last = ChainRule.Of(WorkedExplanations.Of("two-two-one"), "dL/db_3")[^1];
        Assert.Equal(("dz_3/db_3", 1), (last.Derivative, last.Value));
    }

    [Fact]
    public void Of_SumOverSamples_BeginsThere()
        => Assert.Equal("dL/dw", Assert.Single(ChainRule.Of(WorkedExplanations.Of("linear-regression"), "dL/dw")).Product);

    [Fact]
    public void Of_UnknownName_IsRefused() => Assert.Throws<DescentException>(() => ChainRule.Of(WorkedExplanations.Of("xor"), "dL/dw_99"));

    [Theory]
    [InlineData("linear-regression")]
    [InlineData("two-two-one")]
    public void StepsBefore_EachStep_BeginsWhereTheLastEnded(string name)
    {
        var (first, second) = (WorkedExplanations.Of(name), WorkedExplanations.Of(name, stepsBefore: 1));
        Assert.Equal(first["L'"], second["L"], 1e-12);
        Assert.True(second["L'"] < second["L"]);
    }

    [Theory]
    [InlineData("linear-regression")]
    [InlineData("two-two-one")]
    [InlineData("xor")]
    public void Sentence_EveryStep_IsOneSentence(string name)
        => Assert.All(WorkedExplanations.Of(name).Steps, step => Assert.Matches(@"^[^\n]{10,}\.$", StepSentence.Of(step)));
}
