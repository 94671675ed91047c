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
    [InlineData("linear 4, batchnorm, prelu, residual-of (linear 4, tanh), linear 2")]
    [InlineData("linear 4, softmax, linear 2")]
    [InlineData("unflatten 1x2x2, conv 2 2x2 pad=1, tanh, avgpool 2, flatten, linear 2")]
    [InlineData("reshape 2x2, lstm 3 last, linear 2")]
    [InlineData("reshape 2x2, gru 3 last, linear 2")]
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
        Assert.Contains("convolution", explained.Steps.First(step => step.Name == "|z^(1)|").Note!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("huber 0.1")]
    [InlineData("smooth-l1 beta=0.3")]
    [InlineData("log-cosh")]
    [InlineData("quantile 0.9")]
    [InlineData("msle")]
    [InlineData("mape epsilon=1")]
    [InlineData("poisson")]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    [InlineData("logistic-margin")]
    [InlineData("exponential-margin")]
    [InlineData("hinge-embedding")]
    [InlineData("binary-cross-entropy pos-weight=3")]
    [InlineData("binary-cross-entropy pos-weight=1,2,3")]
    [InlineData("binary-focal")]
    [InlineData("multilabel-soft-margin")]
    [InlineData("cross-entropy")]
    [InlineData("cross-entropy label-smoothing=0.1 class-weights=1,2,3")]
    [InlineData("focal class-weights=1,2,3")]
    [InlineData("generalized-cross-entropy")]
    [InlineData("multi-margin p=2")]
    [InlineData("nll class-weights=1,2,3", "log-softmax")]
    [InlineData("categorical-cross-entropy", "softmax")]
    [InlineData("kl-divergence", "log-softmax")]
    public void Of_Loss_IsWrittenWithNumbers_AndSoIsItsDerivative(string specification, string? activation = null)
    {
        var loss = Specification.Make(specification, Descent.Catalog.Losses, "loss");
        var target = loss.Target switch
        {
            TargetKind.ClassIndices => Tensor.From<int>([1]),
            TargetKind.ClassProbabilities => Tensor.From(new[,] { { 0, 1.0, 0 } }),
            TargetKind.Signs => Tensor.From(new[,] { { 1.0, -1, 1 } }),
            _ => Tensor.From(new[,] { { 1.0, 0, 1 } }),
        };
        var (model, input, _) = Network($"linear 3{(activation is null ? "" : $", {activation}")}", new Shape(4), target);
        var want = loss.Compute(model.Forward(input), target).Item();
        var explained = Explainer.Of(model, loss, input, target);
        Assert.Equal(want, explained["L"], 1e-14);
        Assert.NotNull(explained.Steps.First(step => step.Name == "L").Formula);
        var slopes = explained.Sections.Single(section => section.Title == "Backward pass").Steps;
        Assert.Contains(slopes, step => step.Formula is not null);
        AssertDifferences(explained);
    }

    [Fact]
    public void Of_TenClasses_TellsTheClassAndTheLargestOthers()
    {
        var (model, input, target) = Network("linear 10", new Shape(4), Tensor.From<int>([7]));
        var probabilities = model.Forward(input).Softmax().ToDoubles();
        var explained = Explainer.Of(model, new CrossEntropy(), input, target);
        Assert.Equal(probabilities[7], explained["p_8"], 1e-14);
        Assert.Equal(probabilities[7] - 1, explained["delta^(1)_8"], 1e-14);
        var told = explained.Sections.Single(section => section.Title == "The loss").Steps.Where(step => step.Name[0] == 'p').ToArray();
        Assert.Equal(4, told.Length);
        Assert.Equal(1, told.Sum(step => step.Value) + explained["others"], 1e-12);
        Assert.Contains("6 outputs not shown", explained.Steps.Single(step => step.Name == "|dL/dz^(1)|").Note!, StringComparison.Ordinal);
        AssertDifferences(explained);
    }

    [Fact]
    public void Of_LogitsBeyondTheRangeOfExp_LeavesTheFormulaOut()
    {
        var (model, _, target) = Network("linear 3", new Shape(1), Tensor.From<int>([0]));
        var explained = Explainer.Of(model, new CrossEntropy(), Tensor.From(new[,] { { 1e4 } }), target);
        Assert.True(double.IsFinite(explained["L"]));
        Assert.All(explained.Steps.Where(step => step.Formula is not null), step => Assert.True(double.IsFinite(step.Formula!.Evaluate(step.Numbers))));
    }

    [Fact]
    public void Weight_OfAKernel_IsASumOverPositions()
    {
        var (model, input, target) = Network("conv 2 3x3 pad=1, tanh, flatten, linear 3", new Shape(1, 6, 6), Tensor.From<int>([2]));
        var explained = Explainer.Of(model, new CrossEntropy(), input, target, new ExplanationOptions { Weight = "layer 1 [2,1,1,3]" });
        var gradient = explained.Sections.Single(section => section.Title.StartsWith("The weight", StringComparison.Ordinal)).Steps
            .Single(step => step.Name == "dL/d0.weight_1,0,0,2");
        Assert.Contains("of 25 terms", gradient.Note!, StringComparison.Ordinal);
        Assert.Equal(4, gradient.Numbers.Keys.Count(name => name.StartsWith("x_", StringComparison.Ordinal)));
        Assert.Contains(SumOfProducts.Rest, gradient.Numbers.Keys);
        AssertDifferences(explained);
    }

    [Theory]
    [InlineData("sgd 0.1")]
    [InlineData("sgd 0.1 momentum=0.9 weight-decay=0.01")]
    [InlineData("nesterov 0.1")]
    [InlineData("momentum 0.1")]
    [InlineData("adam weight-decay=0.01")]
    [InlineData("adam amsgrad")]
    [InlineData("adamw")]
    [InlineData("rmsprop")]
    [InlineData("adagrad")]
    [InlineData("adadelta")]
    [InlineData("adamax")]
    [InlineData("lion weight-decay=0.1")]
    public void Optimizer_ItsFormulas_GiveTheEnginesStep(string specification)
    {
        var (model, input, target) = Network("linear 3, tanh, linear 2", new Shape(4), Tensor.From<int>([1]));
        var optimizer = Specification.Make(specification, Descent.Catalog.Optimizers, "optimizer");
        var step = new TrainingStep(model, new CrossEntropy(), optimizer);
        step.Run(input, target);
        step.Run(input, target);
        var before = model.Parameters.Last().Parameter.Value.ToDoubles();
        var explained = Explainer.Of(model, new CrossEntropy(), input, target, new ExplanationOptions
        {
            Weight = "2.bias [0]",
            Optimizer = optimizer,
            Clipping = GradientClipping.ByNorm(0.01),
        });
        var section = explained.Sections.Single(section => section.Title.StartsWith("The update of the run", StringComparison.Ordinal));
        var last = section.Steps[^1];
        Assert.Equal("b^(2)_1'", last.Name);
        Assert.NotEqual(before[0], last.Value);
        Assert.NotNull(last.Formula);
        Assert.All(section.Steps.Where(line => line.Formula is not null), line => Assert.Equal(line.Value, line.Formula!.Evaluate(line.Numbers), 1e-14));
    }

    [Theory]
    [InlineData("nadam")]
    [InlineData("rprop")]
    [InlineData("muon")]
    [InlineData("lbfgs")]
    public void Optimizer_WithoutAShortForm_TellsTheNewValue(string specification)
    {
        var (model, input, target) = Network("linear 3, tanh, linear 2", new Shape(4), Tensor.From<int>([1]));
        var options = new ExplanationOptions { Optimizer = Specification.Make(specification, Descent.Catalog.Optimizers, "optimizer"), OptimizerName = specification };
        var explained = Explainer.Of(model, new CrossEntropy(), input, target, options);
        var section = explained.Sections.Single(section => section.Title.StartsWith("The update of the run", StringComparison.Ordinal));
        Assert.EndsWith("'", section.Steps[^1].Name, StringComparison.Ordinal);
        Assert.Contains(specification, section.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FrozenLayer_IsToldAsItStays()
    {
        var (model, input, target) = Network("linear 3, tanh, linear 2", new Shape(4), Tensor.From<int>([1]));
        model.Parameters.First().Parameter.Trainable = false;
        var explained = Explainer.Of(model, new CrossEntropy(), input, target, new ExplanationOptions { Weight = "layer 1 [1,1]" });
        var section = explained.Sections.Single(section => section.Title.StartsWith("The weight", StringComparison.Ordinal));
        Assert.Contains("frozen", section.Text, StringComparison.Ordinal);
        Assert.Equal(section.Steps[0].Value, section.Steps[1].Value);
    }

    [Fact]
    public void Of_Cancelled_Stops()
    {
        var (model, input, target) = Network("linear 3", new Shape(4), Tensor.From<int>([0]));
        Assert.Throws<OperationCanceledException>(() => Explainer.Of(model, new CrossEntropy(), input, target, null, new CancellationToken(true)));
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
