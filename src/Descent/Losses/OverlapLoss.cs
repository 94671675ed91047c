namespace Descent;

/// <summary>What an overlap is measured over.</summary>
public enum OverlapScope
{
    /// <summary>All numbers of a sample: one loss for each sample.</summary>
    Sample,

    /// <summary>The positions of each class, or channel, of a sample along axis 1: one loss for each, [n, classes].</summary>
    Class,

    /// <summary>All numbers of the batch: a single loss.</summary>
    Batch,
}

/// <summary>
/// A loss of the overlap between what is predicted and what is there, from three sums: of x t, of x and of t, for probabilities x and
/// targets t of 0, 1 or between.
/// </summary>
/// <remarks>Shapes: [n, ...], equal.</remarks>
public abstract class OverlapLoss : Loss
{
    private protected static readonly Option ScopeOption = new("over", OptionKind.Text, "what an overlap is measured over", "sample")
    {
        Choices = ["sample", "class", "batch"],
    };

    private protected static readonly Option LogitsOption = new(
        "logits", OptionKind.Flag, "predictions are logits, to which sigmoid is applied", "false");

    private protected static readonly Option SmoothOption = new(
        "smooth", OptionKind.Number, "what is added above and below the line, so that small overlaps count less", "1")
    {
        Minimum = 0,
    };

    private protected OverlapLoss(string name, double smooth, bool logits, OverlapScope scope)
    {
        Smooth = LossOptions.Within(name, "smooth", smooth, 0, double.MaxValue);
        (TakesLogits, Over) = (logits, scope);
    }

    /// <summary>What is added above and below the line. With 0, where nothing is predicted and nothing is there the loss is 0.</summary>
    public double Smooth { get; }

    /// <summary>Whether predictions are logits, to which sigmoid is applied.</summary>
    public bool TakesLogits { get; }

    /// <summary>What an overlap is measured over.</summary>
    public OverlapScope Over { get; }

    /// <inheritdoc/>
    public sealed override Expectation Expects => TakesLogits ? Expectation.Logits : Expectation.Probabilities;

    /// <inheritdoc/>
    public sealed override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    protected sealed override void Check(Tensor prediction, Tensor target)
    {
        CheckSameShape(prediction, target);
        var axes = Over == OverlapScope.Class ? 2 : 1;
        if (prediction.Shape.Rank < axes)
        {
            throw new ShapeException(
                $"{Name}: the prediction has the shape {prediction.Shape}; {(axes == 2 ? "[n, classes, ...]" : "[n, ...]")} is needed.");
        }
    }

    /// <inheritdoc/>
    protected sealed override void CheckValues(Tensor prediction, Tensor target)
    {
        TargetChecks.Probabilities(Name, target, "targets", "Give 0 or 1, or the probability of 1.");
        if (!TakesLogits)
        {
            TargetChecks.Probabilities(
                Name, prediction, "predictions", "Put a sigmoid or softmax before this loss, or set logits, which applies sigmoid.");
        }
    }

    /// <inheritdoc/>
    protected sealed override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var x = TakesLogits ? prediction.Sigmoid() : prediction;
        var (above, below) = Ratio(Summed(x * target), Summed(x), Summed(target));

        // 0 / 0 becomes 1 / 1: nothing was there and nothing was predicted.
        var empty = 1.0 - below.GreaterThan(0.0);
        return (1.0 - ((above + empty) / (below + empty)), null);
    }

    /// <summary>The overlap's two parts, from the sums of x t, of x and of t.</summary>
    private protected abstract (Tensor Above, Tensor Below) Ratio(Tensor both, Tensor predicted, Tensor present);

    /// <summary>The option's value.</summary>
    private protected static OverlapScope ScopeOf(OptionValues options) => options.Text("over") switch
    {
        "class" => OverlapScope.Class,
        "batch" => OverlapScope.Batch,
        _ => OverlapScope.Sample,
    };

    private Tensor Summed(Tensor numbers)
    {
        var shape = numbers.Shape;
        return Over switch
        {
            OverlapScope.Batch => numbers.Sum(),
            OverlapScope.Class => numbers.Reshape(shape[0], shape[1], shape.Product(2, shape.Rank)).Sum(2),
            _ => numbers.Reshape(shape[0], shape.Product(1, shape.Rank)).Sum(1),
        };
    }
}
