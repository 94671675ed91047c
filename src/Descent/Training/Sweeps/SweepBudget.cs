namespace Descent;

/// <summary>The part of its epochs that a trial may train before it is compared with others.</summary>
/// <param name="Divisor">What its epochs are divided by; 1: all of them.</param>
internal sealed record SweepBudget(double Divisor)
{
    /// <summary>The epochs of a training of so many.</summary>
    public int Epochs(int all) => Divisor <= 1 ? all : Math.Max(1, (int)Math.Round(all / Divisor));
}

/// <summary>The rounds of successive halving.</summary>
internal static class SweepBudgets
{
    private const int MostRounds = 5;

    /// <summary>The budgets of the rounds: each gives those that are left as many times the epochs as it leaves fewer trials.</summary>
    public static IReadOnlyList<SweepBudget> Of(int? halving, int trials)
    {
        if (halving is not { } factor)
        {
            return [new SweepBudget(1)];
        }

        var rounds = Math.Clamp((int)Math.Ceiling(Math.Log(trials) / Math.Log(factor) - 1e-9) + 1, 1, MostRounds);
        return [.. Enumerable.Range(0, rounds).Select(round => new SweepBudget(Math.Pow(factor, rounds - 1 - round)))];
    }
}
