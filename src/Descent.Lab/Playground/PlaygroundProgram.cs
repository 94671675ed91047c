using System.Globalization;
using System.Text;

namespace Descent.Lab.Playground;

/// <summary>A training of the playground as a program of its own, which gives the same numbers.</summary>
internal static class PlaygroundProgram
{
    /// <summary>The program.</summary>
    public static string Of(PlaygroundSettings settings, PlaygroundTraining training)
    {
        var text = new StringBuilder();
        var invariant = CultureInfo.InvariantCulture;
        text.AppendLine(invariant, $"#:package Descent@{Version}");
        text.AppendLine("// Made by the playground of the Descent Lab. Run it with: dotnet run playground.cs");
        text.AppendLine("using System.Globalization;");
        text.AppendLine("using Descent;");
        text.AppendLine();
        text.AppendLine("CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;");
        text.AppendLine(invariant, $"var loss = Specification.Make({Quoted(settings.Loss)}, Catalog.Losses, \"loss\");");
        text.Append(Data(settings));
        text.AppendLine(invariant, $"var model = ModelSpecification.Build(\n    {Quoted(training.Model.Text)}, split.Train.InputShape);");
        text.AppendLine(invariant, $"var optimizer = Specification.Make({Quoted(settings.Optimizer)}, Catalog.Optimizers, \"optimizer\");");
        text.AppendLine("var trainer = new Trainer(model, loss, optimizer)");
        text.AppendLine("{");
        text.AppendLine(invariant, $"    Schedule = ScheduleSpecification.Make({Quoted(settings.Schedule)}),");
        if (settings.L1 > 0 || settings.L2 > 0)
        {
            text.AppendLine(invariant, $"    Penalty = new WeightPenalty(l1: {settings.L1:R}, l2: {settings.L2:R}),");
        }

        if (settings.Data == "table")
        {
            text.AppendLine("    Target = target,");
        }

        text.AppendLine("};");
        if (training.Journal.Deeds.Any(deed => deed.Kind != 'b'))
        {
            text.AppendLine("// On the page single samples were stepped through or weights set by hand; this program trains whole batches from the start.");
        }

        text.AppendLine(invariant, $"trainer.Fit(split.Train, epochs: {Epochs(settings, training)}, split.Test, batchSize: {settings.BatchSize}, seed: {settings.Seed});");
        text.AppendLine();
        text.AppendLine("foreach (var (name, part) in new[] { (\"train\", split.Train), (\"test\", split.Test) })");
        text.AppendLine("{");
        text.AppendLine(invariant, $"    var measured = Evaluator.Evaluate(model, loss, part{(settings.Data == "table" ? ", target: target" : "")});");
        text.AppendLine("    Console.WriteLine($\"{name}: loss {measured.Loss:R}, {string.Join(\", \", measured.Metrics.Select(metric => $\"{metric.Key} {metric.Value:R}\"))}\");");
        text.AppendLine("}");
        return text.ToString();
    }

    /// <summary>The epochs done, where the schedule does not depend on how many were planned; else those planned.</summary>
    public static int Epochs(PlaygroundSettings settings, PlaygroundTraining training)
    {
        var schedule = ScheduleSpecification.Make(settings.Schedule);
        return training.Epoch > 0 && ReferenceEquals(schedule, schedule.Over(settings.Epochs)) ? training.Epoch : settings.Epochs;
    }

    private static string Version => typeof(Tensor).Assembly.GetName().Version!.ToString(3);

    private static string Data(PlaygroundSettings settings)
    {
        var invariant = CultureInfo.InvariantCulture;
        var split = string.Create(invariant, $"testFraction: {settings.TestFraction:R}, seed: {settings.Seed}");
        if (settings.Data == "drawn")
        {
            var numbers = settings.Drawn!;
            var count = numbers.Length / 3;
            var inputs = string.Join(", ", Enumerable.Range(0, count).Select(
                i => string.Create(invariant, $"{(float)numbers[3 * i]:R}f, {(float)numbers[(3 * i) + 1]:R}f")));
            var labels = Enumerable.Range(0, count).Select(i => (int)numbers[(3 * i) + 2]).ToArray();
            var names = string.Join(", ", Enumerable.Range(0, labels.Max() + 1).Select(label => $"\"{label}\""));
            return $"float[] inputs = [{inputs}];\nint[] labels = [{string.Join(", ", labels)}];\n"
                + $"var data = Dataset.Classification(\"drawn\", new Shape(2), inputs, labels, [{names}], [\"x\", \"y\"]);\n"
                + $"var split = Split.Stratified(data, {split});\n";
        }

        if (settings.Data == "table")
        {
            var fence = Fence(settings.Table!.Text);
            var target = settings.Table.Target is { Length: > 0 } given ? Quoted(given) : "TabularOptions.Last";
            var features = string.Join(", ", (settings.Table.Features ?? []).Select(Quoted));
            return $"var table = CsvTable.Parse({fence}\n{settings.Table.Text.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}, null, \"the table\");\n"
                + "var data = TabularData.Prepare(table, null, new TabularOptions\n{\n"
                + $"    Target = {target},\n    Features = [{features}],\n"
                + string.Create(invariant, $"    TestFraction = {settings.TestFraction:R},\n    ValidationFraction = 0,\n    Seed = {settings.Seed},\n")
                + "    StandardizeTarget = !loss.NeedsTargetUnit,\n});\nvar split = data.Split;\n"
                + "var target = data.Encoder.Target.Task == TaskKind.Regression ? data.Encoder.Target : null;\n";
        }

        var method = PlaygroundData.Generated.Single(one => one.Name == settings.Data).Method;
        return string.Create(
            invariant,
            $"var data = Datasets.{method}(count: {settings.Points}, noise: {settings.Noise:R}, seed: {settings.Seed});\nvar split = Split.Stratified(data, {split});\n");
    }

    // A raw string's fence is longer than any run of quotes within.
    private static string Fence(string text)
    {
        var fence = "\"\"\"";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "\"";
        }

        return fence;
    }

    private static string Quoted(string text)
        => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";
}
