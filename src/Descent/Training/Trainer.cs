using System.Diagnostics;
using Descent.Kernels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Descent;

/// <summary>Trains a model on a data set: epochs of shuffled batches through a <see cref="TrainingStep"/>, validation, early stopping and checkpoints.</summary>
/// <param name="model">The network; parameters without values get them from the seed.</param>
/// <param name="loss">What is minimised.</param>
/// <param name="optimizer">What changes the parameters.</param>
public sealed partial class Trainer(Layer model, Loss loss, Optimizer optimizer)
{
    private readonly ILogger logger = NullLogger.Instance;

    /// <summary>How the learning rate changes from epoch to epoch; null keeps it.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Limits the gradients of each step; null for none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>When to stop before all epochs are done; null for never. Needs a validation part.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Whether the best epoch's parameters are put back at the end. Needs a validation part.</summary>
    public bool RestoreBest { get; init; }

    /// <summary>Where checkpoints go; null for none. A checkpoint found there is continued.</summary>
    public CheckpointFolder? Checkpoints { get; init; }

    /// <summary>How a regression target goes back to its own unit, so that metrics are in it; null where it already is.</summary>
    public TargetEncoding? Target { get; init; }

    /// <summary>Random changes of the inputs, in this order; empty for none.</summary>
    public IReadOnlyList<IAugmentation> Augmentations { get; init; } = [];

    /// <summary>Where the library writes what it does; nowhere unless set.</summary>
    public ILogger Logger { get => logger; init => logger = value; }

    /// <summary>Trains.</summary>
    /// <param name="train">The samples to learn from.</param>
    /// <param name="epochs">How often each sample is seen.</param>
    /// <param name="validation">Samples that are only measured on, after each epoch; null for none.</param>
    /// <param name="batchSize">The number of samples in a step: 1 is stochastic gradient descent, all of them batch gradient descent.</param>
    /// <param name="seed">One seed gives one result, bit for bit, for any number of threads.</param>
    /// <param name="progress">Receives typed events, on this thread.</param>
    /// <param name="cancellation">Saves a checkpoint, where one is asked for, and stops.</param>
    /// <exception cref="SpecificationException">There are no epochs, or early stopping is asked for without a validation part.</exception>
    /// <exception cref="DescentException">Model, loss and data do not go together, or a value became non-finite; the message says where.</exception>
    public TrainingRun Fit(
        Dataset train,
        int epochs,
        Dataset? validation = null,
        int batchSize = 32,
        ulong seed = 0,
        IProgress<TrainingEvent>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (epochs < 1)
        {
            throw new SpecificationException($"Training takes 1 epoch or more, not {epochs}.");
        }

        if (validation is null && (EarlyStopping is not null || RestoreBest))
        {
            throw new SpecificationException(
                "Early stopping and restoring the best epoch go by the validation loss, and no validation part was given. Give one, such as a part of Split.Stratified.");
        }

        var fit = new Fitting(this, train, epochs, validation, new Batches(train, batchSize, seed) { Augmentations = Augmentations }, seed, progress);
        return fit.Run(cancellation);
    }

