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

    /// <summary>The number of periods before a step, whole ones only if wanted.</summary>
    public static double Periods(int step, int period, bool staircase) => staircase ? step / period : (double)step / period;
}
