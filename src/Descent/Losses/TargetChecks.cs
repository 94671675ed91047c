using System.Globalization;

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
                throw new DataException($"{loss}, sample {i / perSample}{position}: label {labels[i]}, classes are 0..{classes - 1}. {remedy}");
            }
        }

        GC.KeepAlive(target);
    }

    /// <summary>Refuses numbers outside [0, 1]; NaN passes and shows in the loss.</summary>
    public static void Probabilities(string loss, Tensor tensor, string what, string remedy)
        => Each(loss, tensor, value => value is >= 0 and <= 1 || double.IsNaN(value), $"{what} must lie in [0, 1]. {remedy}");

    /// <summary>Refuses numbers below 0.</summary>
    public static void NotNegative(string loss, Tensor tensor, string what, string remedy)
        => Each(loss, tensor, value => !(value < 0), $"{what} must be at least 0. {remedy}");

    /// <summary>Refuses targets other than -1 and 1.</summary>
    public static void Signs(string loss, Tensor target)
        => Each(loss, target, value => value is -1 or 1, "targets must be -1 or 1. Turn targets t of 0 and 1 into 2 t - 1.");

    private static void Each(string loss, Tensor tensor, Func<double, bool> allowed, string rule)
    {
        var values = tensor.ToDoubles();
        var bad = Array.FindIndex(values, value => !allowed(value));
        if (bad >= 0)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{loss}, sample {bad / PerSample(tensor)}: {values[bad]} is not allowed; {rule}"));
        }
    }

    private static int PerSample(Tensor tensor) => tensor.Shape.Rank == 0 ? 1 : Math.Max(1, tensor.Shape.Product(1, tensor.Shape.Rank));
}