    /// <summary>One call of Fit.</summary>
    private sealed class Fitting(
        Trainer trainer, Dataset train, int epochs, Dataset? validation, Batches batches, ulong seed, IProgress<TrainingEvent>? progress)
    {
        private readonly Layer model = trainer.Model;
        private readonly TrainingStep step = new(trainer.Model, trainer.Loss, trainer.Optimizer) { Clipping = trainer.Clipping };
        private readonly double initialRate = trainer.Optimizer.LearningRate;
        private readonly int outputs = OutputWidth(trainer.Model, train);
        private readonly List<EpochEnded> history = [];
        private TrainingState state = new() { Seed = seed };
        private Dictionary<string, Tensor>? best;
        private bool bestIsSaved;
        private bool resumed;
        private long lastSaved;

        public TrainingRun Run(CancellationToken cancellation)
        {
            foreach (var (path, parameter) in model.Parameters.Where(named => !named.Parameter.IsInitialized))
            {
                parameter.Initialize(new RandomKey(seed, "initialize").For(path));
            }

            Resume();
            progress?.Report(new TrainingStarted(epochs, batches.Count, train.Count, validation?.Count ?? 0, state.Epoch));
            if (!resumed)
            {
                Save(force: true);
            }

            try
            {
                while (state.Stopped is null)
                {
                    Epoch(cancellation);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                Save(force: true);
                return End(StopReason.Cancelled);
            }
            finally
            {
                trainer.Optimizer.LearningRate = initialRate;
            }

            Save(force: true);
            return End(state.Stopped.Value);
        }

        private void Epoch(CancellationToken cancellation)
        {
            var rate = trainer.Schedule?.Rate(initialRate, state.Epoch) ?? initialRate;
            trainer.Optimizer.LearningRate = rate;
            var (started, before) = (Stopwatch.GetTimestamp(), state.EpochSeconds);
            foreach (var batch in batches.Epoch(state.Epoch, state.Batch, cancellation))
            {
                Step(batch, rate);
                state = state with { EpochSeconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds };
                Save(force: false);
                cancellation.ThrowIfCancellationRequested();
            }

            var trainSeconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds;
            var measured = validation is null ? null : Measure(validation);
            var ended = new EpochEnded(
                state.Epoch + 1,
                state.LossWeight == 0 ? 0 : state.LossSum / state.LossWeight,
                measured?.Loss,
                measured?.Metrics ?? new Dictionary<string, double>(),
                rate,
                before + Stopwatch.GetElapsedTime(started).TotalSeconds,
                train.Count / Math.Max(trainSeconds, 1e-9));
            Advance(ended);
            progress?.Report(ended);
            trainer.LogEpoch(ended.Epoch, ended.TrainLoss, ended.ValidationLoss ?? double.NaN);
            Save(force: false);
        }

        private void Step(Batch batch, double rate)
        {
            var inputs = Tensor.From<float>(batch.Inputs.AsSpan(0, batch.InputShape.Count), batch.InputShape);
            var targets = Targets.For(trainer.Loss, batch, train, outputs);
            StepResult result;
            try
            {
                result = step.Run(inputs, targets, Pass.Training(seed, trainer.Optimizer.Steps));
            }
            catch (NonFiniteException)
            {
                // The last checkpoint is from before the parameters went astray, so it stays; the best epoch may not be on the disk yet.
                SaveBest();
                throw;
            }

            if (result.Weight == 0)
            {
                trainer.LogNothingLearned(state.Epoch + 1, state.Batch + 1);
            }

            state = state with
            {
                Batch = state.Batch + 1,
                LossSum = state.LossSum + result.LossSum,
                LossWeight = state.LossWeight + result.Weight,
                Samples = state.Samples + batch.Count,
            };
            progress?.Report(new BatchEnded(
                state.Epoch + 1, state.Batch, state.LossWeight == 0 ? 0 : state.LossSum / state.LossWeight, rate, state.Samples));
        }

        private void Advance(EpochEnded ended)
        {
            var score = ended.ValidationLoss ?? ended.TrainLoss;
            var improved = state.BestEpoch == 0 || score < state.BestLoss - (trainer.EarlyStopping?.MinimumImprovement ?? 0)
                || (double.IsNaN(state.BestLoss) && !double.IsNaN(score));
            if (improved)
            {
                best = model.Parameters.ToDictionary(named => named.Path, named => named.Parameter.Value.Copy());
                bestIsSaved = false;
            }

            history.Add(ended);
            var bestEpoch = improved ? ended.Epoch : state.BestEpoch;
            state = new TrainingState
            {
                Seed = seed,
                Epoch = ended.Epoch,
                History = history,
                BestEpoch = bestEpoch,
                BestLoss = improved ? score : state.BestLoss,
                Stopped = validation is not null && trainer.EarlyStopping is { } early && ended.Epoch - bestEpoch >= early.Patience ? StopReason.EarlyStopped
                    : ended.Epoch >= epochs ? StopReason.Finished
                    : null,
            };
        }

        private void Save(bool force)
        {
            if (trainer.Checkpoints is not { } folder || (!force && Stopwatch.GetElapsedTime(lastSaved) < folder.Interval))
            {
                return;
            }

            // The best goes first: were the machine to stop between the two, continuing from the last would find this best again.
            SaveBest();
            Directory.CreateDirectory(folder.Path);
            Checkpoint.Save(folder.Last, model, trainer.Optimizer, state);
            lastSaved = Stopwatch.GetTimestamp();
            progress?.Report(new CheckpointSaved(folder.Last));
        }

        private void SaveBest()
        {
            if (trainer.Checkpoints is { } folder && best is not null && !bestIsSaved)
            {
                Directory.CreateDirectory(folder.Path);
                SafeTensors.Write(folder.Best, best.ToArray());
                bestIsSaved = true;
            }
        }

        private void Resume()
        {
            if (trainer.Checkpoints is not { } folder)
            {
                return;
            }

            AtomicFile.RemoveLeftovers(folder.Last);
            AtomicFile.RemoveLeftovers(folder.Best);
            if (!File.Exists(folder.Last))
            {
                return;
            }

            state = Checkpoint.Load(folder.Last, model, trainer.Optimizer);
            if (state.Seed != seed)
            {
                throw new ModelFileException($"'{folder.Last}' was trained with seed {state.Seed}, not {seed}; give the same seed, or another folder.");
            }

            // One list that grows, as long as this call: a copy for each epoch would cost the square of the epochs.
            history.AddRange(state.History);
            state = state with { History = history };
            if (state.BestEpoch > 0)
            {
                var saved = SafeTensors.Read(folder.Best);
                saved.CheckFits(model);
                best = saved.Tensors.ToDictionary();
                bestIsSaved = true;
            }

            if (state.Stopped is null && state.Epoch >= epochs)
            {
                throw new SpecificationException($"'{folder.Last}' stands in epoch {state.Epoch + 1}, beyond the {epochs} that are asked for. Ask for more, or use another folder.");
            }

            if (state.Stopped == StopReason.Finished && state.Epoch < epochs)
            {
                state = state with { Stopped = null };
            }

            lastSaved = Stopwatch.GetTimestamp();
            resumed = true;
        }

        private TrainingRun End(StopReason reason)
        {
            if (trainer.RestoreBest && validation is not null && best is not null)
            {
                foreach (var (path, parameter) in model.Parameters)
                {
                    parameter.Load(best[path]);
                }
            }

            progress?.Report(new TrainingEnded(reason, state.History.Count, state.BestEpoch));
            var measured = validation is null ? null : Measure(validation);
            return new TrainingRun(reason, [.. history], state.BestEpoch, measured);
        }

        private Evaluation Measure(Dataset part) => Evaluator.Evaluate(model, trainer.Loss, part, batches.BatchSize, trainer.Target);

        private static int OutputWidth(Layer model, Dataset data)
        {
            var output = model.OutputShape(data.InputShape);
            return output.Rank == 1
                ? output[0]
                : throw new ShapeException($"The model's output for one sample of {data.Name} has the shape {output}; a flat output such as [{data.OutputCount}] is needed. End the model with 'flatten, linear {data.OutputCount}'.");
        }
    }

    private Layer Model { get; } = model ?? throw new ArgumentNullException(nameof(model));

    private Loss Loss { get; } = loss ?? throw new ArgumentNullException(nameof(loss));

    private Optimizer Optimizer { get; } = optimizer ?? throw new ArgumentNullException(nameof(optimizer));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Epoch {Epoch}, batch {Batch}: every target is ignored, so nothing is learned from it")]
    private partial void LogNothingLearned(int epoch, int batch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Epoch {Epoch}: training loss {TrainLoss}, validation loss {ValidationLoss}")]
    private partial void LogEpoch(int epoch, double trainLoss, double validationLoss);
}
