namespace Descent;

/// <summary>
/// The normalised temperature-scaled cross-entropy of SimCLR: every one of the 2 n views picks its partner, the other view of the same
/// sample, out of all views but itself, by softmax over cosines / temperature: -s[i, partner] + log of the sum of exp s[i, j] over j other
/// than i. Gradient for the cosines: (softmax - 1 at the partner) / temperature.
/// </summary>
/// <remarks>
/// Shapes: embeddings of two views stacked [n, 2, width], or as a pair of tensors [n, width]; no target. Unreduced losses
/// are [n, 2], one for each view. Source: Chen, Kornblith, Norouzi and Hinton, 2020.
/// </remarks>
public sealed class NtXent : StackedLoss
{
    private static readonly CrossEntropyOptions Plain = new(null, 0, null);

    /// <summary>The loss with its temperature.</summary>
    /// <param name="temperature">What cosines are divided by, above 0.</param>
    /// <exception cref="SpecificationException">The temperature is out of range.</exception>
    public NtXent(double temperature = 0.5)
        => Temperature = LossOptions.Within(
            Definition.Name, "temperature", temperature, LossOptions.LowestTemperature, LossOptions.HighestTemperature);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "nt-xent",
        Aliases = ["contrastive", "simclr", "info-nce"],
        Summary = "Two views of a sample are to find one another among all views of the batch: contrastive pretraining without labels.",
        FormulaText = "-s[i, partner] + log sum_(j != i) exp s[i, j], s = cos / temperature",
        GradientText = "for s[i, j]: softmax(s[i])[j] - [j = partner]",
        Expects = "embeddings of two views of each sample stacked along axis 1 [n, 2, width]; no target",
        Source = "T. Chen, S. Kornblith, M. Norouzi and G. Hinton, A simple framework for contrastive learning of visual representations, "
            + "ICML 2020",
        Caveats = "A batch is one comparison: losses of parts do not add up to that of the whole, and small batches teach little. Lengths "
            + "do not count, only directions. With one sample the loss is 0.",
        Options = [LossOptions.Temperature("0.5"), LossOptions.Reduction],
        Create = options => new NtXent(options.Number("temperature")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>What cosines are divided by.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Embeddings;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.None;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["first", "second"];

    /// <summary>The loss of two tensors of embeddings, row i of both being views of the same sample.</summary>
    /// <param name="pair">The first and the second views, both [n, width].</param>
    /// <param name="sampleWeights">A weight for each sample, [n].</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor Compute((Tensor First, Tensor Second) pair, Tensor? sampleWeights = null)
    {
        var stacked = Stack(pair.First, pair.Second);
        return Compute(stacked, NoTarget(stacked.Shape[0]), sampleWeights);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        // The views of a sample are neighbouring rows, so the partner of row i differs from i in the last bit.
        var samples = prediction.Shape[0];
        var similarities = EmbeddingGeometry.Similarities(prediction.Reshape(2 * samples, prediction.Shape[2]), Temperature);
        var partners = new int[2 * samples];
        for (var i = 0; i < partners.Length; i++)
        {
            partners[i] = i ^ 1;
        }

        return (new CrossEntropyOperation(Plain).Apply(similarities, Tensor.From(partners))[0].Reshape(samples, 2), null);
    }
}
