using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Losses;

/// <summary>Quantities of information of a true distribution P and a model Q.</summary>
/// <param name="P">P, divided by its sum.</param>
/// <param name="Q">Q, divided by its sum.</param>
/// <param name="EntropyP">H(P).</param>
/// <param name="EntropyQ">H(Q).</param>
/// <param name="CrossEntropy">H(P, Q) = H(P) + KL(P || Q).</param>
/// <param name="Divergence">KL(P || Q).</param>
/// <param name="Reverse">KL(Q || P).</param>
/// <param name="JensenShannon">JS(P, Q).</param>
internal sealed record DistributionReading(
    double[] P, double[] Q, double EntropyP, double EntropyQ, double CrossEntropy, double Divergence, double Reverse, double JensenShannon)
{
    /// <summary>The quantities of two lists of weights that are not negative.</summary>
    public static DistributionReading Of(double[] p, double[] q, InformationUnit unit)
    {
        Tensor first = Normalised("p", p), second = Normalised("q", q);
        return new DistributionReading(
            first.ToDoubles(), second.ToDoubles(), InformationTheory.Entropy(first, unit).Item(), InformationTheory.Entropy(second, unit).Item(),
            InformationTheory.CrossEntropy(first, second, unit).Item(), InformationTheory.KlDivergence(first, second, unit).Item(),
            InformationTheory.KlDivergence(second, first, unit).Item(), InformationTheory.JensenShannonDivergence(first, second, unit).Item());
    }

    private static Tensor Normalised(string what, double[] weights)
    {
        Array.ForEach(weights, weight => Limits.Within(what, weight, 0, 1e6));
        var all = Tensor.From(weights, weights.Length);
        var sum = all.Sum();
        return sum.Item() > 0 ? all / sum : throw new SpecificationException($"{what} must have a weight above 0.");
    }
}
