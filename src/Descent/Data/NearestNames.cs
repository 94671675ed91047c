namespace Descent;

/// <summary>Finds the known names that one mistyped name may have meant.</summary>
internal static class NearestNames
{
    private const int Shown = 3;
    private const int AllShown = 12;

    /// <summary>A sentence for an error message: the nearest names, or all if they are few.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var all = known.ToArray();
        var near = all.OrderBy(candidate => Distance(name, candidate)).Take(Shown)
            .Where(candidate => Distance(name, candidate) <= Math.Max(2, name.Length / 2)).ToArray();
        return near.Length > 0 ? $"Did you mean {Join(near)}?"
            : all.Length <= AllShown ? $"There are {Join(all)}."
            : $"There are {all.Length}, the first being {Join(all[..Shown])}.";
    }

    /// <summary>The least number of letters to add, drop or change, whatever their case.</summary>
    public static int Distance(string first, string second)
    {
        var distances = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 0; i < first.Length; i++)
        {
            var diagonal = distances[0];
            distances[0] = i + 1;
            for (var j = 0; j < second.Length; j++)
            {
                var changed = diagonal + (char.ToUpperInvariant(first[i]) == char.ToUpperInvariant(second[j]) ? 0 : 1);
                diagonal = distances[j + 1];
                distances[j + 1] = Math.Min(changed, 1 + Math.Min(diagonal, distances[j]));
            }
        }

        return distances[^1];
    }

    private static string Join(string[] names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
