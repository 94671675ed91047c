namespace Descent;

/// <summary>
/// The negative log-likelihood of a value t under a normal distribution whose mean m and variance s are both predicted:
/// (log v + (m - t)^2 / v) / 2 with v = max(s, epsilon); the full form adds log(2 pi) / 2. The clamp is not seen by the gradient: below
/// epsilon it is that at v, so that a variance can grow again. Gradient: (m - t) / v for the mean, (1 - (m - t)^2 / v) / (2 v) for the
/// variance. With <see cref="IsLogarithm"/> the network predicts log s, and the gradient for it is (1 - (m - t)^2 / v) / 2.
/// </summary>
/// <remarks>
/// Shapes: targets [n, k, ...] with predictions [n, 2 k, ...], the k means before the k variances along axis 1; or targets [n, ...] with
/// predictions [n, 2, ...]. Source: Nix and Weigend, 1994.
/// </remarks>
public sealed class GaussianNegativeLogLikelihood : Loss
{
    private static readonly Option Logarithm = new(
        "log-variance", OptionKind.Flag, "the second half of the prediction is the logarithm of the variance", "false");

    private static readonly Option FullOption = new(
        "full", OptionKind.Flag, "adds log(2 pi) / 2, so that the loss is the whole likelihood", "false");

    private static readonly Option EpsilonOption = new(
        "epsilon", OptionKind.Number, "the smallest variance, in the squared unit of the target; a smaller one counts as this", "1e-6")
    {
        Aliases = ["eps"],
        Minimum = 1e-30,
        Maximum = 1e30,
    };

