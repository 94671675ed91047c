namespace Descent;

/// <summary>
/// Schedules one after the other, each from its own step 0 on: <c>warmup 5 then cosine</c>. Each but the last has a length; a last one with
/// a length
/// stays where it ended.
/// </summary>
public sealed class ScheduleSequence : Schedule
{
    private readonly Schedule[] parts;

    /// <summary>Joins schedules.</summary>
    /// <param name="parts">The schedules, in order. One that was left open must be the last, and gets what the training leaves.</param>
    /// <exception cref="SpecificationException">There is none, or one before the last has no length.</exception>
    public ScheduleSequence(params Schedule[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0)
        {
            throw new SpecificationException("A sequence of schedules needs at least one.");
        }

        if (Array.FindIndex(parts[..^1], part => part.Length is null) is var endless && endless >= 0)
        {
            throw new SpecificationException(
                $"Part {endless + 1} of the sequence of schedules has no end, so nothing can follow it: give it a length, as in 'warmup 5 "
                + "then cosine', "
                + "or put it last.");
        }

        this.parts = [.. parts];
    }

    /// <inheritdoc/>
    public override int? Length => parts[^1].Length is { } last ? Before + last : null;

    /// <inheritdoc/>
    public override bool GoesByLosses => parts.Any(part => part.GoesByLosses);

    private int Before => parts[..^1].Sum(part => part.Length!.Value);

    /// <inheritdoc/>
    public override Schedule Over(int steps) => new ScheduleSequence([.. parts[..^1], parts[^1].Over(Math.Max(1, steps - Before))]);

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step) => Compute(initialRate, step, []);

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step, IReadOnlyList<double> losses)
    {
        var (part, within) = At(step);
        return part.Rate(initialRate, within, [.. losses.Skip(step - within)]);
    }

    /// <inheritdoc/>
    protected override double? ComputeMomentum(int step)
    {
        var (part, within) = At(step);
        return part.Momentum(within);
    }

    private (Schedule Part, int Step) At(int step)
    {
        foreach (var part in parts[..^1])
        {
            if (step < part.Length)
            {
                return (part, step);
            }

            step -= part.Length!.Value;
        }

        return (parts[^1], Math.Min(step, parts[^1].Length ?? int.MaxValue));
    }
}
