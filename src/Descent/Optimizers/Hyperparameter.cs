namespace Descent;

/// <summary>Checks of hyperparameters at the door: each refusal says the range and what is usual.</summary>
internal static class Hyperparameter
{
    /// <summary>A share in [0, 1), such as a momentum or a decay of averages.</summary>
    public static double Share(double value, string name, string usual)
        => value is >= 0 and < 1 ? value : throw Refused(value, name, "at least 0 and less than 1", usual);

    /// <summary>A finite number that is not negative.</summary>
    public static double NotNegative(double value, string name, string usual)
        => value >= 0 && double.IsFinite(value) ? value : throw Refused(value, name, "a finite number, 0 or larger", usual);

    /// <summary>A finite number above 0.</summary>
    public static double Positive(double value, string name, string usual)
        => value > 0 && double.IsFinite(value) ? value : throw Refused(value, name, "a finite number above 0", usual);

    /// <summary>A whole number above 0.</summary>
    public static int Positive(int value, string name, string usual)
        => value > 0 ? value : throw Refused(value, name, "1 or larger", usual);

    private static SpecificationException Refused(double value, string name, string range, string usual)
        => new(FormattableString.Invariant($"The {name} must be {range}, not {value}; {usual} is usual."));
}
