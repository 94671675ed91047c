using System.Text.Json;

namespace Descent;

/// <summary>One fold: the part that was tested on, and how well it went.</summary>
/// <param name="Fold">The fold, from 1.</param>
/// <param name="Folder">Its run folder.</param>
/// <param name="Test">The fold's own part, which its training never saw.</param>
public sealed record FoldResult(int Fold, RunFolder Folder, Evaluation Test);

/// <summary>Mean and standard deviation of a number over folds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation, dividing by n - 1.</param>
public readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>That of some numbers, two or more.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var mean = values.Average();
        return new Spread(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Count - 1)));
    }
}

/// <summary>
/// Trains one recipe several times, each time with another part of the data kept for the test, so that every sample is tested on once. Each
/// fold is a run folder of its own, with encoders and scaling fitted on its own training part alone; classes are spread over the folds in
/// proportion.
/// </summary>
/// <remarks>Source: Kohavi, A study of cross-validation and bootstrap for accuracy estimation and model selection, IJCAI 1995.</remarks>
public sealed class CrossValidation
{
    private const string LossName = "loss";

    private readonly RunFolder folder;

    private CrossValidation(Recipe recipe, string path) => (Recipe, folder) = (recipe, new RunFolder(path));

    /// <summary>The recipe of all folds.</summary>
    public Recipe Recipe { get; }

    /// <summary>The number of folds.</summary>
    public int Folds => Recipe.Folds!.Value;

    /// <summary>The folder that holds a run folder for each fold, <c>fold-1</c> and so on, the recipe, and <c>summary.json</c>.</summary>
    public string Path => folder.Path;

    /// <summary>The file with mean and deviation of each metric.</summary>
    public string SummaryFile => System.IO.Path.Combine(Path, "summary.json");

    /// <summary>Whether a recipe is one of several folds that are all to be trained.</summary>
    public static bool IsAsked(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe is { Folds: not null, Fold: null };
    }

    /// <summary>Whether a folder holds folds.</summary>
    public static bool IsIn(string path)
    {
        var folder = new RunFolder(path);
        return File.Exists(folder.RecipeFile) && IsAsked(folder.ReadRecipe());
    }

    /// <summary>A new cross-validation.</summary>
    /// <param name="recipe">What to train; its <see cref="Recipe.Folds"/> say how often.</param>
    /// <param name="path">The folder; null for one under <c>runs</c>.</param>
    /// <exception cref="DescentException">Something in the recipe is wrong, or the folder is taken; nothing was written.</exception>
    public static CrossValidation Create(Recipe recipe, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        RecipeChecks.Refuse(recipe);
        var made = new CrossValidation(recipe, path ?? RunFolder.DefaultPath(recipe.Source, DateTime.Now));
        return made.folder.IsTaken || Directory.Exists(made.FoldFolder(1).Path)
            ? throw new SpecificationException($"'{made.Path}' already holds runs. Give another folder with --out, or go on with --resume {made.Path}.")
            : made;
    }

    /// <summary>Goes on with the folds of a folder: those that have ended are kept, one that was interrupted goes on.</summary>
    /// <exception cref="DescentException">The folder holds no folds.</exception>
    public static CrossValidation Resume(string path)
    {
        var recipe = new RunFolder(path).ReadRecipe();
        return IsAsked(recipe) ? new CrossValidation(recipe, path) : throw new SpecificationException($"'{path}' is one run, not a folder of folds.");
    }

    /// <summary>Trains the folds, one after another.</summary>
    /// <param name="train">Trains one session, such as with a view of its progress; null just runs it.</param>
    /// <param name="cancellation">Saves a checkpoint and stops; what was done is kept.</param>
    /// <returns>The folds that have ended; all of them unless it was cancelled.</returns>
    /// <exception cref="DescentException">Something in recipe or data is wrong.</exception>
    public IReadOnlyList<FoldResult> Run(Func<TrainingSession, SessionResult>? train = null, CancellationToken cancellation = default)
    {
        train ??= session => session.Run(null, cancellation);
        var results = new List<FoldResult>();
        Array.ForEach([folder.RecipeFile, SummaryFile], AtomicFile.RemoveLeftovers);
        for (var fold = 1; fold <= Folds; fold++)
        {
            var at = FoldFolder(fold);
            if (File.Exists(at.ModelFile))
            {
                at.RemoveLeftovers();
                results.Add(new FoldResult(fold, at, SavedRun.Load(at.Path).Evaluate()));
                continue;
            }

            var session = File.Exists(at.Checkpoints.Last)
                ? TrainingSession.Resume(at.Path)
                : TrainingSession.Create(Recipe with { Fold = fold }, Fresh(at).Path);
            if (fold == 1)
            {
                Directory.CreateDirectory(Path);
                AtomicFile.Write(folder.RecipeFile, Recipe.ToJson());
            }

            var result = train(session);
            if (result.Test is null)
            {
                return results;
            }

            results.Add(new FoldResult(fold, at, result.Test));
        }

        WriteSummary(results);
        return results;
    }

    /// <summary>Mean and standard deviation over folds of the loss and of each metric that all of them have.</summary>
    public static IReadOnlyDictionary<string, Spread> Summarize(IReadOnlyList<FoldResult> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        var spreads = new Dictionary<string, Spread>();
        foreach (var name in folds.Count == 0 ? [] : folds[0].Test.Metrics.Keys.Where(name => folds.All(fold => fold.Test.Metrics.ContainsKey(name))))
        {
            spreads.Add(name, Spread.Of([.. folds.Select(fold => fold.Test.Metrics[name])]));
        }

        if (folds.Count > 0)
        {
            spreads.Add(LossName, Spread.Of([.. folds.Select(fold => fold.Test.Loss)]));
        }

        return spreads;
    }

    private RunFolder FoldFolder(int fold) => new(System.IO.Path.Combine(Path, FormattableString.Invariant($"fold-{fold}")));

    // A fold that was killed before its first checkpoint begins anew.
    private static RunFolder Fresh(RunFolder at)
    {
        at.Discard();
        return at;
    }

    private void WriteSummary(List<FoldResult> folds)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("folds", folds.Count);
            foreach (var (name, spread) in Summarize(folds))
            {
                writer.WriteStartObject(name);
                WriteNumber(writer, "mean", spread.Mean);
                WriteNumber(writer, "standardDeviation", spread.Deviation);
                writer.WriteStartArray("values");
                foreach (var fold in folds)
                {
                    var value = name == LossName ? fold.Test.Loss : fold.Test.Metrics[name];
                    if (double.IsFinite(value))
                    {
                        writer.WriteNumberValue(value);
                    }
                    else
                    {
                        writer.WriteNullValue();
                    }
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        AtomicFile.Write(SummaryFile, System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
