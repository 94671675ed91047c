namespace Descent;

/// <summary>What came of a sweep.</summary>
/// <param name="Trials">Every trial, in order.</param>
/// <param name="Best">The best of those that were trained to their end; null while some are not ended, or where all failed.</param>
/// <param name="Test">The best trial's model on the test part, which no other trial was compared by; null without a best.</param>
/// <param name="IsComplete">Whether all trials ended; not so where the sweep was cancelled.</param>
public sealed record SweepResult(IReadOnlyList<SweepTrial> Trials, SweepTrial? Best, Evaluation? Test, bool IsComplete);

/// <summary>
/// Many trainings from one recipe, side by side: a grid or random search over any fields. Trials are compared on the validation part; the
/// test part is looked at once, by the best. The same seed gives the same trials and the same bytes for any number of them side by side.
/// </summary>
public sealed class Sweep
{
    // More than for one training: the best of many on few samples would be the luckiest.
    private const double ValidationFraction = 0.2;

    private readonly SweepData data = new(Math.Max(2, Environment.ProcessorCount));
    private readonly SweepSpace space;
    private readonly IReadOnlyList<IReadOnlyList<SweepSetting>> settings;
    private readonly bool isResumed;

    private Sweep(Recipe recipe, SweepFolder folder, bool isResumed)
    {
        if (recipe.Sweep is not { Fields.Count: > 0 })
        {
            throw recipe.Refusal(SweepReader.Part, "nothing varies: name fields and their values, such as optimizer.rate: 0.0001..0.1 log.");
        }

        if (recipe.ValidationFraction == 0)
        {
            throw recipe.Refusal("validationFraction", "a sweep compares trials on the validation part, so validationFraction cannot be 0; give 0.2, or leave it out.");
        }

        (Folder, this.isResumed) = (folder, isResumed);
        Recipe = recipe with { ValidationFraction = recipe.ValidationFraction ?? ValidationFraction };
        RecipeChecks.Refuse(Recipe);
        Data = data.Load(Recipe with { DataHash = null });
        if (recipe.DataHash is { } hash && hash != Data.Hash)
        {
            throw new DataException($"The data of '{recipe.Source}' has changed since the sweep in '{folder.Path}' began, so its trials cannot be compared. Begin anew, or put the data back.");
        }

        Metric = Recipe.Locate(SweepReader.Part, () => SweepMetric.Of(Plan, Data.Split.Train));
        space = new SweepSpace(Recipe with { DataHash = null }, Data);
        settings = space.Trials();
        Trials = [.. settings.Select((trial, i) => new SweepTrial
        {
            Trial = i + 1,
            Values = trial.ToDictionary(setting => $"{setting.Path}", setting => setting.Text),
        })];
        Recipe = Recipe with { DataHash = Data.Hash, Sweep = Plan with { Metric = Metric.Name } };
    }

    /// <summary>The recipe with what varies; what else is open is worked out for each trial.</summary>
    public Recipe Recipe { get; }

    /// <summary>The part of the recipe that makes trials.</summary>
    public SweepPlan Plan => Recipe.Sweep!;

    /// <summary>The data as the recipe has it, before anything varies.</summary>
    public TrainingData Data { get; }

    /// <summary>Where everything is kept.</summary>
    public SweepFolder Folder { get; }

    /// <summary>What trials are compared by: <c>loss</c> or a metric's name, on the validation part.</summary>
    public string MetricName => Metric.Name;

    /// <summary>Whether more of it is better.</summary>
    public bool HigherIsBetter => Metric.HigherIsBetter;

    /// <summary>The trials, none of them run yet.</summary>
    public IReadOnlyList<SweepTrial> Trials { get; }

    internal SweepMetric Metric { get; }

    /// <summary>A new sweep.</summary>
    /// <param name="recipe">What to train, with the part that says what varies.</param>
    /// <param name="path">The folder; null for one under <c>sweeps</c>.</param>
    /// <exception cref="DescentException">Something in the recipe or the data is wrong; nothing was written.</exception>
    public static Sweep Create(Recipe recipe, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var folder = new SweepFolder(path ?? SweepFolder.DefaultPath(recipe.Source, DateTime.Now));
        return folder.IsTaken
            ? throw new SpecificationException($"'{folder.Path}' already holds a sweep. Give another folder with --out, or continue that sweep with --resume {folder.Path}.")
            : new Sweep(recipe, folder, isResumed: false);
    }

    /// <summary>Goes on with a sweep: trials that have ended are kept, others go on from their checkpoints.</summary>
    /// <param name="path">Its folder.</param>
    /// <exception cref="DescentException">The folder holds no sweep, or its data has changed.</exception>
    public static Sweep Resume(string path)
    {
        var folder = new SweepFolder(path);
        if (!File.Exists(folder.RecipeFile))
        {
            throw new DataException(Directory.Exists(path)
                ? $"'{path}' holds no sweep: it has no sweep.json."
                : $"There is no sweep '{path}'. Begin one with 'descent sweep SOURCE --vary NAME=VALUES --out {path}'.");
        }

        return new Sweep(Recipe.FromJson(RecipeText.ReadFile(folder.RecipeFile), folder.RecipeFile), folder, isResumed: true);
    }

    /// <summary>Runs the trials.</summary>
    /// <param name="parallel">How many train side by side; null for as many as there are processors. It never shows in a result.</param>
    /// <param name="progress">Receives typed events, one at a time, on the threads of the trials.</param>
    /// <param name="cancellation">Saves a checkpoint of each trial that trains, and stops.</param>
    /// <exception cref="DescentException">Another process runs this sweep, or its folder holds another's trials.</exception>
    /// <exception cref="IOException">The folder cannot be written; what was there before stays.</exception>
    public SweepResult Run(int? parallel = null, IProgress<SweepEvent>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel ?? 1, 1);
        using var alone = Folder.Lock();
        if (!isResumed)
        {
            AtomicFile.Write(Folder.RecipeFile, Recipe.ToJson());
        }

        var run = new SweepRun(this, Math.Min(parallel ?? Environment.ProcessorCount, Trials.Count), progress);
        var trials = run.Run(cancellation);
        var isComplete = trials.All(trial => trial.State is not (SweepTrialState.Waiting or SweepTrialState.Paused));
        var best = isComplete ? (Ranked(trials) is [var first, ..] ? first : null) : null;
        if (best is null)
        {
            return new SweepResult(trials, null, null, isComplete);
        }

        var folder = Folder.Run(best.Trial);
        AtomicFile.Write(Folder.BestFile, folder.ReadRecipe().ToJson());
        return new SweepResult(trials, best, SavedRun.Load(folder.Path).Evaluate(), true);
    }

    /// <summary>The trials that were trained to their end, from the best to the worst; of equal ones the one with the lower loss comes first.</summary>
    public IReadOnlyList<SweepTrial> Ranked(IEnumerable<SweepTrial> trials)
    {
        var losses = Plan.Fields.All(field => field.Place.Field.Name != "loss");
        return [.. trials
            .Where(trial => trial.State == SweepTrialState.Done)
            .Order(Comparer<SweepTrial>.Create((one, other) => Metric.Compare(one.Score, other.Score)))
            .ThenBy(trial => losses ? trial.ValidationLoss : 0)
            .ThenBy(trial => trial.Trial)];
    }

    /// <summary>The recipe of a trial, and its data.</summary>
    internal (Recipe Recipe, TrainingData Data) Make(int trial) => space.Make(settings[trial - 1], data);
}
