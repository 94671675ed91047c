using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Trains on mixtures: share x + (1 - share) partner, targets alike, with a share of the Beta(alpha, alpha) distribution for each sample.
/// </summary>
/// <remarks>
/// Input: any shape. Classes become probabilities, so the loss must take them, such as cross-entropy does. Losses of training are then not
/// comparable with those of validation, which is not mixed. Source: Zhang et al., mixup: Beyond empirical risk minimization, ICLR 2018.
/// </remarks>
/// <param name="alpha">Below 1 most mixtures are nearly one of the two; 1 makes all shares alike; above 0.</param>
/// <exception cref="SpecificationException">alpha is not above 0.</exception>
public sealed class Mixup(double alpha = 0.2) : IMixing
{
    private readonly double alpha = Hyperparameter.Positive(alpha, "alpha of a mixture", "0.2");

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "mixup",
        ["mix-up"],
        "Trains on mixtures of two samples and of their targets, so that the network is linear between them and less sure of itself.",
        "share x + (1 - share) partner, targets alike, share of Beta(alpha, alpha)",
        [Alpha("0.2")],
        "Zhang et al., mixup: Beyond empirical risk minimization, ICLR 2018",
        "Training losses are those of mixtures, larger than on plain samples. Needs a loss that takes class probabilities or values.",
        options => new Mixup(options.Number("alpha")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public double Apply(Span<float> input, ReadOnlySpan<float> partner, Shape shape, ref RandomStream random)
    {
        var share = Beta(alpha, ref random);
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = (float)((share * input[i]) + ((1 - share) * partner[i]));
        }

        return share;
    }

    internal static Option Alpha(string usual)
        => new("alpha", OptionKind.Number, "both parameters of the Beta distribution of shares", usual)
        {
            Minimum = 0,
            AboveMinimum = true,
            Positional = true,
        };

    /// <summary>A number of the distribution Beta(alpha, alpha), by two of Gamma(alpha).</summary>
    internal static double Beta(double alpha, ref RandomStream random)
    {
        var (one, other) = (Gamma(alpha, ref random), Gamma(alpha, ref random));

        // For a tiny alpha both are too small for a double, and the share is 0 or 1.
        return one + other > 0 ? one / (one + other) : random.NextInt(2);
    }

    // Source: Marsaglia and Tsang, A simple method for generating gamma variables, 2000.
    private static double Gamma(double shape, ref RandomStream random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, ref random) * PortableMath.Power(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = random.NextNormal();
            var root = 1 + (c * normal);
            var v = root * root * root;
            var log = LanesMath.Log(Vector512.Create(1 - random.NextDouble(), Math.Max(v, double.Epsilon), 1, 1, 1, 1, 1, 1));
            if (v > 0 && log[0] < (normal * normal / 2) + d - (d * v) + (d * log[1]))
            {
                return d * v;
            }
        }
    }
}
