namespace Descent;

/// <summary>The options that many schedules share.</summary>
internal static class ScheduleOptions
{
    /// <summary>Keep whole periods only.</summary>
    public static Option Staircase { get; } = new("staircase", OptionKind.Flag, "change only after each whole period", "false")
    {
        Aliases = ["stairs"],
    };

    /// <summary>The lowest rate.</summary>
    public static Option Minimum { get; } = new("minimum", OptionKind.Number, "the lowest rate", "0")
    {
        Aliases = ["min", "eta-min"],
        Minimum = 0,
    };

    /// <summary>A number of steps, also the first bare number.</summary>
    public static Option Period(string meaning, string? usual, params string[] aliases)
        => new("period", OptionKind.Integer, meaning, usual) { Aliases = aliases, Minimum = 1, Positional = true };

    /// <summary>What the rate is multiplied by.</summary>
    public static Option Factor(string meaning, string usual)
        => new("factor", OptionKind.Number, meaning, usual) { Aliases = ["gamma"], Minimum = 0, AboveMinimum = true };

    /// <summary>The share of the rate at one end.</summary>
    public static Option Share(string name, string meaning, string usual, params string[] aliases)
        => new(name, OptionKind.Number, meaning, usual) { Aliases = aliases, Minimum = 0 };

    /// <summary>A whole number that may be left open.</summary>
    public static int? Open(OptionValues options, string name) => options.IsNone(name) ? null : options.Integer(name);

    /// <summary>A length, which must be known by the time it is used.</summary>
    /// <exception cref="SpecificationException">It was left open.</exception>
    public static int Known(int? length, string schedule)
        => length ?? throw new SpecificationException(
            $"The length of the schedule '{schedule}' was left open, which means that of the training: a Trainer knows it; elsewhere call "
            + "Over(steps) first, or give the length.");

    /// <summary>A length that is left open or 1 or larger.</summary>
    public static int? Checked(int? length, string name)
        => length is { } given ? Hyperparameter.Positive(given, name, "the length of the training") : null;

    /// <summary>The number of periods before a step, whole ones only if wanted.</summary>
    public static double Periods(int step, int period, bool staircase) => staircase ? step / period : (double)step / period;
}
