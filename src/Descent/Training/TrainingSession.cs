namespace Descent;

/// <summary>What a session gave: the training, and the measure on samples that it never saw.</summary>
/// <param name="Run">The training.</param>
/// <param name="Test">The test part; null where training was cancelled.</param>
/// <param name="Seconds">The time of the training, without loading and test.</param>
public sealed record SessionResult(TrainingRun Run, Evaluation? Test, double Seconds);

/// <summary>One training from a recipe to a folder with the trained model: data, model, training, test, files.</summary>
public sealed class TrainingSession
{
    private readonly Loss loss;
    private readonly Optimizer optimizer;
    private readonly Schedule schedule;
    private readonly AugmentationPlan changes;
    private readonly List<string> beginning = [];
    private readonly bool resumed;

    private TrainingSession(Recipe recipe, TrainingData data, RunFolder folder, bool resumed)
    {
        Data = data;
        Folder = folder;
        this.resumed = resumed;
        Recipe = RecipeDefaults.Complete(recipe, data);
        loss = Specification.Make(Recipe.Loss!, Catalog.Losses, "loss");
        StepCheck.RefuseWithoutGradient(loss);
        Targets.RefuseUnlessHeld(loss, data.Split.Train);
        optimizer = Specification.Make(Recipe.Optimizer!, Catalog.Optimizers, "optimizer");
        schedule = ScheduleSpecification.Make(Recipe.Schedule!);
        changes = Changes(recipe, data.Split.Train, loss);
        Model = recipe.BuildModel(Recipe.Model!, data.Split.Train.InputShape);
        Begin(recipe);
    }

    /// <summary>The recipe with everything said.</summary>
    public Recipe Recipe { get; private set; }

    /// <summary>The data.</summary>
    public TrainingData Data { get; }

    /// <summary>The model; trained once <see cref="Run"/> has returned.</summary>
    public Layer Model { get; }

    /// <summary>What is minimised.</summary>
    internal Loss Loss => loss;

    /// <summary>Where everything is kept.</summary>
    public RunFolder Folder { get; }

    /// <summary>The clock of the curves for TensorBoard; it changes nothing else.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What looks at each epoch of <see cref="Run"/>, and may ask for another rate or for the end; no part of the recipe.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; set; } = [];

    /// <summary>What was decided, in sentences: <c>target 'species' has 3 classes: 3 logits, cross-entropy</c>.</summary>
    public IReadOnlyList<string> Notes => [.. Data.Notes, Decision(), .. beginning];

    /// <summary>A new training.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="path">The run folder; null for one under <c>runs</c>.</param>
    /// <exception cref="DescentException">Something in the recipe or the data is wrong; nothing was written.</exception>
    public static TrainingSession Create(Recipe recipe, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Sweep is not null)
        {
            throw recipe.Refusal(SweepReader.Part, "this recipe holds many trainings: run it with 'descent sweep', or take its part 'sweep' out.");
        }

        RecipeChecks.Refuse(recipe);
        if (recipe.Patience > 0)
        {
            // However few the samples: stopping early needs some to watch.
            recipe = recipe with { ValidationFraction = recipe.ValidationFraction ?? DataSource.DefaultValidationFraction };
        }

        var folder = new RunFolder(path ?? RunFolder.DefaultPath(recipe.Source, DateTime.Now));
        if (folder.IsTaken)
        {
            throw new SpecificationException($"'{folder.Path}' already holds a run, or files with the names of a run's. Give another folder with --out, or continue that run with --resume {folder.Path}.");
        }

