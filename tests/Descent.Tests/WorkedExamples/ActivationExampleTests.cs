namespace Descent.Tests.WorkedExamples;

/// <summary>Example 5: softmax, ELU, leaky ReLU, ReLU and swish at the text's arguments.</summary>
public class ActivationExampleTests
{
    private static readonly Tensor First = Worked.Row(0.8, 1.2, 3.1);
    private static readonly Tensor Second = Worked.Row(1.2, 0.9, 0.75);

    [Theory]
    [InlineData("softmax.0", 0.08021814746055117)]
    [InlineData("softmax.1", 0.11967141358067955)]
    [InlineData("softmax.2", 0.8001104389587693)]
    [InlineData("sum", 1)]
    [InlineData("jacobian.0.0", 0.07378319627854843)]
    [InlineData("jacobian.0.1", -0.009599819101427558)]
    [InlineData("jacobian.0.2", -0.06418337717712089)]
    [InlineData("jacobian.1.0", -0.009599819101427558)]
    [InlineData("jacobian.1.1", 0.10535016635228149)]
    [InlineData("jacobian.1.2", -0.09575034725085395)]
    [InlineData("jacobian.2.0", -0.06418337717712089)]
    [InlineData("jacobian.2.1", -0.09575034725085395)]
    [InlineData("jacobian.2.2", 0.1599337244279748)]
    public void Softmax_First_HasItsValuesAndDerivatives(string name, double want) => Worked.Equal(want, Softmax(First)[name], name);

    [Theory]
    [InlineData("softmax.0", 0.4204425256944156)]
    [InlineData("softmax.1", 0.3114714837838644)]
    [InlineData("softmax.2", 0.26808599052172016)]
    [InlineData("sum", 1.0000000000000002)]
    [InlineData("jacobian.0.0", 0.2436706082821163)]
    [InlineData("jacobian.0.1", -0.13095585732387516)]
    [InlineData("jacobian.0.2", -0.11271475095824118)]
    [InlineData("jacobian.1.0", -0.13095585732387516)]
    [InlineData("jacobian.1.1", 0.21445699857334233)]
    [InlineData("jacobian.1.2", -0.08350114124946718)]
    [InlineData("jacobian.2.0", -0.11271475095824118)]
    [InlineData("jacobian.2.1", -0.08350114124946718)]
    [InlineData("jacobian.2.2", 0.19621589220770835)]
    public void Softmax_Second_HasItsValuesAndDerivatives(string name, double want) => Worked.Equal(want, Softmax(Second)[name], name);

    [Fact]
    public void Softmax_Both_HaveThePrintedDigits()
    {
        Assert.Equal(["0.08021815", "0.11967141", "0.80011044"], First.Softmax().ToDoubles().Select(value => value.ToString("F8", null)));
        Assert.Equal(["0.42", "0.31", "0.27"], Second.Softmax().ToDoubles().Select(value => value.ToString("F2", null)));
    }

    [Theory]
    [InlineData("elu", -0.09932620530009145)]
    [InlineData("derivative", 0.0006737946999085467)]
    public void Elu_AtMinus5_HasItsValueAndDerivative(string name, double want) => Worked.Equal(want, Elu()[name], name);

    [Fact]
    public void Activations_TheOtherPrintedPoints_HaveThePrintedValues()
    {
        Assert.Equal([5.0, -0.09932620530009145], Worked.Row(5, -5).Elu(0.1).ToDoubles());
        Assert.Equal([7, -0.07], Worked.Row(7, -7).LeakyRelu().ToDoubles());
        Assert.Equal([7.0, 0], Worked.Row(7, -7).Relu().ToDoubles());
    }

    [Theory]
    [InlineData(4, "swish", 3.928055160151634)]
    [InlineData(4, "derivative", 1.0526646148910728)]
    [InlineData(4, "wrong_textbook_formula", 4.074629441455096)]
    [InlineData(4, "difference", 0.1465742813034625)]
    [InlineData(-67, "swish", -5.349885844610276e-28)]
    [InlineData(-67, "derivative", -5.2700368021534065e-28)]
    [InlineData(-67, "wrong_textbook_formula", 5.349885844610276e-28)]
    [InlineData(-67, "difference", 1.0699771689220552e-27)]
    public void Swish_AtThePrintedPoints_IsNotWhatTheTextPrints(double x, string name, double want)
        => Worked.Equal(want, Swish(x)[name], name);

    internal static Dictionary<string, double> Softmax(Tensor logits)
    {
        var tracked = logits.Tracked();
        var softmax = tracked.Softmax();
        var numbers = new Dictionary<string, double>();
        numbers.Add("softmax", softmax);
        numbers.Add("sum", softmax.Sum());
        for (var i = 0; i < logits.Count; i++)
        {
            numbers.Add(FormattableString.Invariant($"jacobian.{i}"), Gradients.Of(softmax.Slice(0, i, 1), [tracked])[0]);
        }

        return numbers;
    }

    internal static Dictionary<string, double> Elu()
    {
        var x = Worked.Number(-5).Tracked();
        var value = x.Elu(0.1);
        return new() { ["elu"] = value.Item(), ["derivative"] = Gradients.Of(value, [x])[0].Item() };
    }

    internal static Dictionary<string, double> Swish(double at)
    {
        var x = Worked.Number(at).Tracked();
        var value = x.Swish();
        var printed = x / (1.0 - (-x).Exp());
        return new()
        {
            ["swish"] = value.Item(),
            ["derivative"] = Gradients.Of(value, [x])[0].Item(),
            ["wrong_textbook_formula"] = printed.Item(),
            ["difference"] = (printed - value).Item(),
        };
    }
}
