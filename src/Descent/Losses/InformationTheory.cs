namespace Descent;

/// <summary>The unit of information.</summary>
public enum InformationUnit
{
    /// <summary>Natural logarithms; what losses are in.</summary>
    Nats,

    /// <summary>Logarithms to the base 2: 1 bit = 0.693 nats.</summary>
    Bits,
}

/// <summary>Quantities of information of distributions along the last axis; one value for each row. 0 log 0 counts as 0.</summary>
/// <remarks>Source: C. E. Shannon, A mathematical theory of communication, 1948.</remarks>
public static class InformationTheory
{
    /// <summary>The entropy H(p) = -sum of p log p: the mean surprise of a distribution, 0 when it is certain.</summary>
    public static Tensor Entropy(Tensor distribution, InformationUnit unit = InformationUnit.Nats)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return CrossEntropy(distribution, distribution, unit);
    }

    /// <summary>
    /// The cross-entropy H(t, p) = -sum of t log p: the mean surprise of a model p at data of t. Infinity where p = 0 &lt; t.
    /// </summary>
    /// <param name="trueDistribution">The distribution t of the data.</param>
    /// <param name="model">The model's distribution p, of the same shape.</param>
    /// <param name="unit">Nats or bits.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor CrossEntropy(Tensor trueDistribution, Tensor model, InformationUnit unit = InformationUnit.Nats)
    {
        Check(trueDistribution, model);
        return (model.Log().Keep(trueDistribution) * trueDistribution).Sum(-1) * -Factor(unit);
    }

    /// <summary>
    /// The divergence KL(t || p) = sum of t log(t / p) = H(t, p) - H(t): what a model wastes. Infinity where p = 0 &lt; t.
    /// </summary>
    /// <inheritdoc cref="CrossEntropy"/>
    public static Tensor KlDivergence(Tensor trueDistribution, Tensor model, InformationUnit unit = InformationUnit.Nats)
    {
        Check(trueDistribution, model);
        return ((trueDistribution.Log() - model.Log()).Keep(trueDistribution) * trueDistribution).Sum(-1) * Factor(unit);
    }

    /// <summary>The divergence (KL(p || m) + KL(q || m)) / 2 with m = (p + q) / 2: symmetric, between 0 and log 2.</summary>
    /// <remarks>Source: J. Lin, Divergence measures based on the Shannon entropy, 1991.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor JensenShannonDivergence(Tensor first, Tensor second, InformationUnit unit = InformationUnit.Nats)
    {
        Check(first, second);
        var middle = (first + second) * 0.5;
        return (KlDivergence(first, middle, unit) + KlDivergence(second, middle, unit)) * 0.5;
    }

    private static double Factor(InformationUnit unit) => unit == InformationUnit.Bits ? 1 / Math.Log(2) : 1;

    private static void Check(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.Shape.Equals(second.Shape))
        {
            throw new ShapeException(
                $"Distributions of the shapes {first.Shape} and {second.Shape} cannot be compared; the shapes must be equal.");
        }
    }
}
