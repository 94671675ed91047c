using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Optimizers;

[Collection("Workers")]
public sealed class OptimizerTests : IDisposable
{
    private readonly int workers = Workers.Count;

    public static TheoryData<string> Rules => new(ScalarOptimizers.All.Keys);

    public static TheoryData<string> Names => new(Descent.Catalog.Optimizers.Select(definition => definition.Name));

    /// <summary>Those that step by the gradients of one place alone.</summary>
    public static TheoryData<string> DirectNames => new(Descent.Catalog.Optimizers
        .Select(definition => definition.Name)
        .Where(name => !Specification.Make(name, Descent.Catalog.Optimizers, "optimizer").EvaluatesRepeatedly));

    public void Dispose() => Workers.Count = workers;

    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_EveryLength_FollowsTheScalarRule(string name)
    {
        for (var length = 0; length <= 257; length++)
        {
            Follow(name, length, ElementType.Float64, 1e-13);
            Follow(name, length, ElementType.Float32, 4e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_AnyNumberOfWorkers_GivesTheSameBits(string name)
    {
        float[] With(int count)
        {
            Workers.Count = count;
            var optimizer = ScalarOptimizers.All[name].Make();
            var parameter = MakeParameter(40_001, ElementType.Float32);
            for (var step = 1; step <= 3; step++)
            {
                optimizer.Step([parameter], [Gradient(40_001, step, ElementType.Float32)]);
            }

            return parameter.Value.ToArray<float>();
        }

        Assert.Equal(With(1), With(2));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void LoadState_InAnotherOptimizer_ContinuesBitForBit(string name)
    {
        var (first, second) = (ScalarOptimizers.All[name].Make(), ScalarOptimizers.All[name].Make());
        var parameter = MakeParameter(100, ElementType.Float32);
        Run(first, parameter, 1, 4);
        var copy = MakeParameter(100, ElementType.Float32);
        copy.Load(parameter.Value);
        second.LoadState(first.Steps, first.State);
        Run(first, parameter, 5, 8);
        Run(second, copy, 5, 8);
        Assert.Equal(parameter.Value.ToArray<float>(), copy.Value.ToArray<float>());
        Assert.Equal(first.Steps, second.Steps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_OnAQuadratic_LowersTheLoss(string name)
    {
        var optimizer = Specification.Make(name, Descent.Catalog.Optimizers, "optimizer");
        var parameter = MakeParameter(20, ElementType.Float64);
        double Loss() => parameter.Value.Square().Sum().Item();
        var before = Loss();
        for (var step = 0; step < 5; step++)
        {
            optimizer.Step([parameter], () => new LossAndGradients(Loss(), Gradients.Of(parameter.Value.Square().Sum(), [parameter.Value])));
            Assert.True(Loss() < before || before < 1e-20, $"{name}, step {step}: the loss went from {before} to {Loss()}.");
            before = Loss();
        }
    }

    [Fact]
    public void Step_GradientOfAnotherShape_ChangesNothing()
    {
        var optimizer = new Adam(learningRate: 1e-3);
        Parameter[] parameters = [MakeParameter(3, ElementType.Float32), MakeParameter(4, ElementType.Float32)];
        var before = parameters[0].Value.ToArray<float>();
        Assert.Throws<ShapeException>(() => optimizer.Step(parameters, [Tensor.Ones(new Shape(3)), Tensor.Ones(new Shape(5))]));
        Assert.Equal(before, parameters[0].Value.ToArray<float>());
        Assert.Equal(0, optimizer.Steps);
    }

    [Fact]
    public void Step_GradientOfAnotherType_IsRefused()
        => Assert.Throws<DescentException>(
            () => new Sgd(0.1).Step([MakeParameter(3, ElementType.Float32)], [Tensor.Ones(new Shape(3), ElementType.Float64)]));

    [Fact]
    public void Step_StateOfAnotherModel_IsRefused()
    {
        var optimizer = new Momentum(0.1);
        Run(optimizer, MakeParameter(3, ElementType.Float32), 1, 1);
        var error = Assert.Throws<DescentException>(() => Run(optimizer, MakeParameter(4, ElementType.Float32), 2, 2));
        Assert.Contains("another model's", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_FrozenParameter_StaysAsItIs()
    {
        var parameter = MakeParameter(5, ElementType.Float32);
        var before = parameter.Value.ToArray<float>();
        parameter.Trainable = false;
        Run(new AdamW(), parameter, 1, 3);
        Assert.Equal(before, parameter.Value.ToArray<float>());
    }

    [Fact]
    public void Step_AfterTheForwardPass_MakesItsRecordUnusable()
    {
        var parameter = MakeParameter(5, ElementType.Float32);
        var loss = parameter.Value.Square().Sum();
        Run(new Sgd(0.1), parameter, 1, 1);
        Assert.Throws<DescentException>(() => Gradients.Of(loss, [parameter.Value]));
    }

    [Theory]
    [MemberData(nameof(DirectNames))]
    public void Step_OnceWarm_AllocatesNothing(string name)
    {
        foreach (var pinned in new[] { true, false })
        {
            var optimizer = Specification.Make(name, Descent.Catalog.Optimizers, "optimizer");
            Parameter[] parameters =
            [
                .. new[] { 3, 70_001, 40 }.Select(length => MakeParameter(length, ElementType.Float32)),
                MakeParameter(new Shape(40, 30), ElementType.Float32),
                MakeParameter(new Shape(300, 5, 40), ElementType.Float32),
            ];
            var gradients = Array.ConvertAll(
                parameters, parameter => Gradient(parameter.Shape.Count, 1, ElementType.Float32).Reshape(parameter.Shape));
            gradients = pinned ? Array.ConvertAll(gradients, Pinning.Copy) : gradients;
            Assert.Equal(0, Allocations.OnceWarm(() =>
            {
                optimizer.LearningRate *= 0.999;
                optimizer.Step(parameters, gradients);
            }));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_PinnedGradients_GivesTheBitsOfParametersStepApart(string name)
    {
        int[] lengths = [1, 17, 16_384, 3, 40_000, 16, 5];
        var together = lengths.Select(length => MakeParameter(length, ElementType.Float32)).ToArray();
        var apart = lengths.Select(length => MakeParameter(length, ElementType.Float32)).ToArray();
        var optimizer = ScalarOptimizers.All[name].Make();
        var optimizers = lengths.Select(_ => ScalarOptimizers.All[name].Make()).ToArray();
        for (var step = 1; step <= 3; step++)
        {
            optimizer.Step(together, lengths.Select(length => Pinning.Copy(Gradient(length, step, ElementType.Float32))).ToArray());
            for (var i = 0; i < lengths.Length; i++)
            {
                optimizers[i].Step([apart[i]], [Gradient(lengths[i], step, ElementType.Float32)]);
                Assert.Equal(apart[i].Value.ToArray<float>(), together[i].Value.ToArray<float>());
            }
        }
    }

    [Fact]
    public void Step_OwnOptimizerThatAppliesTwice_DoesSoInOrder()
    {
        var parameters = new[] { MakeParameter(20, ElementType.Float32), MakeParameter(5, ElementType.Float64) };
        var expected = parameters.Select(parameter => parameter.Value.ToDoubles().Select(value => (value * 2) + 1).ToArray()).ToArray();
        var gradients = Array.ConvertAll(parameters, parameter => Pinning.Copy(Tensor.Ones(parameter.Shape, parameter.Type)));
        new DoubleThenAdd().Step(parameters, gradients);
        Assert.Equal(expected[0], parameters[0].Value.ToDoubles().Select(value => (double)(float)value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(expected[1], parameters[1].Value.ToDoubles());
    }

    [Fact]
    public void Step_UpdateFails_LeavesNothingForTheNextStep()
    {
        var optimizer = new Failing { Fails = true };
        Parameter[] parameters = [MakeParameter(4, ElementType.Float32), MakeParameter(4, ElementType.Float32)];
        var before = parameters[0].Value.ToArray<float>();
        var gradients = Array.ConvertAll(parameters, parameter => Pinning.Copy(Tensor.Ones(parameter.Shape)));
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(parameters, gradients));
        optimizer.Fails = false;
        optimizer.Step(parameters, gradients);
        Assert.Equal(before.Select(value => value + 1), parameters[0].Value.ToArray<float>());
    }

    private sealed class DoubleThenAdd() : Optimizer(1)
    {
        public override IReadOnlyList<string> StateNames => [];

        protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
        {
            Apply(default(Doubling), parameter, gradient, state);
            Apply(default(Adding), parameter, gradient, state);
        }
    }

    private sealed class Failing() : Optimizer(1)
    {
        private int calls;

        public bool Fails { get; set; }

        public override IReadOnlyList<string> StateNames => [];

        protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
        {
            if (Fails && ++calls == 2)
            {
                throw new InvalidOperationException();
            }

            Apply(default(Adding), parameter, gradient, state);
        }
    }

    private readonly struct Doubling : IUpdate
    {
        public static int StateCount => 0;

        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => parameter += parameter;
    }

    private readonly struct Adding : IUpdate
    {
        public static int StateCount => 0;

        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => parameter += gradient;
    }

    private static void Run(Optimizer optimizer, Parameter parameter, int from, int to)
    {
        for (var step = from; step <= to; step++)
        {
            optimizer.Step([parameter], [Gradient(parameter.Shape.Count, step, parameter.Type)]);
        }
    }

    private static void Follow(string name, int length, ElementType type, double tolerance)
    {
        var (make, rule) = ScalarOptimizers.All[name];
        var optimizer = make();
        var parameter = MakeParameter(length, type);
        var expected = parameter.Value.ToDoubles();
        var memory = Enumerable.Range(0, length).Select(_ => new double[3]).ToArray();
        for (var step = 1; step <= 3; step++)
        {
            var gradient = Gradient(length, step, type);
            optimizer.Step([parameter], [gradient]);
            var slopes = gradient.ToDoubles();
            for (var i = 0; i < length; i++)
            {
                expected[i] = rule(expected[i], slopes[i], step, memory[i]);
            }
        }

        var found = parameter.Value.ToDoubles();
        for (var i = 0; i < length; i++)
        {
            Assert.True(Math.Abs(found[i] - expected[i]) <= tolerance, $"{name}, {type}, length {length}, [{i}]: {found[i]}, not {expected[i]}.");
        }
    }

    private static Parameter MakeParameter(int length, ElementType type) => MakeParameter(new Shape(length), type);

    private static Parameter MakeParameter(Shape shape, ElementType type)
    {
        var parameter = new Parameter("weight", shape, Constant.Zero);
        parameter.Convert(type);
        parameter.Load(Tensor.From<double>(Samples.Uniform<double>(shape.Count), shape).To(type));
        return parameter;
    }

    private static Tensor Gradient(int length, int step, ElementType type)
        => Tensor.From<double>(Samples.Uniform<double>(length, seed: 100 + step), new Shape(length)).To(type);
}
