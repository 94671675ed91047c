using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent;

/// <summary>Reads the <c>sweep</c> part of a recipe, and what varies where a command line says it.</summary>
internal static partial class SweepReader
{
    /// <summary>The part's name.</summary>
    public const string Part = "sweep";

    /// <summary>The name of the map of what varies.</summary>
    public const string Varied = "fields";

    /// <summary>The part's fields besides <see cref="Varied"/>, in the order in which they are written.</summary>
    public static IReadOnlyList<RecipeField> Fields { get; } =
    [
        new("method", RecipeFieldKind.Word, "Every combination (grid) or combinations drawn by chance (random); by what is given unless said.")
        {
            Choices = ["grid", "random"],
            Get = recipe => recipe.Sweep?.Method is { } method ? method == SweepMethod.Grid ? "grid" : "random" : null,
            Set = (recipe, value) => Change(recipe, plan => plan with
            {
                Method = (string)value == "grid" ? SweepMethod.Grid : SweepMethod.Random,
            }),
        },
        new("trials", RecipeFieldKind.Integer, "The trials of a random search; 20 unless given.")
        {
            Minimum = 1,
            Maximum = SweepPlan.MostTrials,
            Get = recipe => recipe.Sweep?.Trials,
            Set = (recipe, value) => Change(recipe, plan => plan with { Trials = (int)value }),
        },
        new("seed", RecipeFieldKind.Seed, "The seed by which values are drawn; 0 unless given. Trainings have the recipe's own.")
        {
            Get = recipe => recipe.Sweep?.Seed,
            Set = (recipe, value) => Change(recipe, plan => plan with { Seed = (ulong)value }),
        },
        new("metric", RecipeFieldKind.Text,
            "The measure on the validation part that decides: 'loss', unless given and the loss does not vary, or a metric such as 'accuracy'.")
        {
            Get = recipe => recipe.Sweep?.Metric,
            Set = (recipe, value) => Change(recipe, plan => plan with { Metric = (string)value }),
        },
        new("halving", RecipeFieldKind.Integer,
            "Train all for some epochs, let the best one in so many go on, and so on; all train to their end unless given.")
        {
            Minimum = 2,
            Maximum = 100,
            Get = recipe => recipe.Sweep?.Halving,
            Set = (recipe, value) => Change(recipe, plan => plan with { Halving = (int)value }),
        },
    ];

    /// <summary>The recipe with the part that was read.</summary>
    /// <exception cref="SpecificationException">A name is unknown or doubled, or a value wrong; line and column are named.</exception>
    public static Recipe Read(Recipe recipe, RecipeNode node, string origin)
    {
        if (node is not RecipeMap map)
        {
            throw RecipeText.Error(origin, node.Line, node.Column, $"'{Part}' must have fields of its own, such as {Varied} and trials.");
        }

        recipe = recipe with { Sweep = new SweepPlan() };
        foreach (var (name, value) in map.Entries)
        {
            RefuseDoubled(map, name, origin);
            if (name.Text == Varied)
            {
                recipe = Change(recipe, plan => plan with { Fields = ReadVaried(value, origin) });
                continue;
            }

            var field = Fields.FirstOrDefault(known => known.Name == name.Text)
                ?? throw RecipeText.Error(
                    origin, name.Line, name.Column,
                    $"'{Part}' has no field '{RecipeText.Shown(name.Text)}'. "
                    + NearestNames.Suggest(name.Text, Fields.Select(known => known.Name).Append(Varied)));
            if (value is not RecipeScalar { Kind: RecipeScalarKind.Null })
            {
                recipe = field.Set(recipe, RecipeReader.Value(field, value, origin));
            }
        }

        return recipe;
    }

    /// <summary>One field that varies.</summary>
    /// <exception cref="SpecificationException">The name or a value is wrong; the place is named.</exception>
    public static SweepField Field(RecipeScalar name, RecipeNode value, string origin)
    {
        SweepPath path;
        try
        {
            path = SweepPath.Parse(name.Text);
        }
        catch (SpecificationException error)
        {
            throw RecipeText.Error(origin, name.Line, name.Column, error.Message);
        }

        if (value is RecipeScalar scalar && RangePattern().Match(scalar.Text) is { Success: true } match)
        {
            return new SweepField(path, name) { Range = Range(path, match, scalar, origin), Nodes = [scalar], Origin = origin };
        }

        RecipeNode[] nodes = value switch
        {
            RecipeList list => [.. list.Items],
            RecipeScalar { Kind: not RecipeScalarKind.Null } text when text.Text.Trim().Length > 0 => [.. Items(path, text)],
            _ => [],
        };
        object[] values = [.. nodes.Select(node => Value(path, node, origin))];
        var doubled = Array.FindLastIndex(values, item => values.Count(other => SweepSetting.TextOf(other) == SweepSetting.TextOf(item)) > 1);
        return values.Length == 0
            ? throw RecipeText.Error(
                origin, value.Line, value.Column, $"'{path}' has no values to vary over; give some, as 16, 32, or a range of numbers, as 0.0001..0.1 log.")
            : doubled >= 0
                ? throw RecipeText.Error(
                    origin, nodes[doubled].Line, nodes[doubled].Column, $"'{path}' has the value {SweepSetting.TextOf(values[doubled])} twice. Leave one out.")
                : new SweepField(path, name) { Values = values, Nodes = nodes, Origin = origin };
    }

