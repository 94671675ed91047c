using System.Globalization;

namespace Descent;

/// <summary>A symbol's name taken apart, as <see cref="ExplanationStep"/> describes it.</summary>
/// <param name="Letter">The letter or word.</param>
/// <param name="Upper">The upper index; may be empty.</param>
/// <param name="Lower">The lower index; may be empty.</param>
/// <param name="Primes">' for a value after the step.</param>
internal sealed record FormulaSymbol(string Letter, string Upper, string Lower, string Primes)
{
    /// <summary>What stands between the bars of a norm; null for no norm.</summary>
    public static (string Inner, string Primes)? Norm(string name)
        => name[0] == '|' && name.LastIndexOf('|') is var end ? (name[1..end], name[(end + 1)..]) : null;

    /// <summary>What is differentiated, and by what; null for no derivative.</summary>
    public static (string Of, string By)? Derivative(string name)
        => name[0] == 'd' && name.IndexOf("/d", StringComparison.Ordinal) is > 0 and var slash ? (name[1..slash], name[(slash + 2)..]) : null;

    /// <summary>Takes a name apart.</summary>
    public static FormulaSymbol Parse(string name)
    {
        var bare = name.TrimEnd('\'');
        var upper = bare.IndexOf('^', StringComparison.Ordinal);

        // Names of parameters hold such lines too, so an index begins with a digit.
        var lower = bare.LastIndexOf('_');
        lower = lower >= 0 && lower + 1 < bare.Length && char.IsAsciiDigit(bare[lower + 1]) ? lower : -1;
        var end = lower < 0 ? bare.Length : lower;
        return new(
            bare[..(upper < 0 ? end : upper)],
            upper < 0 ? "" : bare[(upper + 1)..end],
            lower < 0 ? "" : bare[(lower + 1)..],
            name[bare.Length..]);
    }

    /// <summary>A number with up to six decimals, or an exponent where they would hide it.</summary>
    public static string Number(double value)
        => value == 0 ? "0"
            : Math.Abs(value) is >= 0.001 and < 1e6 || !double.IsFinite(value) ? value.ToString("0.######", CultureInfo.InvariantCulture)
            : value.ToString("0.#####e+0", CultureInfo.InvariantCulture);
}
