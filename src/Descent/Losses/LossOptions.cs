using System.Globalization;

namespace Descent;

/// <summary>The options that losses share.</summary>
internal static class LossOptions
{
    /// <summary>How the losses become one number.</summary>
    public static Option Reduction { get; } = new("reduction", OptionKind.Text, "how the losses of a batch become one number", "mean")
    {
        Choices = ["mean", "sum", "none"],
    };

    /// <summary>The smoothing of labels.</summary>
    public static Option LabelSmoothing { get; } = new(
        "label-smoothing", OptionKind.Number, "the share of the target spread evenly over all classes", "0")
    {
        Aliases = ["smoothing"],
        Minimum = 0,
        Maximum = 1,
    };

    /// <summary>A weight for each class.</summary>
    public static Option ClassWeights { get; } = new(
        "class-weights", OptionKind.Text, "a weight for each class, joined by commas; balanced: by inverse frequency; or none", "none");

    /// <summary>The label that marks targets to leave out.</summary>
    public static Option IgnoreIndex { get; } = new(
        "ignore-index", OptionKind.Integer, "the label that marks targets to leave out, or none", "none");

    /// <summary>The clamp of losses on probabilities.</summary>
    public static Option Epsilon { get; } = new(
        "epsilon", OptionKind.Number, "the smallest probability that a logarithm is taken of", "1e-7")
    {
        Minimum = 1e-30,
        Maximum = 0.49,
    };

    /// <summary>The lowest temperature: cosines divided by it are still exact to a thousandth in single precision.</summary>
    public const double LowestTemperature = 1e-4;

    /// <summary>The highest temperature, with which all similarities are alike.</summary>
    public const double HighestTemperature = 1e4;

    /// <summary>The margin, with its default as text.</summary>
    public static Option Margin(string byDefault)
        => new("margin", OptionKind.Number, "by how much right and wrong are to differ", byDefault)
        {
            Minimum = 0,
            Positional = true,
        };

    /// <summary>The temperature of contrastive losses, with its default as text.</summary>
    public static Option Temperature(string byDefault)
        => new("temperature", OptionKind.Number, "what cosines are divided by: lower looks harder at the nearest", byDefault)
        {
            Minimum = LowestTemperature,
            Maximum = HighestTemperature,
            Positional = true,
        };

    /// <summary>The chosen reduction.</summary>
    public static Reduction ReductionOf(OptionValues options) => options.Text("reduction") switch
    {
        "sum" => Descent.Reduction.Sum,
        "none" => Descent.Reduction.None,
        _ => Descent.Reduction.Mean,
    };

    /// <summary>The label to leave out, if one is chosen.</summary>
    public static int? IgnoreIndexOf(OptionValues options) => options.IsNone("ignore-index") ? null : options.Integer("ignore-index");

    /// <summary>Numbers joined by commas; null for none.</summary>
    /// <exception cref="SpecificationException">A part is no number.</exception>
    public static double[]? NumbersOf(OptionValues options, string name)
        => options.IsNone(name)
            ? null
            : Array.ConvertAll(options.Text(name).Split(','), part => NumberOf(part, name));

    private static double NumberOf(string part, string name)
        => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
            : part == "balanced" ? throw new SpecificationException(
                $"{name}=balanced is for recipes, which have data to count; in code give the numbers of {nameof(ClassBalance)}.")
            : throw new SpecificationException($"{name}: '{part}' is no number; give numbers joined by commas, such as 1,2.5,1.");

    /// <summary>Refuses class weights that are negative or not finite, or all zero.</summary>
    /// <exception cref="SpecificationException">One is.</exception>
    public static void CheckWeights(string loss, IReadOnlyList<double>? weights)
    {
        for (var i = 0; i < (weights?.Count ?? 0); i++)
        {
            if (!(weights![i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new SpecificationException(string.Create(
                    CultureInfo.InvariantCulture, $"'{loss}': weight {i} is {weights[i]}; a weight is a finite number of at least 0."));
            }
        }
    }

    /// <summary>Refuses a number outside a range.</summary>
    /// <exception cref="SpecificationException">It is.</exception>
    public static double Within(string loss, string name, double value, double low, double high)
        => value >= low && value <= high
            ? value
            : throw new SpecificationException(string.Create(
                CultureInfo.InvariantCulture, $"'{loss}': {name}={value} is not allowed; it must be a number from {low} to {high}."));
}
