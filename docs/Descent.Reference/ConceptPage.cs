using System.Globalization;
using System.Text;

namespace Descent.Reference;

/// <summary>The page of one concept.</summary>
internal static class ConceptPage
{
    public static string Write(Section section, Definition definition, Curve? curve, SourceFiles sources)
    {
        var page = new StringBuilder($"# {definition.Name}\n\n{definition.Summary}\n");
        if (curve is not null)
        {
            page.Append($"\n![{definition.Name} over its {(curve.Axis == "x" ? "input" : curve.Axis)}]({definition.Name}.svg)\n");
        }

        page.Append("\n| | |\n|---|---|\n");
        Fact(page, "also called", string.Join(", ", definition.Aliases.Select(Cell.Code)));
        Fact(page, section.One == "finding" ? "found when" : "formula", Code(definition.Formula));
        Fact(page, section.One == "loss" ? "gradient with respect to the prediction" : "derivative", Code(definition.Gradient));
        Fact(page, section.One == "finding" ? "looks at" : "expects", Cell.Text(definition.Expects));
        Fact(page, "values", Cell.Text(definition.Range));
        Fact(page, section.One == "finding" ? "thresholds" : "mind", Cell.Text(definition.Caveats));
        Fact(page, "source", Cell.Text(definition.Source));
        Fact(page, "in code", sources.Describe(definition));
        WriteOptions(page, definition);
        WriteUse(page, section, definition);
        WriteValues(page, curve);
        page.Append($"\n[All {section.Folder}](../README.md#{section.Folder})\n");
        return page.ToString();
    }

    private static void WriteOptions(StringBuilder page, Definition definition)
    {
        if (definition.Options.Count == 0)
        {
            return;
        }

        page.Append("\n## Options\n\n| option | what it does | values | default |\n|---|---|---|---|\n");
        foreach (var option in definition.Options)
        {
            var names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(Cell.Code));
            var values = option.Range.Length > 0 ? Cell.Text(option.Range) : Kind(option.Kind);
            page.Append(CultureInfo.InvariantCulture, $"| {names} | {Cell.Text(option.Meaning)} | {values} | {option.Default ?? "must be given"} |\n");
        }
    }

    private static void WriteUse(StringBuilder page, Section section, Definition definition)
    {
        if (section.Example.Length == 0 || (definition is Definition<Loss> loss && !IsForTables(loss)))
        {
            return;
        }

        var given = definition.Options.Where(option => option.Kind is OptionKind.Number && option.Default is not null && option.Default != "none")
            .Take(1).Select(option => $" {option.Name}={option.Default}");
        var specification = definition.Name + string.Concat(given);
        page.Append($"\n## Use\n\n```sh\ndescent train data.csv {string.Format(CultureInfo.InvariantCulture, section.Example, specification, definition.Name)}\n```\n");
    }

    /// <summary>Whether a table can hold the targets: not those of pairs, of triples or of sequences.</summary>
    private static bool IsForTables(Definition<Loss> definition)
    {
        var loss = definition.CreateDefault();
        return loss.Expects != Expectation.Embeddings && loss.Target is not (TargetKind.None or TargetKind.Sequences);
    }

    private static void WriteValues(StringBuilder page, Curve? curve)
    {
        if (curve is null)
        {
            return;
        }

        var slopes = curve.Slopes.Count > 0;
        page.Append($"\n## Values\n\n| {curve.Axis} | value |{(slopes ? " derivative |" : "")}\n|---|---|{(slopes ? "---|" : "")}\n");
        var span = curve.X[^1] - curve.X[0];
        var rows = span is >= 4 and <= 8 && double.IsInteger(span) ? (int)span : 8;
        for (var row = 0; row <= rows; row++)
        {
            var i = row * (curve.X.Count - 1) / rows;
            page.Append(CultureInfo.InvariantCulture, $"| {Number(curve.X[i])} | {Number(curve.Values[i])} |");
            page.Append(slopes ? $" {Number(curve.Slopes[i])} |\n" : "\n");
        }
    }

    private static string Number(double value)
        => Math.Round(value, 4) is var rounded && rounded == 0 ? "0" : rounded.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Kind(OptionKind kind) => kind switch
    {
        OptionKind.Number => "a number",
        OptionKind.Integer => "a whole number",
        OptionKind.Size => "a size, as 3 or 3x5",
        OptionKind.Flag => "true or false",
        _ => "text",
    };

    private static string Code(string text) => text.Length == 0 ? "" : Cell.Code(text);

    private static void Fact(StringBuilder page, string name, string text)
    {
        if (text.Length > 0)
        {
            page.Append($"| {name} | {text} |\n");
        }
    }
}
