using System.Globalization;

namespace Descent.Cli.Rendering;

/// <summary>What a concept says about itself, for people and as JSON.</summary>
internal static class DefinitionText
{
    private const double PlotFrom = -4;
    private const double PlotTo = 4;

    /// <summary>Writes it as text.</summary>
    public static void Write(TextWriter writer, CatalogKind kind, Definition definition, int width)
    {
        TextTable.Wrap($"{definition.Name}: {kind.Name}. {definition.Summary}", width).ForEach(writer.WriteLine);
        writer.WriteLine();
        var facts = new TextTable();
        AddUnlessEmpty(facts, "also called", string.Join(", ", definition.Aliases));
        AddUnlessEmpty(facts, "formula", definition.Formula);
        AddUnlessEmpty(facts, "expects", definition.Expects);
        AddUnlessEmpty(facts, "values", definition.Range);
        AddUnlessEmpty(facts, "caveats", definition.Caveats);
        AddUnlessEmpty(facts, "source", definition.Source);
        facts.Write(writer, width);
        if (definition.Options.Count > 0)
        {
            writer.WriteLine("\noptions");
            var options = new TextTable();
            foreach (var option in definition.Options)
            {
                options.Add(
                    string.Join(", ", option.Aliases.Prepend(option.Name)), $"{option.Meaning} ({string.Join("; ", Rules(option))})");
            }

            options.Write(writer, width, indent: 2);
        }

        if (kind.Name == "activation" && definition.Expression is { } expression)
        {
            writer.WriteLine();
            FunctionPlot.Write(writer, x => expression.Evaluate(Values(definition, x)), PlotFrom, PlotTo, width);
        }
    }

    /// <summary>Writes it as one JSON object.</summary>
    public static void WriteJson(CatalogKind kind, Definition definition) => JsonLines.Write(line =>
    {
        line.WriteString("kind", kind.Name);
        line.WriteString("name", definition.Name);
        line.Texts("aliases", definition.Aliases);
        line.WriteString("summary", definition.Summary);
        line.WriteString("formula", definition.Formula);
        line.WriteString("expects", definition.Expects);
        line.WriteString("range", definition.Range);
        line.WriteString("source", definition.Source);
        line.WriteString("caveats", definition.Caveats);
        line.WriteStartArray("options");
        foreach (var option in definition.Options)
        {
            line.WriteStartObject();
            line.WriteString("name", option.Name);
            line.Texts("aliases", option.Aliases);
            line.WriteString("type", Type(option));
            line.WriteString("default", option.Default);
            line.WriteString("range", option.Range);
            line.WriteString("meaning", option.Meaning);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    // The formula's variables: x, and options by their names.
    private static Dictionary<string, double> Values(Definition definition, double x)
    {
        var values = new Dictionary<string, double> { ["x"] = x };
        foreach (var option in definition.Options.Where(option => option.Kind is OptionKind.Number or OptionKind.Integer))
        {
            if (double.TryParse(option.Default, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                values[option.Name] = value;
            }
        }

        return values;
    }

    private static IEnumerable<string> Rules(Option option)
    {
        yield return option.Choices.Count > 0 ? option.Range : Type(option);
        if (option.Choices.Count == 0 && option.Range.Length > 0)
        {
            yield return option.Range.Replace("x", option.Name, StringComparison.Ordinal);
        }

        yield return option.Default is { } value ? $"default {value}" : "must be given";
        if (option.Positional)
        {
            yield return "the name may be left out";
        }
    }

    private static string Type(Option option) => option.Kind switch
    {
        OptionKind.Number => "number",
        OptionKind.Integer => "whole number",
        OptionKind.Size => "size, as 3 or 3x5",
        OptionKind.Flag => "flag",
        _ => "text",
    };

    private static void AddUnlessEmpty(TextTable table, string name, string text)
    {
        if (text.Length > 0)
        {
            table.Add(name, text);
        }
    }
}
