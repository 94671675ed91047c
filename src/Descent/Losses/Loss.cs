namespace Descent;

/// <summary>What a loss takes its predictions to be.</summary>
public enum Expectation
{
    /// <summary>Plain numbers, in the unit of the target.</summary>
    Values,

    /// <summary>Scores of any size, before softmax or sigmoid.</summary>
    Logits,

    /// <summary>Numbers in [0, 1], after softmax or sigmoid.</summary>
    Probabilities,

    /// <summary>Logarithms of probabilities, after log-softmax.</summary>
    LogProbabilities,

    /// <summary>Signed scores, for targets -1 and 1.</summary>
    Scores,
}

/// <summary>What a loss takes its targets to be.</summary>
public enum TargetKind
{
    /// <summary>Plain numbers of the prediction's shape.</summary>
    Values,

    /// <summary>Class indices: an Int32 tensor, the prediction's shape without the class axis 1.</summary>
    ClassIndices,

    /// <summary>A distribution over the classes, of the prediction's shape.</summary>
    ClassProbabilities,

    /// <summary>0 or 1 (or a probability) for each prediction.</summary>
    Binary,

    /// <summary>-1 or 1 for each prediction.</summary>
    Signs,
}

/// <summary>How the losses of the elements become one number.</summary>
public enum Reduction
{
    /// <summary>The sum divided by the total weight: by the number of elements unless the loss says otherwise.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>No reduction: one loss for each element or row.</summary>
    None,
}

/// <summary>The losses of a batch before they are divided: sums and weights add up over parts of a batch, means do not.</summary>
/// <param name="Sum">The sum, a scalar that can be differentiated.</param>
/// <param name="WeightSum">What a mean divides by, a scalar.</param>
public readonly record struct LossTotal(Tensor Sum, Tensor WeightSum)
{
    /// <summary>What a mean divides by; 0 when every target was ignored.</summary>
    public double Weight => WeightSum.Item();

    /// <summary>Sum / Weight; exactly 0 where the weight is 0.</summary>
    public Tensor Mean => new WeightedMeanOperation().Apply(Sum, WeightSum)[0];
}

/// <summary>Measures how far predictions are from targets. Predictions and targets are never broadcast against each other.</summary>
public abstract class Loss
{
    /// <summary>The name in the Catalog.</summary>
    public abstract string Name { get; }

    /// <summary>What the predictions must be.</summary>
    public abstract Expectation Expects { get; }

    /// <summary>What the targets must be.</summary>
    public abstract TargetKind Target { get; }

    /// <summary>What to train with instead of a loss that has no gradient and only evaluates; null for one to train with.</summary>
    public virtual string? Surrogate => null;

    /// <summary>How many numbers of a prediction belong to one of the target: 2 for a mean and a variance, else 1.</summary>
    public virtual int OutputsPerTarget => 1;

    /// <summary>Whether targets must stay in their own unit, not standardised, because ratios count or none is negative.</summary>
    public virtual bool NeedsTargetUnit => false;

    /// <summary>How the losses become one number; mean unless set.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>The loss, reduced as <see cref="Reduction"/> says.</summary>
    /// <param name="prediction">The predictions, samples along axis 0.</param>
    /// <param name="target">The targets.</param>
    /// <param name="sampleWeights">A weight for each sample, [n]; a mean then divides by their sum.</param>
    /// <exception cref="ShapeException">Prediction and target do not fit; both shapes are named.</exception>
    /// <exception cref="DataException">A target is not of the kind that the loss needs; the sample is named.</exception>
    public Tensor Compute(Tensor prediction, Tensor target, Tensor? sampleWeights = null)
    {
        if (Reduction == Reduction.None)
        {
            CheckAll(prediction, target);
            var (elements, _) = Elements(prediction, target);
            return sampleWeights is null ? elements : elements * SampleWeights.Along(sampleWeights, elements);
        }

        var total = Total(prediction, target, sampleWeights);
        return Reduction == Reduction.Sum ? total.Sum : total.Mean;
    }

    /// <summary>The sum of the losses and what a mean divides it by.</summary>
    /// <inheritdoc cref="Compute"/>
    public LossTotal Total(Tensor prediction, Tensor target, Tensor? sampleWeights = null)
    {
        CheckAll(prediction, target);
        var (elements, weights) = Elements(prediction, target);
        if (sampleWeights is null)
        {
            return new LossTotal(elements.Sum(), weights?.Sum() ?? Tensor.Scalar(elements.Count, ElementType.Float64));
        }

        var along = SampleWeights.Along(sampleWeights, elements);
        return new LossTotal((elements * along).Sum(), SampleWeights.Total(along, elements, weights));
    }

    /// <summary>The values that a prediction stands for, in the unit of the target: itself unless the loss says otherwise.</summary>
    /// <param name="prediction">What the network put out.</param>
    public virtual Tensor ToValues(Tensor prediction) => prediction;

    /// <summary>Refuses shapes and types of predictions and targets that do not fit each other or the loss.</summary>
    protected abstract void Check(Tensor prediction, Tensor target);

    /// <summary>
    /// Refuses values that the loss cannot take, such as a label that is no class. Nothing unless overridden; called at every step, so it
    /// should not allocate unless it refuses.
    /// </summary>
    protected virtual void CheckValues(Tensor prediction, Tensor target)
    {
    }

    /// <summary>
    /// The loss of each element or row and, where a mean does not divide by their number, the weight of each: what it adds to the divisor.
    /// </summary>
    protected abstract (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target);

    private void CheckAll(Tensor prediction, Tensor target)
    {
        Check(prediction, target);
        new InspectionOperation("check", CheckValues).Apply(prediction, target);
    }

    /// <summary>Refuses shapes that differ.</summary>
    protected void CheckSameShape(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (!prediction.Shape.Equals(target.Shape))
        {
            throw new ShapeException(
                $"{Name}: the prediction has the shape {prediction.Shape}, the target {target.Shape}; "
                + "they must be equal (a loss never broadcasts). "
                + (prediction.Count == target.Count
                    ? $"Reshape one of them to {prediction.Shape}."
                    : "Check the width of the output layer and the number of samples."));
        }
    }
}
