namespace Descent;

/// <summary>Finds batch normalisation over a batch with a single sample.</summary>
public sealed class BatchOfOneWithBatchNorm : FindingRule
{
    private const int UsualBatch = 32;

    /// <summary>How batch-of-one-with-batch-norm describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "batch-of-one-with-batch-norm",
        Summary = "Batch normalisation compares the samples of a batch, and there is only one: every unit of a vector becomes 0, and running statistics say nothing.",
        FormulaText = "batch size = 1, or a last batch of 1, in a model with batchnorm",
        Expects = "the model's layers, the number of samples and the batch size",
        Source = "Ioffe and Szegedy, Batch normalization, ICML 2015; Wu and He, Group normalization, ECCV 2018",
        Caveats = "No threshold. Images have many pixels to a channel, so that a single one can be normalised, but each by itself, unlike in evaluation.",
        Create = _ => new BatchOfOneWithBatchNorm(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var (count, batch) = (examination.Train.Count, examination.BatchSize);
        var isLast = batch > 1 && count % batch == 1;
        var layer = batch == 1 || isLast ? Find(examination.Model, "") : null;
        if (layer is null)
        {
            yield break;
        }

        yield return new Finding(Definition.Name, FindingSeverity.Critical, "Batch normalisation of a single sample")
        {
            Where = $"layer '{layer}' (batchnorm)",
            Evidence = isLast
                ? FormattableString.Invariant($"{count} samples in batches of {batch} leave a last batch with 1 sample")
                : "each batch has 1 sample",
            Numbers = [new("batch size", batch), new("samples", count), new("smallest batch", 1)],
            Meaning = "A sample less its own mean is 0, whatever it is: nothing is passed on, or the step is refused. Running averages become those of single samples.",
            Remedy = new Remedy(
                isLast ? "Use a batch size that does not leave a single sample over." : $"Use batches of {UsualBatch}, or layernorm, which looks at one sample only.",
                recipe => recipe with { BatchSize = Larger(isLast ? batch + 1 : UsualBatch, count) }),
        };
    }

    /// <summary>A batch size near to the one given that leaves no batch with a single sample.</summary>
    internal static int? Without(int? batchSize, int samples)
        => batchSize is { } size && (size == 1 || samples % size == 1) ? Larger(size == 1 ? UsualBatch : size + 1, samples) : batchSize;

    private static string? Find(Layer layer, string path)
    {
        foreach (var (name, inner) in layer.Children)
        {
            var place = path.Length == 0 ? name : $"{path}.{name}";
            if (inner is BatchNorm || Find(inner, place) is not null)
            {
                return inner is BatchNorm ? place : Find(inner, place);
            }
        }

        return layer is BatchNorm && path.Length == 0 ? path : null;
    }

    private static int Larger(int wanted, int count)
    {
        var size = Math.Clamp(wanted, 2, Math.Max(2, count));
        while (size < count && count % size == 1)
        {
            size++;
        }

        return size;
    }
}
