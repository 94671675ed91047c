using Descent.Tests.Kernels;
using Descent.Tests.Training;

namespace Descent.Tests.Layers;

public class CompiledModelTests
{
    public static TheoryData<string> Models => ["perceptron", "convolutions", "depthwise", "dropout", "identity"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_OfBatchesOfAnySize_GivesTheBitsOfTheModel(string name)
    {
        var model = Make(name);
        var compiled = new CompiledModel(model);
        foreach (var n in new[] { 1, 5, 1, 33, 5, 1 })
        {
            var batch = Examples.Inputs(n, n, 12);
            var expected = model.Forward(batch).ToArray<float>();
            Assert.Equal(expected, compiled.Forward(batch).ToArray<float>());
            var output = new float[expected.Length];
            compiled.Forward(batch.ToArray<float>(), batch.Shape, output);
            Assert.Equal(expected, output);
        }

        Assert.Null(compiled.Obstacle);
    }

    [Fact]
    public void Forward_AfterTrainingAndLoading_ShowsTheParametersAsTheyAre()
    {
        var model = (Sequential)Make("convolutions");
        var compiled = new CompiledModel(model);
        var batch = Examples.Inputs(1, 4, 12);
        var before = compiled.Forward(batch).ToArray<float>();
        var step = new TrainingStep(model, new CrossEntropy(), new Adam(0.1));
        for (var i = 0; i < 3; i++)
        {
            step.Run(Examples.Inputs(2, 8, 12), Examples.Labels(8, 5));
            Assert.Equal(model.Forward(batch).ToArray<float>(), compiled.Forward(batch).ToArray<float>());
        }

        Assert.NotEqual(before, compiled.Forward(batch).ToArray<float>());
        model.Initialize(9);
        Assert.Equal(model.Forward(batch).ToArray<float>(), compiled.Forward(batch).ToArray<float>());
    }

    [Fact]
    public void Forward_IntoMemoryOfTheCaller_AllocatesNothing()
    {
        var compiled = new CompiledModel(Make("convolutions"));
        var (input, output, shape) = (Examples.Numbers(24, 1), new float[10], new Shape(2, 12));
        for (var i = 0; i < 3; i++)
        {
            compiled.Forward(input, shape, output);
        }

        Assert.Equal(0, Allocations.OnceWarm(() => compiled.Forward(input, shape, output)));
    }

    [Fact]
    public void Forward_AfterABatchThatWasRefused_ComputesTheNextOne()
    {
        var model = new Lookup();
        model.Initialize(1);
        var compiled = new CompiledModel(model);
        float[] good = [0, 1, 2, 3];
        var expected = compiled.Forward(Tensor.From(good, 2, 2)).ToArray<float>();
        Assert.Throws<DataException>(() => compiled.Forward(Tensor.From<float>([0, 1, 2, 9], 2, 2)));
        var output = new float[expected.Length];
        compiled.Forward(good, new Shape(2, 2), output);
        Assert.Equal(expected, output);
    }

    [Fact]
    public void Forward_FromSeveralThreads_GivesEachItsOwn()
    {
        var model = Make("perceptron");
        var compiled = new CompiledModel(model);
        Parallel.For(0, 200, i =>
        {
            var batch = Examples.Inputs(i, 1 + (i % 3), 12);
            Assert.Equal(model.Forward(batch).ToArray<float>(), compiled.Forward(batch).ToArray<float>());
        });
    }

    [Fact]
    public void Forward_WithRoomOfAnotherSize_SaysBothSizes()
    {
        var compiled = new CompiledModel(Make("perceptron"));
        var error = Assert.Throws<ShapeException>(() => compiled.Forward(new float[12], new Shape(1, 12), new float[4]));
        Assert.Contains("[1, 5]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ShapeException>(() => compiled.Forward(new float[11], new Shape(1, 12), new float[5]));
        Assert.Contains("11 were given", error.Message, StringComparison.Ordinal);
    }

    private static Layer Make(string name)
    {
        Layer model = name switch
        {
            "perceptron" => new Sequential(new Linear(12, 40), new Relu(), new Linear(40, 33), new Swish(), new Linear(33, 5), new Softmax()),
            "convolutions" => new Sequential(
                new Reshape(new Shape(3, 2, 2)), new Conv2d(3, 8, 3, padding: 1), new BatchNorm(8), new Relu(), new Conv2d(8, 6, 1, bias: false),
                new BatchNorm(6, affine: false), new Tanh(), new MaxPool2d(2), new Flatten(), new Linear(6, 5)),
            "depthwise" => ModelSpecification.Build(
                "reshape 3x2x2, upsample 2, depthwise 3 pad same, batchnorm, relu, conv-transpose 2 2 stride 2, rmsnorm, "
                + "reshape 2x64, conv1d 4 3 pad same, groupnorm 2, global-maxpool, linear 5",
                new Shape(12)),
            "dropout" => new Sequential(new Dropout(0.5), new Linear(12, 5), new Dropout(0.5)),
            _ => new Sequential(new Reshape(new Shape(12))),
        };
        model.Initialize(4);
        return model;
    }

    /// <summary>Numbers as rows of a table: refuses those that are no row.</summary>
    private sealed class Lookup : Layer
    {
        private readonly Embedding table;

        public Lookup() => table = Add("table", new Embedding(4, 3));

        public override Shape OutputShape(Shape input) => new([.. input.Lengths, 3]);

        protected override Tensor Compute(Tensor input, Pass pass) => table.Forward(input.To(ElementType.Int32), pass);
    }
}
