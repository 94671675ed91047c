using Descent.Tests.Kernels;

namespace Descent.Tests.Layers;

/// <summary>How the mask of padded steps comes, goes along and ends.</summary>
public class StepMaskTests
{
    private static readonly Tensor Tokens = Tensor.From<int>([3, 1, 0, 0, 2, 4, 1, 3], 2, 4);

    [Fact]
    public void Embedding_WithPadding_MarksItsSteps()
    {
        Assert.Equal([1, 1, 0, 0, 1, 1, 1, 1], new Embedding(5, 3, padding: 0).Forward(Tokens).StepMask!.ToDoubles());
        Assert.Null(new Embedding(5, 3).Forward(Tokens).StepMask);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("linear 2 per-position, layernorm, dropout 0.5")]
    [InlineData("positional, transformer 1 4")]
    [InlineData("lstm 2 bidirectional")]
    public void Sequential_LayersThatKeepSteps_PassTheMaskOn(string layers)
    {
        var model = ModelSpecification.Build($"embedding 5 3 padding=0, {layers}", new Shape(4));
        Assert.Equal([1, 1, 0, 0, 1, 1, 1, 1], model.Forward(Tokens, Pass.Training(1)).StepMask!.ToDoubles());
        Assert.Equal([1, 1, 0, 0, 1, 1, 1, 1], new Sequential(new Sequential(model)).Forward(Tokens).StepMask!.ToDoubles());
    }

    [Theory]
    [InlineData("flatten")]
    [InlineData("lstm 4 last")]
    [InlineData("sequence-pool")]
    [InlineData("reshape 4x3x1")]
    [InlineData("conv1d 4 1")]
    [InlineData("upsample 2")]
    [InlineData("maxpool1d 2")]
    public void Sequential_LayersThatEndSteps_EndTheMask(string layers)
        => Assert.Null(ModelSpecification.Build($"embedding 5 3 padding=0, {layers}", new Shape(4)).Forward(Tokens).StepMask);

    [Fact]
    public void Sequential_OfAnOwnLayer_PassesTheMaskOn()
        => Assert.NotNull(new Sequential(new Embedding(5, 3, padding: 0), new Doubled(), new SequencePooling()).Children[1].Layer
            .Forward(new Embedding(5, 3, padding: 0).Forward(Tokens)).StepMask);

    [Theory]
    [InlineData("lstm 4 bidirectional last")]
    [InlineData("gru 4 layers=2, sequence-pool last")]
    [InlineData("rnn 4 bidirectional, sequence-pool")]
    [InlineData("positional, transformer 1 4 dropout=0, sequence-pool max")]
    [InlineData("attention 3 causal, sequence-pool")]
    [InlineData("sequence-pool")]
    public void Forward_MorePadding_ChangesNothing(string layers)
    {
        var model = ModelSpecification.Build($"embedding 5 3 padding=0, {layers}", new Shape(4));
        var longer = Tensor.From<int>([3, 1, 0, 0, 0, 0, 0, 2, 4, 1, 3, 0, 0, 0], 2, 7);
        var (expected, found) = (model.Forward(Tokens).ToDoubles(), model.Forward(longer).ToDoubles());
        Samples.AssertClose<float>(expected, [.. found.Select(value => (float)value)], 1e-6);
    }

    [Theory]
    [InlineData("lstm 4 bidirectional last")]
    [InlineData("transformer 1 4, sequence-pool")]
    public void CompiledModel_OfTokens_HonoursTheMaskOfEachBatch(string layers)
    {
        var model = ModelSpecification.Build($"embedding 5 3 padding=0, {layers}", new Shape(4));
        var compiled = new CompiledModel(model);
        foreach (var tokens in (Tensor[])[Tokens, Tensor.From<int>([1, 2, 3, 4, 0, 0, 0, 0], 2, 4), Tensor.From<int>([1, 0, 0, 0, 4, 4, 4, 0], 2, 4)])
        {
            Assert.Equal(model.Forward(tokens).ToDoubles(), compiled.Forward(tokens).ToDoubles());
        }

        Assert.Null(compiled.Obstacle);
    }

    [Fact]
    public void CompiledModelAndTrainingStep_OfInputsWithAMask_HonourIt()
    {
        var model = new Sequential(new Gru(3, 5, new RecurrentOptions(LastOnly: true)));
        var x = Tensor.From(Samples.Uniform<float>(2 * 4 * 3), 2, 4, 3);
        var masked = x.WithLengths(Tensor.From<int>([1, 3]));
        var compiled = new CompiledModel(model);
        Assert.NotEqual(model.Forward(x).ToDoubles(), model.Forward(masked).ToDoubles());
        Assert.Equal(model.Forward(x).ToDoubles(), compiled.Forward(x).ToDoubles());
        Assert.Equal(model.Forward(masked).ToDoubles(), compiled.Forward(masked).ToDoubles());

        var step = new TrainingStep(model, new MeanSquaredError(), new Sgd(1e-12));
        var targets = Tensor.Zeros(new Shape(2, 5));
        step.Run(x, targets);
        Assert.Equal(model.Forward(masked).Square().Sum().Item(), step.Run(masked, targets).LossSum, 1e-5);
    }

    [Fact]
    public void WithStepMask_PaddedSteps_BecomeZeroEvenFromNaN()
    {
        var x = Tensor.From<float>([1, 2, float.NaN, 4], 1, 2, 2).WithLengths(Tensor.From<int>([1]));
        Assert.Equal([1, 2, 0, 0], x.ToDoubles());
        Assert.Equal([1, 0], x.StepMask!.ToDoubles());
        Assert.Same(x.StepMask, x.Tracked().Detached().StepMask);
    }

    [Fact]
    public void Masking_StepsOfOneValue_ArePadding()
    {
        var x = Tensor.From<float>([0, 1, 0, 0, 2, 2, float.NaN, float.NaN], 1, 4, 2);
        Assert.Equal([1, 0, 1, 1], new Masking().Forward(x).StepMask!.ToDoubles());
        var missing = new Masking(double.NaN).Forward(x);
        Assert.Equal([1, 1, 1, 0], missing.StepMask!.ToDoubles());
        Assert.Equal([0, 1, 0, 0, 2, 2, 0, 0], missing.ToDoubles());
    }

    [Fact]
    public void WithLengths_OutOfRange_NamesTheSample()
    {
        var x = Tensor.Ones(new Shape(2, 3, 1));
        Assert.Contains("sample 1 is 4", Assert.Throws<DataException>(() => x.WithLengths(Tensor.From<int>([3, 4]))).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => x.WithLengths(Tensor.From<int>([-1, 2])));
        Assert.Throws<ShapeException>(() => x.WithLengths(Tensor.From<float>([3, 2])));
        Assert.Contains(
            "[2, 2]", Assert.Throws<ShapeException>(() => x.WithStepMask(Tensor.From<int>([1, 1, 1, 0], 2, 2))).Message, StringComparison.Ordinal);
    }

    private sealed class Doubled : Layer
    {
        public override Shape OutputShape(Shape input) => input;

        protected override Tensor Compute(Tensor input, Pass pass) => input * 2;
    }
}
