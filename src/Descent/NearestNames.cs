namespace Descent;

/// <summary>Finds the known names nearest to one that is not known.</summary>
public static class NearestNames
{
    private const int AllShown = 24;
    private const int LongestCompared = 100;

    /// <summary>A sentence with the nearest names, or all of them where none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        var names = known.Distinct().ToArray();
        var near = (name.Length > LongestCompared ? [] : names)
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.Distance <= Math.Max(2, name.Length / 3) || pair.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.Distance)
            .Take(3)
            .Select(pair => $"'{pair.Name}'")
            .ToArray();
        return near.Length > 0 ? $"Did you mean {string.Join(" or ", near)}?"
            : names.Length <= AllShown ? $"Known are: {string.Join(", ", names)}."
            : $"There are {names.Length}, the first being {string.Join(", ", names.Take(AllShown))}.";
    }

    /// <summary>The number of insertions, deletions and replacements between two words.</summary>
    internal static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var replaced = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
