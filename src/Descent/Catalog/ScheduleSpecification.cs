namespace Descent;

/// <summary>A schedule, or several joined by <c>then</c>, as short text: <c>cosine</c>, <c>warmup 5 then cosine 95</c>.</summary>
public static class ScheduleSpecification
{
    private const string Then = " then ";

    /// <summary>Reads the text and makes the schedule.</summary>
    /// <exception cref="SpecificationException">
    /// A name or an option is unknown, a value is out of range, or what comes before a <c>then</c> has no end.
    /// </exception>
    public static Schedule Make(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        var parts = $" {string.Join(' ', words)} "
            .Split(Then)
            .Select(part => Specification.Make(part, Catalog.Schedules, "schedule"))
            .ToArray();
        return parts.Length == 1 ? parts[0] : new ScheduleSequence(parts);
    }
}
