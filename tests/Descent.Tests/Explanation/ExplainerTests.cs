namespace Descent.Tests.Explaining;

public class ExplainerTests
{
    [Fact]
    public void Of_SmallNetwork_ShowsTheGradientsOfTheEngine()
    {
        var (model, input, target) = Network("linear 3, tanh, linear 2", new Shape(4), Tensor.From<int>([1]));
        var loss = new CrossEntropy().Compute(model.Forward(input), target);
        var named = model.Parameters.ToArray();
        var slopes = Gradients.Of(loss, [.. named.Select(parameter => parameter.Parameter.Value)]);
        var explained = Explainer.Of(model, new CrossEntropy(), input, target);
        Assert.Equal(loss.Item(), explained["L"]);
        for (var unit = 0; unit < 3; unit++)
        {
            for (var from = 0; from < 4; from++)
            {
                Assert.Equal(slopes[0].At(unit, from), explained[FormattableString.Invariant($"dL/dw^(1)_{unit + 1},{from + 1}")], 1e-14);
            }

            Assert.Equal(slopes[1].At(unit), explained[FormattableString.Invariant($"dL/db^(1)_{unit + 1}")], 1e-14);
        }
    }

    [Theory]
    [InlineData("linear 3, relu, linear 2")]
    [InlineData("linear 40, gelu, linear 2")]
    [InlineData("linear 3, elu, linear 30, sigmoid, linear 2")]
    [InlineData("linear 3, layernorm, leakyrelu, dropout 0.5, linear 2")]
    public void Of_Network_EveryDifferenceAgrees(string specification)
    {
        var (model, input, target) = Network(specification, new Shape(4), Tensor.From<int>([0]));
        AssertDifferences(Explainer.Of(model, new CrossEntropy(), input, target));
    }

    [Fact]
    public void Of_ConvolutionalNetwork_IsToldByNorms()
    {
        var (model, input, target) = Network("conv 2 3x3, tanh, maxpool 2, flatten, linear 3", new Shape(1, 6, 6), Tensor.From<int>([2]));
        var weight = model.Parameters.First().Parameter.Value;
        var slope = Gradients.Of(new CrossEntropy().Compute(model.Forward(input), target), [weight])[0];
        var explained = Explainer.Of(model, new CrossEntropy(), input, target, new ExplanationOptions { Weight = "0.weight [1,0,2,2]" });
        Assert.Equal(slope.Square().Sum().Sqrt().Item(), explained["|dL/d0.weight|"], 1e-12);
        Assert.Equal(slope.At(1, 0, 2, 2), explained["dL/d0.weight_1,0,2,2"], 1e-14);
        AssertDifferences(explained);
        Assert.Contains("convolution", explained.Steps.First(step => step.Name == "|h^(1)|").Note!, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NetworkAtAKink_SaysSo()
    {
        var hidden = new Linear(1, 1);
        hidden.Convert(ElementType.Float64);
        hidden.Weight.Load(Tensor.From(new[,] { { 1.0 } }));
        hidden.Bias!.Load(Tensor.From([0.0]));
        var (input, target) = (Tensor.From(new[,] { { 0.0 } }), Tensor.From(new[,] { { 1.0 } }));
        var explained = Explainer.Of(new Sequential(hidden, new Relu()), new MeanSquaredError(), input, target);
        Assert.Contains("kink", explained.Steps.Single(step => step.Name == "da^(1)/dz^(1)").Note!, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SeveralOutputs_SumsTheirLosses()
    {
        var (model, input, _) = Network("linear 3", new Shape(2), Tensor.From<int>([0]));
        var target = Tensor.From(new[,] { { 1.0, 0, 1 } });
        var want = new BinaryCrossEntropy().Compute(model.Forward(input), target).Item();
        var explained = Explainer.Of(model, new BinaryCrossEntropy(), input, target);
        Assert.Equal(want, explained["L"], 1e-14);
        AssertDifferences(explained);
    }

    [Theory]
    [InlineData("layer 2 [2,3]", "w^(2)_2,3")]
    [InlineData("2.weight [1,2]", "w^(2)_2,3")]
    [InlineData("0.bias [0]", "b^(1)_1")]
    public void Weight_ByEitherName_IsFound(string asked, string symbol)
    {
        var (model, input, target) = Network("linear 3, tanh, linear 2", new Shape(4), Tensor.From<int>([1]));
        var explained = Explainer.Of(model, new CrossEntropy(), input, target, new ExplanationOptions { Weight = asked });
        var section = explained.Sections.Single(section => section.Title == $"The weight {asked}");
        Assert.Equal([symbol, $"dL/d{symbol}", $"{symbol}'"], section.Steps.Select(step => step.Name));
        Assert.Equal(explained.Sections.Single(other => other.Title == "Update").Steps.Single(step => step.Name == $"{symbol}'").Value, section.Steps[2].Value, 1e-14);
    }

    [Theory]
    [InlineData("w", "names no weight")]
    [InlineData("layer 3 [1,1]", "2 layers have weights")]
    [InlineData("layer 1 [4,1]", "from 1 to 3, not 4")]
    [InlineData("2.weight [0,3]", "from 0 to 2, not 3")]
    [InlineData("2.weight [0]", "2 numbers")]
    [InlineData("2.wieght [0,0]", "'2.weight'")]
    public void Weight_ThatIsNotThere_SaysWhatIs(string asked, string want)
    {
        var (model, input, target) = Network("linear 3, tanh, linear 2", new Shape(4), Tensor.From<int>([1]));
        var error = Assert.Throws<SpecificationException>(
            () => Explainer.Of(model, new CrossEntropy(), input, target, new ExplanationOptions { Weight = asked }));
        Assert.Contains(want, error.Message, StringComparison.Ordinal);
    }

    private static (Sequential Model, Tensor Input, Tensor Target) Network(string specification, Shape sample, Tensor target)
    {
        var model = ModelSpecification.Build(specification, sample);
        model.Convert(ElementType.Float64);
        model.Initialize(3);
        var values = Enumerable.Range(0, sample.Count).Select(i => Math.Sin((7 * i) + 1)).ToArray();
        return (model, Tensor.From<double>(values, sample.Prepend(1)), target);
    }

    private static void AssertDifferences(Explanation explained)
    {
        var derivatives = explained.Sections.Where(section => section.Title is "Backward pass" or "Gradient of each weight")
            .SelectMany(section => section.Steps).ToArray();
        Assert.NotEmpty(derivatives);
        Assert.All(derivatives, step => Assert.Equal(step.Value, step.Difference!.Value, 1e-7));
        Assert.All(explained.Steps.Where(step => step.Formula is not null), step =>
            Assert.Equal(step.Value, step.Formula!.Evaluate(step.Numbers), 1e-9));
    }
}
