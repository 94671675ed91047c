namespace Descent.Cli.Rendering;

/// <summary>What a concept says about itself, for people and as JSON.</summary>
internal static class DefinitionText
{
    /// <summary>Writes it as text.</summary>
    public static void Write(TextWriter writer, CatalogKind kind, Definition definition, int width)
    {
        TextTable.Wrap($"{definition.Name}: {kind.Name}. {definition.Summary}", width).ForEach(writer.WriteLine);
        writer.WriteLine();
        var facts = new TextTable();
        AddUnlessEmpty(facts, "also called", string.Join(", ", definition.Aliases));
        AddUnlessEmpty(facts, kind.Name == "finding" ? "found when" : "formula", definition.Formula);
        AddUnlessEmpty(facts, kind.Name == "loss" ? "gradient" : "derivative", definition.Gradient);
        AddUnlessEmpty(facts, kind.Name == "finding" ? "looks at" : "expects", definition.Expects);
        AddUnlessEmpty(facts, "values", definition.Range);
        AddUnlessEmpty(facts, kind.Name == "finding" ? "thresholds" : "caveats", definition.Caveats);
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

        if (definition is Definition<string> program)
        {
            writer.WriteLine($"\n{program.CreateDefault()}");
        }

        if (Curve.Of(definition) is { } curve)
        {
            writer.WriteLine();
            FunctionPlot.Write(writer, curve, width);
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
        line.WriteString("gradient", definition.Gradient);
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
