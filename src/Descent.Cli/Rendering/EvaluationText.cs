namespace Descent.Cli.Rendering;

/// <summary>An evaluation, for people and as JSON.</summary>
internal static class EvaluationText
{
    private const int ConfusionsShown = 10;

    /// <summary>Writes metrics and, for classes, what was taken for what.</summary>
    public static void Write(TextWriter writer, Evaluation evaluation, int width, double temperature = 1)
    {
        var isCalibrated = IsOfProbabilities(evaluation);
        var table = new TextTable();
        table.Add("samples", Numbers.Count(evaluation.Predictions.Count));
        foreach (var (name, value) in evaluation.Metrics)
        {
            table.Add(Numbers.Words(name), Numbers.Short(value));
        }

        table.Add("loss", Numbers.Short(evaluation.Loss));
        if (isCalibrated)
        {
            table.Add("calibration error", Numbers.Short(CalibrationText.Error(evaluation)));
        }

        if (temperature != 1)
        {
            table.Add("temperature", $"{Numbers.Short(temperature)}, by which logits are divided");
        }

        table.Write(writer, width, indent: 2);
        if (evaluation.Predictions.Task != TaskKind.Classification)
        {
            return;
        }

        writer.WriteLine();
        var matrix = ConfusionMatrix.Of(evaluation.Predictions);
        var text = matrix.ToString();
        if (text.Split('\n').Max(line => line.Length) <= width)
        {
            writer.WriteLine(text);
        }
        else
        {
            WriteConfusions(writer, matrix);
        }

        if (isCalibrated)
        {
            writer.WriteLine("\nreliability");
            CalibrationText.WriteReliability(writer, evaluation, width);
        }
    }

    /// <summary>Writes one JSON object.</summary>
    public static void WriteJson(string run, string? file, Evaluation evaluation, double temperature = 1) => JsonLines.Write(line =>
    {
        line.WriteString("run", run);
        line.WriteString("data", file);
        line.WriteNumber("samples", evaluation.Predictions.Count);
        line.Metrics("test", evaluation.Metrics, evaluation.Loss);
        if (evaluation.Predictions.Task != TaskKind.Classification)
        {
            return;
        }

        var matrix = ConfusionMatrix.Of(evaluation.Predictions);
        line.Texts("classes", matrix.ClassNames);
        line.WriteStartArray("confusionMatrix");
        for (var actual = 0; actual < matrix.Classes; actual++)
        {
            line.WriteStartArray();
            for (var predicted = 0; predicted < matrix.Classes; predicted++)
            {
                line.WriteNumberValue(matrix[actual, predicted]);
            }

            line.WriteEndArray();
        }

        line.WriteEndArray();
        if (IsOfProbabilities(evaluation))
        {
            line.Number("temperature", temperature);
            CalibrationText.WriteReliability(line, evaluation);
        }
    });

    // Where an output is NaN there is no calibration to speak of, and metrics are empty.
    private static bool IsOfProbabilities(Evaluation evaluation)
        => evaluation.Predictions.Task == TaskKind.Classification && evaluation.Metrics.Count > 0;

    // The matrix is too wide: the commonest mistakes are what it is read for.
    private static void WriteConfusions(TextWriter writer, ConfusionMatrix matrix)
    {
        var classes = Enumerable.Range(0, matrix.Classes).ToArray();
        var mistakes = classes.SelectMany(actual => classes.Select(predicted => (actual, predicted, Count: matrix[actual, predicted])))
            .Where(pair => pair.actual != pair.predicted && pair.Count > 0)
            .OrderByDescending(mistake => mistake.Count)
            .Take(ConfusionsShown);
        writer.WriteLine("commonest mistakes");
        foreach (var (actual, predicted, count) in mistakes)
        {
            var (truth, taken) = (matrix.ClassNames[actual], matrix.ClassNames[predicted]);
            writer.WriteLine($"  {truth} taken for {taken}: {Numbers.Count(count)} of {Numbers.Count(matrix.Actual(actual))}");
        }
    }
}
