namespace Descent.Tests.Optimizers;

public class ParameterGroupTests
{
    public static TheoryData<string> Names => OptimizerTests.DirectNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_GroupWithARateFactor_StepsLikeAnOptimizerOfThatRate(string name)
    {
        Parameter[] together = [Make(new Shape(7, 5)), Make(new Shape(40)), Make(new Shape(6))];
        Parameter[] apart = [Make(new Shape(7, 5)), Make(new Shape(40)), Make(new Shape(6))];
        var plain = OptimizerCase.Make(name);
        var slow = OptimizerCase.Make(name);
        slow.LearningRate *= 0.25;
        var grouped = InGroups(name, new ParameterGroup([together[1]]) { RateFactor = 0.25 });
        for (var step = 0; step < 4; step++)
        {
            var gradients = Array.ConvertAll(together, parameter => Gradient(parameter.Shape, step));
            grouped.Step(together, gradients);
            plain.Step([apart[0], apart[2]], [gradients[0], gradients[2]]);
            slow.Step([apart[1]], [gradients[1]]);
        }

        Assert.Equal(apart.SelectMany(parameter => parameter.Value.ToDoubles()), together.SelectMany(parameter => parameter.Value.ToDoubles()));
    }

    [Fact]
    public void Step_GroupWithoutDecay_StepsLikeAnOptimizerWithoutIt()
    {
        Parameter[] together = [Make(new Shape(8)), Make(new Shape(3))];
        Parameter[] apart = [Make(new Shape(8)), Make(new Shape(3))];
        var (decaying, plain) = (new AdamW(0.1, weightDecay: 0.5), new AdamW(0.1, weightDecay: 0));
        var grouped = new AdamW(0.1, weightDecay: 0.5) { Groups = [new ParameterGroup([together[1]]) { DecayFactor = 0 }] };
        for (var step = 0; step < 3; step++)
        {
            grouped.Step(together, [Gradient(new Shape(8), step), Gradient(new Shape(3), step)]);
            decaying.Step([apart[0]], [Gradient(new Shape(8), step)]);
            plain.Step([apart[1]], [Gradient(new Shape(3), step)]);
        }

        Assert.Equal(apart.SelectMany(parameter => parameter.Value.ToDoubles()), together.SelectMany(parameter => parameter.Value.ToDoubles()));
    }

    [Fact]
    public void Groups_ParameterInTwo_IsRefused()
    {
        var parameter = Make(new Shape(3));
        var error = Assert.Throws<SpecificationException>(() => new Sgd(0.1) { Groups = [new([parameter]), new([parameter])] });
        Assert.Contains("'weight' [3]", error.Message, StringComparison.Ordinal);
    }

    private static Optimizer InGroups(string name, ParameterGroup group) => name switch
    {
        "sgd" => new Sgd(0.01) { Groups = [group] },
        "momentum" => new Momentum(0.01) { Groups = [group] },
        "nesterov" => new Sgd(0.01, 0.9, nesterov: true) { Groups = [group] },
        "adagrad" => new AdaGrad() { Groups = [group] },
        "adadelta" => new AdaDelta() { Groups = [group] },
        "rmsprop" => new RmsProp() { Groups = [group] },
        "rprop" => new Rprop() { Groups = [group] },
        "adam" => new Adam() { Groups = [group] },
        "amsgrad" => new Adam(amsgrad: true) { Groups = [group] },
        "adamw" => new AdamW() { Groups = [group] },
        "adamax" => new Adamax() { Groups = [group] },
        "nadam" => new NAdam() { Groups = [group] },
        "radam" => new RAdam() { Groups = [group] },
        "lion" => new Lion() { Groups = [group] },
        "lamb" => new Lamb() { Groups = [group] },
        _ => new Muon() { Groups = [group] },
    };

    private static Parameter Make(Shape shape)
    {
        var parameter = new Parameter("weight", shape, Constant.Zero);
        parameter.Load(Gradient(shape, 100));
        return parameter;
    }

    private static Tensor Gradient(Shape shape, int seed)
        => Tensor.From<float>(Kernels.Samples.Uniform<float>(shape.Count, seed: seed + 5), shape);
}
