using System.Diagnostics;

namespace Descent;

/// <summary>One call of Fit.</summary>
internal sealed class Fitting(
    Trainer trainer, Dataset train, int epochs, Dataset? validation, Batches batches, ulong seed, IProgress<TrainingEvent>? progress)
{
    private readonly Layer model = trainer.Model;
    private readonly TrainingStep step = new(trainer.Model, trainer.Loss, trainer.Optimizer)
    {
        Clipping = trainer.Clipping,
        Penalty = trainer.Penalty,
        Seed = seed,
    };

    private readonly int stepsPerEpoch = StepsPerEpoch(trainer, batches);
    private readonly Schedule? schedule = trainer.Schedule?.Over(trainer.SchedulesSteps ? epochs * StepsPerEpoch(trainer, batches) : epochs);
    private readonly double initialRate = trainer.Optimizer.LearningRate;
    private readonly double? initialMomentum = trainer.Optimizer.MomentumFactor;
    private readonly int outputs = OutputWidth(trainer.Model, trainer.Loss, train);
    private readonly List<EpochEnded> history = [];
    private readonly TrainingWatch? watch = trainer.Doctor is { } doctor
        ? new TrainingWatch(doctor, trainer, train, validation, batches, seed, epochs, progress)
        : null;
    private TrainingState state = new() { Seed = seed };
    private Dictionary<string, Tensor>? best;

    // The validation part as the parameters are now; null once they have changed.
    private Evaluation? measured;
    private bool bestIsSaved;
    private bool resumed;
    private long lastSaved;

    private double MeanLoss => state.LossWeight == 0 ? 0 : state.LossSum / state.LossWeight;

    public TrainingRun Run(CancellationToken cancellation)
    {
        model.InitializeMissing(seed);
        Resume();
        using var activity = Telemetry.StartTraining(epochs, train.Count);
        trainer.LogStarted(epochs, train.Count, state.Epoch);
        progress?.Report(new TrainingStarted(epochs, batches.Count, train.Count, validation?.Count ?? 0, state.Epoch));
        watch?.Start(state);
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
            if (initialMomentum is { } momentum)
            {
                trainer.Optimizer.MomentumFactor = momentum;
            }
        }

        Save(force: true);
        return End(state.Stopped.Value);
    }

    private void Epoch(CancellationToken cancellation)
    {
        using var activity = Telemetry.StartEpoch(state.Epoch + 1);
        var losses = history.ConvertAll(ended => ended.ValidationLoss ?? ended.TrainLoss);
        var (started, before) = (Stopwatch.GetTimestamp(), state.EpochSeconds);
        cancellation.ThrowIfCancellationRequested();
        step.Recheck();
        SetRate(losses);
        foreach (var batch in batches.Epoch(state.Epoch, state.Batch, CancellationToken.None))
        {
            Step(batch);
            state = state with { EpochSeconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds };
            if (step.IsOpen)
            {
                // What is accumulated is in no checkpoint: a training stops and goes on between steps.
                continue;
            }

            Save(force: false);
            cancellation.ThrowIfCancellationRequested();
            if (trainer.SchedulesSteps && state.Batch < batches.Count)
            {
                SetRate(losses);
            }
        }

        var rate = trainer.Optimizer.LearningRate;
        var trainSeconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds;
        measured = validation is null ? null : WithAverage(() => Measure(validation));
        var ended = new EpochEnded(
            state.Epoch + 1,
            MeanLoss,
            measured?.Loss,
            measured?.Metrics ?? new Dictionary<string, double>(),
            rate,
            before + Stopwatch.GetElapsedTime(started).TotalSeconds,
            train.Count / Math.Max(trainSeconds, 1e-9));
        Advance(ended);
        Telemetry.EpochEnded(ended);
        progress?.Report(ended);
        watch?.AfterEpoch(ended);
        trainer.LogEpoch(ended.Epoch, ended.TrainLoss, ended.ValidationLoss ?? double.NaN);
        Save(force: false);
    }

    private void SetRate(List<double> losses)
    {
        var time = trainer.SchedulesSteps
            ? (state.Epoch * stepsPerEpoch) + (Math.Min(state.Batch, batches.Count - 1) / trainer.Accumulation)
            : state.Epoch;
        trainer.Optimizer.LearningRate = (schedule?.Rate(initialRate, time, losses) ?? initialRate) * state.RateFactor;
        if (schedule?.Momentum(time) is { } momentum)
        {
            trainer.Optimizer.MomentumFactor = momentum;
        }
    }

    private StepResult Compute(Batch batch, Tensor inputs, Tensor targets)
    {
        if (trainer.Accumulation == 1)
        {
            return step.Run(inputs, targets);
        }

        var part = step.Accumulate(inputs, targets);
        if ((batch.Index + 1) % trainer.Accumulation == 0 || batch.Index + 1 == batches.Count)
        {
            step.Update();
        }

        return part;
    }

    private void Step(Batch batch)
    {
        var inputs = Tensor.From<float>(batch.Inputs.AsSpan(0, batch.InputShape.Count), batch.InputShape);
        var targets = Targets.For(trainer.Loss, batch, train, outputs);
        measured = null;
        watch?.BeforeStep(inputs, targets, state);
        StepResult result;
        try
        {
            result = Compute(batch, inputs, targets);
        }
        catch (NonFiniteException error)
        {
            watch?.Failed(error.Message, batch, state.Epoch + 1);

            // The last checkpoint is from before the parameters went astray, so it stays; the best epoch may not be on the disk yet.
            SaveBest();
            throw;
        }

        watch?.AfterStep(result, batch.Count);
        Telemetry.TrainedSamples.Add(batch.Count);
        if (!step.IsOpen)
        {
            Telemetry.Steps.Add(1);
            trainer.Averaging?.Update(model);
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
        progress?.Report(new BatchEnded(state.Epoch + 1, state.Batch, MeanLoss, trainer.Optimizer.LearningRate, state.Samples));
    }

    private void Advance(EpochEnded ended)
    {
        var score = ended.ValidationLoss ?? ended.TrainLoss;
        var improved = state.BestEpoch == 0 || score < state.BestLoss - (trainer.EarlyStopping?.MinimumImprovement ?? 0)
            || (double.IsNaN(state.BestLoss) && !double.IsNaN(score));
        if (improved)
        {
            best = WithAverage(() => model.Parameters.ToDictionary(named => named.Path, named => named.Parameter.Value.Copy()));
            bestIsSaved = false;
        }

        history.Add(ended);
        var request = Ask(ended);
        var bestEpoch = improved ? ended.Epoch : state.BestEpoch;
        state = new TrainingState
        {
            Seed = seed,
            Epoch = ended.Epoch,
            History = history,
            BestEpoch = bestEpoch,
            BestLoss = improved ? score : state.BestLoss,
            RateFactor = state.RateFactor * (request?.RateFactor ?? 1),
            StopMessage = request?.Stop,
            Stopped = request?.Stop is not null ? StopReason.Requested
                : validation is not null && trainer.EarlyStopping is { } early && ended.Epoch - bestEpoch >= early.Patience ? StopReason.EarlyStopped
                : ended.Epoch >= epochs ? StopReason.Finished
                : null,
        };
    }

    private TrainingRequest? Ask(EpochEnded ended)
    {
        TrainingRequest? asked = null;
        foreach (var callback in trainer.Callbacks)
        {
            if (callback.AfterEpoch(ended, model) is { } request)
            {
                asked = new TrainingRequest
                {
                    Stop = asked?.Stop ?? request.Stop,
                    RateFactor = (asked?.RateFactor ?? 1) * request.RateFactor,
                };
            }
        }

        return asked;
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
        Checkpoint.Save(folder.Last, model, trainer.Optimizer, state, trainer.Averaging);
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

        state = Checkpoint.Load(folder.Last, model, trainer.Optimizer, trainer.Averaging);
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

        if (state.Stopped is StopReason.Finished && state.Epoch < epochs)
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

            measured = null;
        }
        else
        {
            trainer.Averaging?.CopyTo(model);
        }

        trainer.LogEnded(reason, state.History.Count, state.BestEpoch);
        watch?.End(reason != StopReason.Cancelled);
        progress?.Report(new TrainingEnded(reason, state.History.Count, state.BestEpoch));
        return new TrainingRun(reason, [.. history], state.BestEpoch, validation is null ? null : measured ?? Measure(validation))
        {
            StopMessage = state.StopMessage,
        };
    }

    /// <summary>Looks at the model with the average of its weights in their place, where one is kept.</summary>
    private T WithAverage<T>(Func<T> look)
    {
        trainer.Averaging?.Exchange(model);
        try
        {
            return look();
        }
        finally
        {
            trainer.Averaging?.Exchange(model);
        }
    }

    private Evaluation Measure(Dataset part) => Evaluator.Evaluate(model, trainer.Loss, part, batches.BatchSize, trainer.Target);

    private static int StepsPerEpoch(Trainer trainer, Batches batches) => (batches.Count + trainer.Accumulation - 1) / trainer.Accumulation;

    private static int OutputWidth(Layer model, Loss loss, Dataset data)
    {
        var output = model.OutputShape(data.InputShape);
        return output.Rank == 1 || loss.Expects == Expectation.Embeddings
            ? output.Count
            : throw new ShapeException($"The model's output for one sample of {data.Name} has the shape {output}; a flat output such as [{data.OutputCount}] is needed. End the model with 'flatten, linear {data.OutputCount}'.");
    }
}