        return new TrainingSession(recipe, DataSource.Load(recipe), folder, resumed: false);
    }

    /// <summary>A training on data that is there already: a new one, or the one that its folder holds, which then goes on.</summary>
    internal static TrainingSession Begin(Recipe recipe, RunFolder folder, TrainingData data)
    {
        RecipeChecks.Refuse(recipe);
        var session = new TrainingSession(recipe, data, folder, resumed: File.Exists(folder.RecipeFile));
        if (!session.resumed)
        {
            // What was killed before its recipe was whole has learned nothing.
            folder.Discard();
        }
        else if (folder.ReadRecipe().ToJson() != session.Recipe.ToJson())
        {
            throw new DataException($"'{folder.RecipeFile}' is another training's, or its data has changed since. Remove the folder, or put the recipe back.");
        }

        return session;
    }

    /// <summary>Goes on with a training that was interrupted, bit for bit as if it had not been.</summary>
    /// <param name="path">Its run folder.</param>
    /// <param name="epochs">More epochs than it was planned for; null for the plan.</param>
    /// <exception cref="DescentException">The folder is no run, or its data has changed.</exception>
    public static TrainingSession Resume(string path, int? epochs = null)
    {
        var folder = new RunFolder(path);
        var recipe = folder.ReadRecipe();
        RecipeChecks.Refuse(recipe);
        if (epochs < recipe.Epochs)
        {
            throw new SpecificationException($"'{path}' was planned for {recipe.Epochs} epochs; going on can extend it, not cut it to {epochs}.");
        }

        var data = DataSource.Load(recipe);
        if (recipe.DataHash is { } hash && hash != data.Hash)
        {
            throw new DataException($"The data of '{recipe.Source}' has changed since '{path}' was started, so the run cannot go on as it was. Train anew, or put the data back.");
        }

        return new TrainingSession(epochs is null ? recipe : recipe with { Epochs = epochs }, data, folder, resumed: true);
    }

    /// <summary>Trains, tests and saves.</summary>
    /// <param name="progress">Receives typed events, on this thread.</param>
    /// <param name="cancellation">Saves a checkpoint and stops.</param>
    /// <exception cref="DescentException">Model, loss and data do not go together (the folder is then as before), or a value became non-finite.</exception>
    /// <exception cref="IOException">The run folder cannot be written; what was there before stays.</exception>
    public SessionResult Run(IProgress<TrainingEvent>? progress = null, CancellationToken cancellation = default)
    {
        using var health = new HealthRecorder(Folder);
        var doctor = new Doctor { Origin = (Recipe, Data), Recorder = health.Write, Past = resumed ? HealthRecord.Read(Folder) : HealthRecord.Empty };
        var trainer = Trainer(doctor, Folder.Checkpoints);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var hold = new TrainingHold(Folder, cancellation);
        using var recorder = new Recorder(Folder, Time, hold, progress);
        TrainingRun run;
        try
        {
            Prepare(hold);
            health.Open(resumed);
            run = Fit(trainer, recorder, hold.Token);
        }
        catch (Exception error) when (error is DescentException or IOException or UnauthorizedAccessException && !resumed && !recorder.HasStepped)
        {
            recorder.Dispose();
            hold.Dispose();
            health.Dispose();
            if (error is NonFiniteException)
            {
                health.WriteFindings(doctor.Findings);
                LogFailure(error);
            }
            else
            {
                // Nothing was learned, and the folder would only stand in the way of the mended recipe.
                Folder.Discard();
            }

            throw;
        }
        catch (Exception error)
        {
            if (error is NonFiniteException)
            {
                health.WriteFindings(doctor.Findings);
            }

            LogFailure(error);
            throw;
        }

        health.WriteFindings(doctor.Findings);
        var seconds = clock.Elapsed.TotalSeconds;
        Folder.WriteMetrics(run.History);
        Folder.Log($"{run.Reason} after {run.History.Count} epochs{(run.StopMessage is { } message ? $": {message}" : "")}");
        if (run.Reason == StopReason.Cancelled)
        {
            return new SessionResult(run, null, seconds);
        }

        SafeTensors.Write(
            Folder.ModelFile,
            Model.Parameters.Select(named => new KeyValuePair<string, Tensor>(named.Path, named.Parameter.Value)).ToArray(),
            Folder.EncodingChecksum());
        var test = Evaluator.Evaluate(Model, loss, Data.Split.Test, Evaluator.DefaultBatchSize, Data.Target);
        return new SessionResult(run, test, seconds);
    }

    private bool Shuffles => Recipe.Shuffle is not "no";

    /// <summary>A trainer as the recipe says.</summary>
    /// <param name="doctor">What watches it.</param>
    /// <param name="checkpoints">Where checkpoints go; null for none.</param>
    internal Trainer Trainer(Doctor? doctor, CheckpointFolder? checkpoints) => new(Model, loss, optimizer)
    {
        Schedule = schedule,
        Clipping = Recipe.ClipNorm is { } norm ? GradientClipping.ByNorm(norm) : null,
        SchedulesSteps = Recipe.ScheduleBy == "step",
        Accumulation = Recipe.Accumulate ?? 1,
        Penalty = Recipe.L1 > 0 || Recipe.L2 > 0 ? new WeightPenalty(Recipe.L1 ?? 0, Recipe.L2 ?? 0) : null,
        Augmentations = changes.Augmentations,
        Mixing = changes.Mixing,
        Shuffle = Shuffles,
        Averaging = Recipe.AverageDecay is { } decay ? new ExponentialMovingAverage(decay) : null,
        EarlyStopping = Recipe.Patience > 0 ? new EarlyStopping(Recipe.Patience.Value) : null,
        RestoreBest = Recipe.Patience > 0,
        Checkpoints = checkpoints,
        Callbacks = Callbacks,
        Target = Data.Target,
        Doctor = doctor,
    };

    /// <summary>Trains by a trainer for as long as the recipe says.</summary>
    internal TrainingRun Fit(Trainer trainer, IProgress<TrainingEvent>? progress, CancellationToken cancellation) => trainer.Fit(
        Data.Split.Train, Recipe.Epochs!.Value, Data.Split.Validation, Recipe.BatchSize!.Value, Recipe.Seed, progress, cancellation);

    /// <summary>A doctor's eyes on this training, without training.</summary>
    internal TrainingWatch Watch(Doctor doctor, IProgress<TrainingEvent>? progress) => new(
        doctor, Trainer(null, null), Data.Split.Train, Data.Split.Validation, new Batches(Data.Split.Train, Recipe.BatchSize!.Value, Recipe.Seed, Shuffles),
        Recipe.Seed, Recipe.Epochs!.Value, progress);

    private static AugmentationPlan Changes(Recipe recipe, Dataset train, Loss loss) => recipe.Augment is not { } text
        ? AugmentationPlan.None
        : recipe.Locate("augment", () =>
        {
            var plan = AugmentationSpecification.Make(text).For(train);
            if (plan.Mixing is not null)
            {
                Targets.RefuseUnlessMixable(loss, plan.Mixing);
            }

            return plan;
        });

    /// <summary>Takes trained weights, where a new training is to begin with them, and freezes layers.</summary>
    private void Begin(Recipe recipe)
    {
        if (recipe.From is { } source && !(resumed && recipe.WeightsHash is not null))
        {
            recipe.Locate("from", () =>
            {
                var hash = Pretrained.Hash(Pretrained.FileOf(source));
                if (recipe.WeightsHash is { } known && known != hash)
                {
                    throw new DataException($"The weights of '{source}' have changed since this recipe was written, so it cannot be repeated. Put them back, or leave weightsHash out.");
                }

                if (!resumed)
                {
                    beginning.Add(Pretrained.LoadInto(Model, source).Describe(source));
                }

                return Recipe = Recipe with { WeightsHash = hash };
            });
        }

        if (recipe.Freeze is { Count: > 0 } patterns)
        {
            var frozen = recipe.Locate("freeze", () => Pretrained.Freeze(Model, patterns));
            beginning.Add($"frozen: {string.Join(", ", frozen)}");
        }

        if (recipe.Rates is { Count: > 0 } rates)
        {
            optimizer.Use(recipe.Locate("rates", () => LayerRates.Groups(Model, rates, optimizer)));
        }
    }

    private void LogFailure(Exception error)
    {
        try
        {
            Folder.Log($"{RunStatus.FailedMark}{error.Message.ReplaceLineEndings(" ")}");
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // What went wrong first is what is told.
        }
    }

    private void Prepare(TrainingHold hold)
    {
        Directory.CreateDirectory(Folder.Path);
        hold.Take();
        Folder.RemoveLeftovers();
        if (Data.Encoder is { } encoder)
        {
            AtomicFile.Write(Folder.EncoderFile, encoder.ToJson());
        }
        else
        {
            AtomicFile.Write(Folder.InputsFile, ArrayEncoder.Of(Data.Split.Train).ToJson());
        }

        AtomicFile.Write(Folder.RecipeFile, Recipe.ToJson());
        File.Delete(Folder.CalibrationFile);
        Folder.Log(resumed ? "resumed" : "started");
        foreach (var note in Notes)
        {
            Folder.Log(note);
        }
    }

    private string Decision()
    {
        var train = Data.Split.Train;
        var width = Model.OutputShape(train.InputShape);
        var output = loss.Expects == Expectation.Logits ? "logit" : "output";
        var what = train.Task == TaskKind.Classification
            ? $"{TargetName()} has {train.ClassCount} classes"
            : $"{TargetName()} is a number";
        return $"{what}: {width.Count} {output}{(width.Count == 1 ? "" : "s")}, {loss.Name}";
    }

    private string TargetName() => Data.Encoder is { } encoder ? $"target '{encoder.Target.Name}'" : "the target";

    /// <summary>Writes each epoch's metrics, once, before passing events on.</summary>
    private sealed class Recorder(RunFolder folder, TimeProvider time, TrainingHold hold, IProgress<TrainingEvent>? next) : IProgress<TrainingEvent>, IDisposable
    {
        private TensorBoardWriter? curves;

        public bool HasStepped { get; private set; }

        public void Report(TrainingEvent value)
        {
            if (value is BatchEnded)
            {
                HasStepped = true;
                hold.Look();
            }
            if (value is TrainingStarted started)
            {
                folder.KeepMetrics(started.ResumedAtEpoch);
                curves ??= new TensorBoardWriter(folder.Path, time);
            }
            else if (value is EpochEnded epoch)
            {
                folder.AppendMetrics(epoch);
                RunFolder.WriteCurves(curves!, epoch);
            }

            next?.Report(value);
        }

        public void Dispose() => curves?.Dispose();
    }
}