    private static List<SweepField> ReadVaried(RecipeNode node, string origin)
    {
        if (node is not RecipeMap map)
        {
            throw RecipeText.Error(
                origin, node.Line, node.Column, $"'{Varied}' must name what varies, each with its values, as {{ \"batchSize\": [16, 32] }}.");
        }

        var fields = new List<SweepField>();
        foreach (var (name, value) in map.Entries)
        {
            RefuseDoubled(map, name, origin);
            fields.Add(Field(name, value, origin));
        }

        return fields;
    }

    private static SweepRange Range(SweepPath path, Match match, RecipeScalar place, string origin)
    {
        double Number(string group) => double.Parse(match.Groups[group].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        SpecificationException Wrong(string message) => RecipeText.Error(origin, place.Line, place.Column, message);
        var range = new SweepRange(Number("from"), Number("to"))
        {
            IsLogarithmic = match.Groups["log"].Success,
            Steps = !match.Groups["steps"].Success ? null
                : int.TryParse(match.Groups["steps"].Value, CultureInfo.InvariantCulture, out var steps) && steps is >= 2 and <= SweepPlan.MostTrials ? steps
                : throw Wrong($"'{path}' has from 2 to {SweepPlan.MostTrials} steps, not {match.Groups["steps"].Value}."),
        };
        if (!(range.From < range.To) || !double.IsFinite(range.To - range.From) || (range.IsLogarithmic && range.From <= 0))
        {
            throw Wrong($"the range {range} of '{path}' is none: it must rise{(range.IsLogarithmic ? ", and with 'log' begin above 0" : "")}.");
        }

        if (path.Option is null && path.Field.Kind is not (RecipeFieldKind.Number or RecipeFieldKind.Integer or RecipeFieldKind.Seed))
        {
            throw Wrong($"'{path}' must be {path.Field.Rule}, so it has no range; give values, joined by '|'.");
        }

        var isWhole = path.Field.Kind is RecipeFieldKind.Integer or RecipeFieldKind.Seed;
        foreach (var bound in path.Option is null ? new[] { range.From, range.To } : [])
        {
            var isHeld = path.Field.Kind == RecipeFieldKind.Number || (bound == Math.Floor(bound) && Math.Abs(bound) <= int.MaxValue);
            if (!isHeld || !path.Field.Allows(bound) || (isWhole && bound < 0))
            {
                throw Wrong(FormattableString.Invariant($"'{path}' cannot be {bound}; it must be {path.Field.Rule}."));
            }
        }

        return range;
    }

    // The values of a text, each with its place in it.
    private static IEnumerable<RecipeNode> Items(SweepPath path, RecipeScalar text)
    {
        var separator = text.Text.Contains('|', StringComparison.Ordinal) ? '|' : ',';
        var isOne = separator == ',' && path is { Option: null, Field.Kind: RecipeFieldKind.Layers or RecipeFieldKind.Texts };
        var from = 0;
        foreach (var item in isOne ? [text.Text.Trim()] : text.Text.Split(separator, StringSplitOptions.TrimEntries))
        {
            from = text.Text.IndexOf(item, from, StringComparison.Ordinal);
            var scalar = new RecipeScalar(item, RecipeScalarKind.Plain, text.Line, text.Column + from);
            from += item.Length;
            yield return path is { Option: null, Field.Kind: RecipeFieldKind.Texts }
                ? new RecipeList([.. item.Split(',', StringSplitOptions.TrimEntries).Select(part => scalar with { Text = part })], scalar.Line, scalar.Column)
                : scalar;
        }
    }

    private static object Value(SweepPath path, RecipeNode node, string origin)
        => path.Option is null ? RecipeReader.Value(path.Field, node, origin)
            : node is RecipeScalar { Kind: not RecipeScalarKind.Null } scalar ? scalar.Text
            : throw RecipeText.Error(origin, node.Line, node.Column, $"a value of '{path}' must be a number or a text.");

    private static void RefuseDoubled(RecipeMap map, RecipeScalar name, string origin)
    {
        if (map.Entries.First(entry => entry.Key.Text == name.Text).Key is var first && !ReferenceEquals(first, name))
        {
            throw RecipeText.Error(
                origin, name.Line, name.Column, $"'{RecipeText.Shown(name.Text)}' is given twice; it was in line {first.Line} before. Leave one out.");
        }
    }

    private static Recipe Change(Recipe recipe, Func<SweepPlan, SweepPlan> change)
        => recipe with { Sweep = change(recipe.Sweep ?? new SweepPlan()) };

    [GeneratedRegex(@"^\s*(?<from>[-+]?([0-9]+(\.[0-9]+)?|\.[0-9]+)(e[-+]?[0-9]+)?)\s*\.\."
        + @"\s*(?<to>[-+]?([0-9]+(\.[0-9]+)?|\.[0-9]+)(e[-+]?[0-9]+)?)(?<log>\s+log)?(\s+steps\s+(?<steps>[0-9]{1,9}))?\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex RangePattern();
}
