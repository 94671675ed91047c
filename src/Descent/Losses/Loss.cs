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

    /// <summary>Points in a space that are compared with one another; by themselves they predict nothing.</summary>
    Embeddings,
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

    /// <summary>Sequences of class indices: an Int32 tensor [n, longest], a negative number ending those that are shorter.</summary>
    Sequences,

    /// <summary>None: what is given as a target is not looked at; see <see cref="Loss.NoTarget"/>.</summary>
    None,
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

    /// <summary>Whether classes may be given as a distribution over them, of the prediction's shape, as mixtures of samples need it.</summary>
    public virtual bool TakesDistributions => Target == TargetKind.ClassProbabilities;

    /// <summary>What to train with instead of a loss that has no gradient and only evaluates; null for one to train with.</summary>
    public virtual string? Surrogate => null;

    /// <summary>How many numbers of a prediction belong to one of the target: 2 for a mean and a variance, else 1.</summary>
    public virtual int OutputsPerTarget => 1;

    /// <summary>Whether targets must stay in their own unit, not standardised, because ratios count or none is negative.</summary>
    public virtual bool NeedsTargetUnit => false;

    /// <summary>How the losses become one number; mean unless set.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>The loss of one element as a formula of its prediction and target; null where an element's loss depends on others.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    public virtual Expression? Formula(Expression prediction, Expression target) => null;

    /// <summary>
    /// The loss of one sample as a formula of all its outputs, for explanations: the sum of its elements' losses unless overridden; null
    /// where there is none.
    /// </summary>
    internal virtual RowFormula? Row(RowSymbols symbols)
        => symbols.Outputs.Count == symbols.Targets.Count && Formula(symbols.Outputs[0], symbols.Targets[0]) is not null
            ? new([.. symbols.Outputs.Zip(symbols.Targets, (output, target) => Formula(output, target)!)], symbols.Outputs.Count)
            {
                IsOfElements = true,
            }
            : null;

    /// <summary>The loss, reduced as <see cref="Reduction"/> says.</summary>
    /// <param name="prediction">The predictions, samples along axis 0.</param>
    /// <param name="target">The targets.</param>
    /// <param name="sampleWeights">A weight for each sample, [n]; a mean then divides by their sum.</param>
    /// <exception cref="ShapeException">Prediction and target do not fit; both shapes are named.</exception>
    /// <exception cref="DataException">A target is not of the kind that the loss needs; the sample is named.</exception>
    public Tensor Compute(Tensor prediction, Tensor target, Tensor? sampleWeights = null)
    {
        CheckAll(prediction, target);
        return Reduced(Elements(prediction, target), sampleWeights);
    }

    /// <summary>The sum of the losses and what a mean divides it by.</summary>
    /// <inheritdoc cref="Compute"/>
    public LossTotal Total(Tensor prediction, Tensor target, Tensor? sampleWeights = null)
    {
        CheckAll(prediction, target);
        return TotalOf(Elements(prediction, target), sampleWeights);
    }

    /// <summary>What stands for the targets of a loss that needs none: a tensor without elements, [n, 0].</summary>
    /// <param name="samples">The number of samples n.</param>
    public static Tensor NoTarget(int samples) => Tensor.Zeros(new Shape(samples, 0));

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

    /// <summary>The losses of elements or rows, reduced as <see cref="Reduction"/> says.</summary>
    private protected Tensor Reduced((Tensor Losses, Tensor? Weights) elements, Tensor? sampleWeights)
    {
        if (Reduction == Reduction.None)
        {
            return sampleWeights is null ? elements.Losses : elements.Losses * SampleWeights.Along(sampleWeights, elements.Losses);
        }

        var total = TotalOf(elements, sampleWeights);
        return Reduction == Reduction.Sum ? total.Sum : total.Mean;
    }

    private static LossTotal TotalOf((Tensor Losses, Tensor? Weights) elements, Tensor? sampleWeights)
    {
        var (losses, weights) = elements;
        if (sampleWeights is null)
        {
            return new LossTotal(losses.Sum(), weights?.Sum() ?? Tensor.Scalar(losses.Count, ElementType.Float64));
        }

        var along = SampleWeights.Along(sampleWeights, losses);
        return new LossTotal((losses * along).Sum(), SampleWeights.Total(along, losses, weights));
    }

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
