using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Every loss against PyTorch's values and gradients, in both floating types.</summary>
public class GoldenLosses(ITestOutputHelper output)
{
    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64];

    private static readonly Dictionary<string, Func<GoldenCase, Reduction, Loss>> Losses = new()
    {
        ["MseLoss"] = (_, reduction) => new MeanSquaredError { Reduction = reduction },
        ["MaeLoss"] = (_, reduction) => new MeanAbsoluteError { Reduction = reduction },
        ["HuberLoss"] = (one, reduction) => new Huber(one.Number("delta")) { Reduction = reduction },
        ["BceLoss"] = (_, reduction) => new BinaryCrossEntropyOnProbabilities { Reduction = reduction },
        ["BceWithLogitsLoss"]
            = (one, reduction) => new BinaryCrossEntropy(one.Inputs.GetValueOrDefault("pos_weight")?.Values) { Reduction = reduction },
        ["CrossEntropyLoss"]
            = (one, reduction) => new CrossEntropy(one.Number("label_smoothing"), Weights(one), IgnoreIndex(one)) { Reduction = reduction },
        ["CategoricalCrossEntropyOnProbabilities"]
            = (one, reduction) => new CategoricalCrossEntropy(one.Number("label_smoothing"), one.Number("epsilon")) { Reduction = reduction },
        ["NllLoss"] = (one, reduction) => new NegativeLogLikelihood(Weights(one), IgnoreIndex(one)) { Reduction = reduction },
        ["FocalLoss"] = (one, reduction)
            => new Focal(one.Number("gamma"), one.Inputs.GetValueOrDefault("alpha")?.Values) { Reduction = reduction },
        ["MultiMarginLoss"]
            = (one, reduction) => new MultiMargin(one.Integer("p"), one.Number("margin"), Weights(one)) { Reduction = reduction },
        ["MultilabelMarginLoss"] = (_, reduction) => new MultilabelMargin { Reduction = reduction },
        ["MultilabelSoftMarginLoss"] = (one, reduction) => new MultilabelSoftMargin(Weights(one)) { Reduction = reduction },
        ["HingeLoss"] = (_, reduction) => new Hinge { Reduction = reduction },
        ["SmoothL1Loss"] = (one, reduction) => new SmoothL1(one.Number("beta")) { Reduction = reduction },
        ["LogCoshLoss"] = (_, reduction) => new LogCosh { Reduction = reduction },
        ["SquaredHingeLoss"] = (_, reduction) => new SquaredHinge { Reduction = reduction },
        ["SoftMarginLoss"] = (_, reduction) => new LogisticMargin { Reduction = reduction },
        ["ExponentialLoss"] = (_, reduction) => new ExponentialMargin { Reduction = reduction },
        ["KlDivLoss"]
            = (one, reduction) => new KlDivergence(one.Flag("log_target"), one.Text("reduction") == "mean") { Reduction = reduction },
        ["PoissonNllLoss"] = (one, reduction)
            => new PoissonNegativeLogLikelihood(!one.Flag("log_input"), one.Flag("full"), one.Number("eps")) { Reduction = reduction },
        ["GaussianNllLoss"] = (one, reduction)
            => new GaussianNegativeLogLikelihood(full: one.Flag("full"), epsilon: one.Number("eps")) { Reduction = reduction },
        ["BinaryFocalLoss"] = (one, reduction)
            => new BinaryFocal(one.Number("gamma"), one.Has("alpha") ? one.Number("alpha") : null) { Reduction = reduction },
        ["DiceLoss"] = (one, reduction)
            => new Dice(one.Number("smooth"), false, one.Flag("per_sample") ? OverlapScope.Sample : OverlapScope.Batch)
            {
                Reduction = reduction,
            },
        ["HingeEmbeddingLoss"] = (one, reduction) => new HingeEmbedding(one.Number("margin")) { Reduction = reduction },
        ["BinaryZeroOneLoss"] = (_, reduction) => new BinaryZeroOne { Reduction = reduction },
        ["ZeroOneLoss"] = (_, reduction) => new ZeroOne { Reduction = reduction },
    };

    /// <summary>What departs from the reference on purpose is asserted in tests of its own.</summary>
    public static TheoryData<string> Kinds => new(Losses.Keys);

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Compute_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        var departures = 0;
        var cases = GoldenFile.Load("losses.json").Of(kind);
        foreach (var (one, type) in cases.SelectMany(one => Types.Select(type => (one, type))))
        {
            if (Departs(one))
            {
                departures++;
                continue;
            }

            Check(one, type, Losses[kind]);
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types, {departures / 2} of them departing on purpose");
    }

    [SkippableTheory]
    [InlineData("CrossEntropyLoss", "ce_all_ignored_mean")]
    [InlineData("NllLoss", "nll_all_ignored_mean")]
    public void Compute_AllIgnored_IsZeroWithWeightZero(string kind, string name)
    {
        var one = GoldenFile.Load("losses.json").Of(kind).Single(one => one.Name == name);
        Assert.True(double.IsNaN(one.Outputs["loss"].Values[0]));
        foreach (var type in Types)
        {
            var (loss, inputs) = (Losses[kind](one, Reduction.Mean), Inputs(one, type));
            var value = loss.Compute(inputs["prediction"], inputs["target"]);
            Assert.Equal(0, value.Item());
            Assert.Equal(0, loss.Total(inputs["prediction"], inputs["target"]).Weight);
            Assert.All(Gradients.Of(value, [inputs["prediction"]])[0].ToDoubles(), element => Assert.Equal(0, element));
        }
    }

    [SkippableFact]
    public void Compute_ProbabilitiesOfZeroAndOne_IsBoundedByTheClamp()
    {
        var one = GoldenFile.Load("losses.json").Of("BceLoss").Single(one => one.Name == "bce_extreme_none");
        foreach (var type in Types)
        {
            var loss = new BinaryCrossEntropyOnProbabilities { Reduction = Reduction.None };
            var inputs = Inputs(one, type);
            var value = loss.Compute(inputs["prediction"], inputs["target"]);
            var gradient = Gradients.Of(value.Sum(), [inputs["prediction"]])[0].ToDoubles();
            Assert.All(value.ToDoubles(), element => Assert.InRange(element, 0, (1 - Math.Log(1e-7)) * 1.000001));
            Assert.All(gradient, element => Assert.InRange(Math.Abs(element), 0, 1e7 * 1.000001));
            Assert.Equal(4, loss.ClampCount);

            // Where neither clamp acts, at the four last, the values are the reference's.
            var got = value.ToDoubles();
            var (values, slopes) = (one.Outputs["loss"].Values, one.Gradients["prediction"].Values);
            Assert.All(Enumerable.Range(6, 4), i => Assert.Equal(values[i], got[i], 1e-5 * Math.Max(1, got[i])));
            Assert.All(Enumerable.Range(6, 4), i => Assert.Equal(slopes[i], gradient[i], 1e-5 * Math.Max(1, Math.Abs(gradient[i]))));
        }
    }

    [SkippableTheory]
    [InlineData("smoothl1_beta0_0_edges_none", 1)]
    [InlineData("smoothl1_beta0_0_edges_mean", 0.125)]
    [InlineData("smoothl1_beta0_0_edges_sum", 1)]
    public void Compute_AbsoluteErrorOfZero_HasGradientZero(string name, double slope)
    {
        // The reference has -1 at the kink, for prediction and target alike; Descent takes 0, as it does for the absolute error.
        var one = GoldenFile.Load("losses.json").Of("SmoothL1Loss").Single(one => one.Name == name);
        foreach (var type in Types)
        {
            var inputs = Inputs(one, type);
            var value = Losses[one.Kind](one, ReductionOf(one)).Compute(inputs["prediction"], inputs["target"]);
            one.CheckOutput("loss", value);
            var gradient = Gradients.Of(value.Sum(), [inputs["prediction"]])[0].ToDoubles();
            Assert.Equal(one.Inputs["prediction"].Values.Select(error => Math.Sign(error) * slope), gradient);
        }
    }

    private static bool Departs(GoldenCase one)
        => double.IsNaN(one.Outputs["loss"].Values[0])
            || one.Name.StartsWith("bce_extreme", StringComparison.Ordinal)
            || one.Name.StartsWith("smoothl1_beta0_0_edges", StringComparison.Ordinal);

    private static void Check(GoldenCase one, ElementType type, Func<GoldenCase, Reduction, Loss> make)
    {
        var inputs = Inputs(one, type);

        // The reference's element weights of binary losses multiply elements, and a mean still divides by their number.
        var elementWeights = one.Kind.StartsWith("Bce", StringComparison.Ordinal) ? inputs.GetValueOrDefault("weight") : null;
        var value = elementWeights is null
            ? Computed(make(one, ReductionOf(one)), inputs)
            : Reduced(make(one, Reduction.None).Compute(inputs["prediction"], inputs["target"]) * elementWeights, ReductionOf(one));
        one.CheckOutput("loss", value);
        var names = one.Gradients.Keys.ToArray();
        var gradients = Gradients.Of(value.Sum(), names.Select(name => inputs[name]).ToArray());
        for (var i = 0; i < names.Length; i++)
        {
            one.CheckGradient(names[i], gradients[i]);
        }
    }

    // Losses whose prediction is more than one of the reference's tensors.
    private static Tensor Computed(Loss loss, Dictionary<string, Tensor> inputs) => loss switch
    {
        GaussianNegativeLogLikelihood gaussian => gaussian.Compute((inputs["prediction"], inputs["variance"]), inputs["target"]),
        _ => loss.Compute(inputs["prediction"], inputs["target"]),
    };

    private static Dictionary<string, Tensor> Inputs(GoldenCase one, ElementType type) => one.Inputs.ToDictionary(
        input => input.Key,
        input => input.Key == "prediction" || one.Gradients.ContainsKey(input.Key)
            ? input.Value.ToTensor(type).Tracked()
            : input.Value.ToTensor(type));

    private static Tensor Reduced(Tensor losses, Reduction reduction)
        => reduction == Reduction.None ? losses : reduction == Reduction.Sum ? losses.Sum() : losses.Mean();

    private static double[]? Weights(GoldenCase one) => one.Inputs.GetValueOrDefault("weight")?.Values;

    private static int? IgnoreIndex(GoldenCase one) => one.Has("ignore_index") ? one.Integer("ignore_index") : null;

    private static Reduction ReductionOf(GoldenCase one) => one.Text("reduction") switch
    {
        "none" => Reduction.None,
        "sum" => Reduction.Sum,
        _ => Reduction.Mean,
    };
}
