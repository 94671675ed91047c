using System.Globalization;

namespace Descent;

/// <summary>The type of an option's value.</summary>
public enum OptionKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>One or two whole numbers: <c>3</c> or <c>3x5</c>.</summary>
    Size,

    /// <summary>true or false; the name alone means true.</summary>
    Flag,

    /// <summary>One of a few words, or any text.</summary>
    Text,
}

/// <summary>One option of a concept.</summary>
/// <param name="Name">The name, lower case, words joined by hyphens.</param>
/// <param name="Kind">The type of its value.</param>
/// <param name="Meaning">What it does, with its unit.</param>
/// <param name="Default">The value when it is not given, as text; null: it must be given.</param>
public sealed record Option(string Name, OptionKind Kind, string Meaning, string? Default)
{
    /// <summary>Other names that mean the same.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The smallest value allowed.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value allowed.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the minimum itself is refused.</summary>
    public bool AboveMinimum { get; init; }

    /// <summary>Whether the maximum itself is refused.</summary>
    public bool BelowMaximum { get; init; }

    /// <summary>The words allowed, for text (empty: any); for numbers, the words that may stand in their place.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether the value may be given by place, without the name: the n-th bare value goes to the n-th such option.</summary>
    public bool Positional { get; init; }

    /// <summary>The range in words, such as <c>0 &lt;= x &lt; 1</c>.</summary>
    public string Range
    {
        get
        {
            var low = double.IsNegativeInfinity(Minimum) ? "" : string.Create(CultureInfo.InvariantCulture, $"{Minimum} {(AboveMinimum ? "<" : "<=")} ");
            var high = double.IsPositiveInfinity(Maximum) ? "" : string.Create(CultureInfo.InvariantCulture, $" {(BelowMaximum ? "<" : "<=")} {Maximum}");
            var numbers = low.Length + high.Length > 0 ? $"{low}x{high}" : "";
            return string.Join(" | ", numbers.Length > 0 ? [numbers, .. Choices] : Choices);
        }
    }
}
