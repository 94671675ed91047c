using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Twenty steps of each optimizer on each problem against PyTorch's, in both floating types.</summary>
public class GoldenOptimizers(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<GoldenCase, Optimizer>> Optimizers = new()
    {
        ["SGD"] = one => new Sgd(
            one.Number("lr"), one.Number("momentum"), one.Number("dampening"), one.Flag("nesterov"), one.Number("weight_decay")),
        ["MomentumTextbook"] = one => new Momentum(one.Number("lr"), one.Number("momentum"), one.Number("weight_decay")),
        ["Adagrad"] = one => new AdaGrad(
            one.Number("lr"), one.Number("lr_decay"), one.Number("initial_accumulator_value"), one.Number("eps"), one.Number("weight_decay")),
        ["RMSprop"] = one => new RmsProp(
            one.Number("lr"), one.Number("alpha"), one.Number("eps"), one.Flag("centered"), one.Number("momentum"), one.Number("weight_decay")),
        ["Adam"] = one => new Adam(
            one.Number("lr"), Beta(one, 0), Beta(one, 1), one.Number("eps"), one.Number("weight_decay"), one.Flag("amsgrad")),
        ["AdamW"] = one => new AdamW(
            one.Number("lr"), Beta(one, 0), Beta(one, 1), one.Number("eps"), one.Number("weight_decay"), one.Flag("amsgrad")),
        ["Adadelta"] = one => new AdaDelta(one.Number("lr"), one.Number("rho"), one.Number("eps"), one.Number("weight_decay")),
        ["Adamax"] = one => new Adamax(one.Number("lr"), Beta(one, 0), Beta(one, 1), one.Number("eps"), one.Number("weight_decay")),
        ["NAdam"] = one => new NAdam(
            one.Number("lr"), Beta(one, 0), Beta(one, 1), one.Number("eps"), one.Number("momentum_decay"), one.Number("weight_decay")),
        ["RAdam"] = one => new RAdam(one.Number("lr"), Beta(one, 0), Beta(one, 1), one.Number("eps"), one.Number("weight_decay")),
        ["Rprop"] = one => new Rprop(
            one.Number("lr"), Item(one, "etas", 0), Item(one, "etas", 1), Item(one, "step_sizes", 0), Item(one, "step_sizes", 1)),
        ["LBFGS"] = one => new Lbfgs(
            one.Number("lr"),
            one.Integer("max_iter"),
            one.Integer("max_eval"),
            one.Number("tolerance_grad"),
            one.Number("tolerance_change"),
            one.Integer("history_size"),
            one.Has("line_search_fn")),
    };

    public static TheoryData<string> Kinds => new(Optimizers.Keys);

    public static TheoryData<string> ClippingKinds => new("ClipGradNorm", "ClipGradValue");

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Step_TwentyTimes_FollowsTheReference(string kind)
    {
        var cases = GoldenFile.Load("optimizers.json").Of(kind);
        foreach (var one in cases)
        {
            Follow(one, ElementType.Float64, Optimizers[kind](one));
            Follow(one, ElementType.Float32, Optimizers[kind](one));
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }

    [SkippableFact]
    public void Cases_OfEveryKind_AreAllRun()
    {
        string[] clipping = ["ClipGradNorm", "ClipGradValue"];
        Assert.Empty(GoldenFile.Load("optimizers.json").Cases.Select(one => one.Kind).Distinct().Except(Optimizers.Keys).Except(clipping));
    }

    [SkippableTheory]
    [MemberData(nameof(ClippingKinds))]
    public void Apply_EveryClippingCase_HasTheReferenceGradients(string kind)
    {
        var cases = GoldenFile.Load("optimizers.json").Of(kind);
        foreach (var one in cases)
        {
            foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
            {
                var clipping = kind == "ClipGradNorm"
                    ? GradientClipping.ByNorm(one.Number("max_norm"), one.Number("norm_type", 2))
                    : GradientClipping.ByValue(one.Number("clip_value"));
                var clipped = clipping.Apply([one.Inputs["first"].ToTensor(type), one.Inputs["second"].ToTensor(type)]);
                one.CheckOutput("first", clipped.Gradients[0]);
                one.CheckOutput("second", clipped.Gradients[1]);
                if (one.Outputs.ContainsKey("total_norm"))
                {
                    one.CheckOutput("total_norm", Tensor.Scalar(clipped.Norm, type));
                }
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }

    private static void Follow(GoldenCase one, ElementType type, Optimizer optimizer)
    {
        var problem = new GoldenProblem(one, type);
        var steps = one.Integer("steps");
        var clipping = one.Has("clip_norm") ? GradientClipping.ByNorm(one.Number("clip_norm"), one.Number("norm_type", 2))
            : one.Has("clip_value") ? GradientClipping.ByValue(one.Number("clip_value"))
            : null;
        List<double> parameters = [], losses = [], norms = [];
        for (var step = 0; step < steps; step++)
        {
            var (loss, gradients) = problem.Evaluate();
            parameters.AddRange(problem.Flat);
            losses.Add(loss);
            var clipped = clipping?.Apply(gradients) ?? new ClippedGradients(gradients, GradientNorm.Of(gradients));
            norms.Add(clipped.Norm);
            optimizer.LearningRate = one.Has("learning_rates") ? GoldenTensor.Number(one.Option("learning_rates")[step]) : one.Number("lr");
            var first = new LossAndGradients(loss, clipped.Gradients);
            var calls = 0;
            optimizer.Step(problem.Parameters, () =>
            {
                if (calls++ == 0)
                {
                    return first;
                }

                var again = problem.Evaluate();
                return new LossAndGradients(again.Loss, again.Gradients);
            });
        }

        parameters.AddRange(problem.Flat);
        losses.Add(problem.Evaluate().Loss);
        void Check(string name, List<double> got) => one.CheckOutput(name, Tensor.From<double>(got.ToArray(), one.Outputs[name].Shape).To(type));
        Check("losses", losses);
        if (one.Kind == "LBFGS" && type == ElementType.Float32)
        {
            CheckEnd(one, parameters);
        }
        else
        {
            Check("parameters", parameters);
        }

        if (one.Outputs.ContainsKey("gradient_norms"))
        {
            Check("gradient_norms", norms);
        }
    }

    /// <summary>
    /// In single precision the loss changes by as little as the tolerance that ends a step, so that a last bit decides whether one
    /// iteration more is
    /// made: the losses and the end are the reference's, not each place between.
    /// </summary>
    private static void CheckEnd(GoldenCase one, List<double> parameters)
    {
        var (wanted, tolerance) = (one.Outputs["parameters"].Values, one.Tolerance("outputs", "parameters", ElementType.Float32));
        for (var i = wanted.Length - (wanted.Length / 21); i < wanted.Length; i++)
        {
            Assert.Equal(wanted[i], parameters[i], tolerance * Math.Max(1, Math.Abs(wanted[i])));
        }
    }

    private static double Beta(GoldenCase one, int index) => Item(one, "betas", index);

    private static double Item(GoldenCase one, string option, int index) => GoldenTensor.Number(one.Option(option)[index]);
}
