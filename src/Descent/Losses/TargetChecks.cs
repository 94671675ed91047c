using System.Globalization;
using System.Numerics;

namespace Descent;

/// <summary>What targets are checked for before a loss is computed; each error names the sample.</summary>
internal static class TargetChecks
{
    /// <summary>Refuses labels that are no class, unless they are the one that marks what to leave out.</summary>
    public static void Labels(string loss, Tensor target, int classes, int? ignoreIndex)
    {
        var labels = target.Span<int>();
        var perSample = PerSample(target);
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes && labels[i] != ignoreIndex)
            {
                var position = perSample == 1 ? "" : $", position {i % perSample}";
                var remedy = ignoreIndex is null && labels[i] < 0
                    ? "If it marks targets to leave out, give it as the loss's ignore index."
                    : "Number the labels from 0, or give the network an output for each class.";
                throw new DataException(
                    $"{loss}, sample {i / perSample}{position}: label {labels[i]}, classes are 0..{classes - 1}. {remedy}");
            }
        }

        GC.KeepAlive(target);
    }

    /// <summary>Refuses numbers outside [0, 1]; NaN passes and shows in the loss.</summary>
    public static void Probabilities(string loss, Tensor tensor, string what, string remedy)
        => Check(loss, tensor, new Range(0, 1), what, " must lie in [0, 1]. ", remedy);

    /// <summary>Refuses numbers below 0; NaN passes and shows in the loss.</summary>
    public static void NotNegative(string loss, Tensor tensor, string what, string remedy)
        => Check(loss, tensor, new Range(0, double.PositiveInfinity), what, " must be at least 0. ", remedy);

    /// <summary>Refuses targets other than -1 and 1.</summary>
    public static void Signs(string loss, Tensor target)
        => Check(loss, target, default(SignRule), "targets", " must be -1 or 1. ", "Turn targets t of 0 and 1 into 2 t - 1.");

    /// <summary>Refuses targets other than 0 and 1.</summary>
    public static void ZeroOrOne(string loss, Tensor target, string remedy)
        => Check(loss, target, default(ZeroOrOneRule), "targets", " must be 0 or 1. ", remedy);

    private static void Check<TRule>(string loss, Tensor tensor, TRule rule, string what, string demand, string remedy)
        where TRule : struct, IRule
    {
        var bad = tensor.Type == ElementType.Float64 ? Find<double, TRule>(tensor.Span<double>(), rule)
            : tensor.Type == ElementType.Float32 ? Find<float, TRule>(tensor.Span<float>(), rule)
            : Find<int, TRule>(tensor.Span<int>(), rule);
        if (bad >= 0)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{loss}, sample {bad / PerSample(tensor)}: {tensor.ToDoubles()[bad]} is not allowed; {what}{demand}{remedy}"));
        }

        GC.KeepAlive(tensor);
    }

    private static int Find<T, TRule>(ReadOnlySpan<T> values, TRule rule)
        where T : unmanaged, INumber<T>
        where TRule : struct, IRule
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (rule.Refuses(double.CreateTruncating(values[i])))
            {
                return i;
            }
        }

        return -1;
    }

    private static int PerSample(Tensor tensor) => tensor.Shape.Rank == 0 ? 1 : Math.Max(1, tensor.Shape.Product(1, tensor.Shape.Rank));

    private interface IRule
    {
        bool Refuses(double value);
    }

    private readonly struct Range(double low, double high) : IRule
    {
        public bool Refuses(double value) => value < low || value > high;
    }

    private readonly struct ZeroOrOneRule : IRule
    {
        public bool Refuses(double value) => value is not (0 or 1);
    }

    private readonly struct SignRule : IRule
    {
        public bool Refuses(double value) => value is not (-1 or 1);
    }
}
