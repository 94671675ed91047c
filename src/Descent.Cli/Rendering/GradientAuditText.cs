using System.Globalization;

namespace Descent.Cli.Rendering;

/// <summary>The comparison of gradients with differences, for people and for programs.</summary>
internal static class GradientAuditText
{
    /// <summary>Writes a line for each parameter and what they mean.</summary>
    public static void Write(TextWriter writer, TrainingSession session, GradientAudit audit, int width)
    {
        var facts = new TextTable();
        facts.Add("model", session.Recipe.Model!);
        facts.Add("loss", $"{session.Recipe.Loss}, {Text(audit.Loss, "G6")} over {Numbers.Count(audit.Samples)} samples");
        facts.Write(writer, width);
        writer.WriteLine();
        List<string[]> rows = [["parameter", "elements", "by the record", "by differences", "worst relative difference"]];
        rows.AddRange(audit.Lines.Select(line => (string[])
        [
            $"{line.Path} {line.Shape}", Numbers.Count(line.Checked), Text(line.Worst.Analytic, "G9"), Text(line.Worst.Numeric, "G9"),
            $"{Text(line.Worst.RelativeError, "G2")}{(line.Worst.RelativeError <= GradientAudit.Tolerance ? "" : "  differs")}",
        ]));
        TextTable.WithNumbers(rows).Write(writer, width);
        writer.WriteLine();
        TextTable.Wrap(audit.Agrees
            ? $"Every gradient agrees with the differences of the loss to {Text(GradientAudit.Tolerance, "G2")}."
            : "Some gradients differ from the differences of the loss: a derivative is wrong, the loss is not the same each time, or it has a jump there.",
            width).ForEach(writer.WriteLine);
    }

    /// <summary>Writes one object on one line.</summary>
    public static void WriteJson(TrainingSession session, GradientAudit audit) => JsonLines.Write(line =>
    {
        line.WriteString("event", "gradcheck");
        line.WriteString("source", session.Recipe.Source);
        line.WriteString("model", session.Recipe.Model);
        line.Number("loss", audit.Loss);
        line.WriteNumber("samples", audit.Samples);
        line.WriteBoolean("agrees", audit.Agrees);
        line.WriteStartArray("parameters");
        foreach (var one in audit.Lines)
        {
            line.WriteStartObject();
            line.WriteString("name", one.Path);
            line.WriteString("shape", one.Shape.ToString());
            line.WriteNumber("elements", one.Checked);
            line.WriteNumber("element", one.Worst.Element);
            line.Number("analytic", one.Worst.Analytic);
            line.Number("numeric", one.Worst.Numeric);
            line.Number("relativeDifference", one.Worst.RelativeError);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
