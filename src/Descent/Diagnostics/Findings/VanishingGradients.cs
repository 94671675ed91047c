namespace Descent;

/// <summary>Finds gradients that fade on their way to the first layers, so that these do not learn.</summary>
public sealed class VanishingGradients : FindingRule
{
    private const int Looks = 4;
    private const int FewestSteps = 100;
    private const int FewestWeights = 3;
    private const double FadedTo = 1e-3;
    private const double GoodProgress = 0.5;

    /// <summary>How vanishing-gradients describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "vanishing-gradients",
        Summary = "The gradient fades from layer to layer on its way back: the first layers get next to nothing and do not learn.",
        FormulaText = "pull of an early weight / largest pull of a later one < 0.001 in 4 looks in a row, pull = |gradient| / |weight|, while half of the baseline loss is left",
        Expects = "the gradient norms of all weights on the probe batch, from the first layer to the last",
        Source = "Hochreiter, Untersuchungen zu dynamischen neuronalen Netzen, 1991; Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010",
        Caveats = "Layers of healthy networks differ by a factor of ten or so, and deep relu networks may begin with more and recover within a few steps: "
            + "so the factor is a thousand, and it must last for a hundred steps, or all there are, while little is learned.",
        Create = _ => new VanishingGradients(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Probe | ExaminationMoment.Epoch | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var probes = Signs.Last(examination, Looks);
        if (probes.Count == 0 || examination.Progress >= GoodProgress || (examination.Steps < FewestSteps && examination.Moment != ExaminationMoment.End))
        {
            yield break;
        }

        var fades = probes.Select(Fade).ToArray();
        if (!fades.All(fade => fade is { Ratio: < FadedTo }))
        {
            yield break;
        }

        var (ratio, path, depth) = fades.OrderByDescending(fade => fade!.Value.Ratio).First()!.Value;
        yield return new Finding(Definition.Name, ratio < FadedTo * FadedTo ? FindingSeverity.Critical : FindingSeverity.Warning, "Vanishing gradients")
        {
            Where = $"parameter '{path}'",
            Evidence = FormattableString.Invariant(
                $"beside its size the gradient of '{path}' is {ratio:G2} times that of a later layer, {depth} layers of weights deep, in {Looks} looks in a row"),
            Numbers = [new("ratio", ratio), new("layers", depth), new("threshold", FadedTo)],
            Meaning = "Each layer on the way back made the gradient smaller. The first layers stay as they began, and the last ones learn from what chance made of the input.",
            Remedy = new Remedy(
                "Use relu instead of sigmoid or tanh, initialise with he, and normalise between the layers with batchnorm.", recipe => Strengthen(recipe, examination.Train.Count)),
        };
    }

    /// <summary>How far the gradient has faded at the weight where it is weakest, against the strongest behind it.</summary>
    internal static (double Ratio, string Path, int Depth)? Fade(Probe probe)
    {
        var weights = Signs.Weights(probe).Where(facts => facts.GradientNorm is not null && facts.Norm > 0).ToArray();
        if (weights.Length < FewestWeights)
        {
            return null;
        }

        var pulls = Array.ConvertAll(weights, facts => facts.GradientNorm!.Value / facts.Norm);
        var strongest = Array.IndexOf(pulls, pulls.Max());
        var weakest = Array.IndexOf(pulls, pulls.Take(Math.Max(1, weights.Length / 2)).Min());
        return strongest > weakest && pulls[strongest] > 0 ? (pulls[weakest] / pulls[strongest], weights[weakest].Path, weights.Length) : (1, weights[weakest].Path, weights.Length);
    }

    private static Recipe Strengthen(Recipe recipe, int samples) => recipe.Model is { } model
        ? recipe with
        {
            Model = InitText.Set(ModelText.Normalized(ModelText.Map(model, (name, part) => ModelText.IsSquashing(name) ? "relu" : part))),
            BatchSize = BatchOfOneWithBatchNorm.Without(recipe.BatchSize, samples),
        }
        : recipe;
}