    /// <summary>The loss with its options.</summary>
    /// <param name="logVariance">Whether the second half of the prediction is the logarithm of the variance.</param>
    /// <param name="full">Whether log(2 pi) / 2 is added.</param>
    /// <param name="epsilon">The smallest variance.</param>
    /// <exception cref="SpecificationException">epsilon is not from 1e-30 to 1e30.</exception>
    public GaussianNegativeLogLikelihood(bool logVariance = false, bool full = false, double epsilon = 1e-6)
    {
        (IsLogarithm, IsFull) = (logVariance, full);
        Epsilon = LossOptions.Within(Definition.Name, "epsilon", epsilon, 1e-30, 1e30);
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "gaussian-negative-log-likelihood",
        Aliases = ["gaussian-nll"],
        Summary = "Learns a value and how sure it is: two outputs, mean and variance, for each target, for noise that differs "
            + "between samples.",
        FormulaText = "(log v + (m - t)^2 / v) / 2, v = max(s, epsilon); with log-variance: s = exp(output)",
        GradientText = "(m - t) / v for m, (1 - (m - t)^2 / v) / (2 v) for s; with log-variance: (1 - (m - t)^2 / v) / 2 for log s",
        Expects = "means and variances [n, 2 k, ...] along axis 1; targets [n, k, ...]",
        Source = "D. Nix and A. Weigend, Estimating the mean and variance of the target probability distribution, 1994",
        Caveats = "Variances below 0 are refused: end the model with softplus for them, or use log-variance, the better choice for "
            + "training. Where the mean is easy to fit the variance shrinks to epsilon and gradients grow as 1 / epsilon.",
        Options = [Logarithm, FullOption, EpsilonOption, LossOptions.Reduction],
        Create = options => new GaussianNegativeLogLikelihood(options.Flag("log-variance"), options.Flag("full"), options.Number("epsilon"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>Whether the second half of the prediction is the logarithm of the variance.</summary>
    public bool IsLogarithm { get; }

    /// <summary>Whether log(2 pi) / 2 is added.</summary>
    public bool IsFull { get; }

    /// <summary>The smallest variance; a smaller one counts as this.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Values;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Values;

    /// <inheritdoc/>
    public override int OutputsPerTarget => 2;

    /// <summary>The loss of means and variances that are tensors of their own.</summary>
    /// <param name="prediction">Means [n, ...] and their variances, of the same shape or stretched to it, such as [n, 1]; logarithms
    /// with <see cref="IsLogarithm"/>.</param>
    /// <param name="target">The targets, of the means' shape.</param>
    /// <param name="sampleWeights">A weight for each sample, [n].</param>
    /// <exception cref="ShapeException">The shapes do not fit; they are named.</exception>
    /// <exception cref="DataException">A variance is negative; the sample is named.</exception>
    public Tensor Compute((Tensor Mean, Tensor Variance) prediction, Tensor target, Tensor? sampleWeights = null)
    {
        CheckSameShape(prediction.Mean, target);
        ArgumentNullException.ThrowIfNull(prediction.Variance);
        if (target.Shape.Rank == 0)
        {
            throw new ShapeException($"{Name}: means have the shape [n, ...], not that of a single number. Reshape them to [1].");
        }

        var rows = new Shape([target.Shape[0], 1, .. target.Shape.Lengths[1..]]);
        var variance = prediction.Variance.BroadcastTo(target.Shape).Reshape(rows);
        return Compute(Tensor.Concatenate(1, prediction.Mean.Reshape(rows), variance), target, sampleWeights);
    }

    /// <summary>The means alone, which are what is predicted.</summary>
    public override Tensor ToValues(Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction.Slice(1, 0, prediction.Shape[1] / 2);
    }

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        var shape = prediction.Shape;
        var fits = shape.Rank > 1 && shape[1] % 2 == 0
            && (target.Shape.Equals(shape.With(1, shape[1] / 2)) || (shape[1] == 2 && target.Shape.Equals(shape.Without(1))));
        if (!fits)
        {
            throw new ShapeException(
                $"{Name}: the prediction has the shape {shape}, the target {target.Shape}; for targets [n, k, ...] predictions are "
                + "[n, 2 k, ...], k means before k variances along axis 1. Give the model two outputs for each target.");
        }
    }

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
    {
        if (!IsLogarithm)
        {
            var (_, length, inner) = prediction.Shape.Around(1);
            var values = new Numbers(prediction);
            for (var i = 0; i < prediction.Count; i++)
            {
                if (values[i] < 0 && i / inner % length >= length / 2)
                {
                    throw new DataException(FormattableString.Invariant(
                        $"{Name}, sample {i / inner / length}: {values[i]} is no variance; it must be at least 0. ")
                        + "End the model with softplus for it, or use log-variance.");
                }
            }
        }
    }

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
    {
        var half = symbols.Targets.Count;
        return symbols.Outputs.Count != 2 * half ? null : new([.. Enumerable.Range(0, half).Select(Term)], half);

        Expression Term(int i)
        {
            var (square, spread) = (Expression.Power(symbols.Outputs[i] - symbols.Targets[i], 2), symbols.Outputs[half + i]);
            var loss = IsLogarithm
                ? (spread + (square * Expression.Exp(-spread))) / 2
                : (Expression.Log(spread) + (square / spread)) / 2;
            return IsFull ? loss + (Math.Log(2 * Math.PI) / 2) : loss;
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var half = prediction.Shape[1] / 2;
        var error = prediction.Slice(1, 0, half).Reshape(target.Shape) - target;
        var spread = prediction.Slice(1, half, half).Reshape(target.Shape);
        var lowest = Tensor.Scalar(IsLogarithm ? Math.Log(Epsilon) : Epsilon, spread.Type);

        // What the clamp adds is a constant, so that the gradient passes.
        spread += (Tensor.Maximum(spread, lowest) - spread).Detached();
        var losses = IsLogarithm
            ? (spread + (error.Square() * (-spread).Exp())) * 0.5
            : (spread.Log() + (error.Square() / spread)) * 0.5;
        return (IsFull ? losses + (Math.Log(2 * Math.PI) / 2) : losses, null);
    }
}
