using System.Globalization;

namespace Descent;

/// <summary>Gathers a report, part by part; what cannot be had becomes a sentence instead.</summary>
internal sealed class RunReportMaker(string path, CancellationToken cancellation)
{
    private readonly RunFolder folder = new(path);
    private readonly List<string> gaps = [];

    public RunReport Make()
    {
        RefuseFolders();
        var recipe = folder.ReadRecipe();
        var status = RunStatus.Of(folder);
        var history = ReportCurves.Read(folder);
        var data = Try("The data of the run cannot be shown", () => DataSource.Load(recipe));
        cancellation.ThrowIfCancellationRequested();
        return new RunReport
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
            Status = status,
            Recipe = RunReport.FieldsOf(recipe),
            Epochs = recipe.Epochs,
            Curves = ReportCurves.Of(history),
            Model = Try("The model cannot be shown", () => Model(recipe)),
            Data = data is null ? null : ReportData.Of(recipe, data),
            Test = Test(status, data),
            Findings = ReportFinding.Read(folder),
            IsExamined = File.Exists(folder.FindingsFile),
            Health = Try("What the doctor measured cannot be read", () => ReportHealth.Read(folder)),
            Gaps = gaps,
        };
    }

    private static ReportLayer? Model(Recipe recipe)
    {
        if (recipe.Model is null || recipe.InputShape is null)
        {
            return null;
        }

        var input = new Shape(recipe.InputShape.ToArray());
        return ReportLayer.Of(ModelSpecification.Build(recipe.Model, input), input);
    }

    private ReportTest? Test(RunStatus status, TrainingData? data)
    {
        if (!File.Exists(folder.ModelFile))
        {
            gaps.Add(status.State == RunState.Training
                ? "The model is measured on the test part when its training has ended."
                : $"The model was not measured on the test part, as its training has not ended. Go on with: descent train --resume {path}");
            return null;
        }

        if (data is null)
        {
            return null;
        }

        if (status.State != RunState.Done)
        {
            gaps.Add("The measures on the test part are those of the model that an earlier, shorter training of this run saved.");
        }

        return Try("The model cannot be measured on the test part", () => Measure(SavedRun.Load(path), data));
    }

    private ReportTest Measure(SavedRun run, TrainingData data)
    {
        var evaluation = run.Evaluate();
        cancellation.ThrowIfCancellationRequested();
        var (predictions, isClasses) = (evaluation.Predictions, evaluation.Predictions.Task == TaskKind.Classification);
        return new ReportTest
        {
            Samples = data.Split.Test.Count,
            Loss = ReportCurves.Finite(evaluation.Loss),
            Metrics = evaluation.Metrics.ToDictionary(metric => metric.Key, metric => ReportCurves.Finite(metric.Value)),
            Classes = predictions.Count > 0 && isClasses ? Try("The classes cannot be judged", () => ReportClasses.Of(predictions)) : null,
            Values = isClasses ? [] : ReportValues.Of(predictions),
            Mistakes = predictions.Count > 0 ? ReportSamples.Of(predictions, data.Split.Test, data.Encoder) : new ReportSamples(),
        };
    }

    private T? Try<T>(string what, Func<T?> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (Exception error) when (error is DescentException or IOException or UnauthorizedAccessException)
        {
            gaps.Add($"{what}: {error.Message}");
            return null;
        }
    }

    /// <summary>A folder of several runs has no page of its own, but its runs have.</summary>
    private void RefuseFolders()
    {
        if (File.Exists(folder.RecipeFile) && ReportCurves.Read(folder).Count > 0)
        {
            return;
        }

        var (kind, runs) = Directory.Exists(Path.Combine(path, "trials")) ? ("sweep", Below(Path.Combine(path, "trials")))
            : Directory.Exists(Path.Combine(path, "fold-1")) ? ("cross-validation", Below(path))
            : File.Exists(folder.RecipeFile) || !Directory.Exists(path) ? ("", [])
            : ("folder of runs", Below(path));
        if (runs.Length > 0)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' is a {kind} with {runs.Length} run{(runs.Length == 1 ? "" : "s")}, each with a report of its own: 'descent report {Best(runs)}'{(runs.Length == 1 ? "" : " for the best, or another of them")}. 'descent lab --runs {path}' shows all."));
        }
    }

    private static string[] Below(string parent)
        => [.. Directory.GetDirectories(parent).Where(run => File.Exists(new RunFolder(run).RecipeFile)).Order(StringComparer.Ordinal)];

    private static string Best(string[] runs)
        => runs.MinBy(run => ReportCurves.Read(new RunFolder(run)).Select(epoch => epoch.ValidationLoss ?? epoch.TrainLoss)
            .Where(double.IsFinite).DefaultIfEmpty(double.PositiveInfinity).Min())!;
}
