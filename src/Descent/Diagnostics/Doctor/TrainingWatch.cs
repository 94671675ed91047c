namespace Descent;

/// <summary>A doctor's eyes on one call of Fit: takes probes when they are due, gathers losses, and asks the rules.</summary>
internal sealed class TrainingWatch
{
    private readonly Doctor doctor;
    private readonly Trainer trainer;
    private readonly Prober prober;
    private readonly ProbePlan plan;
    private readonly StepLossGauge gauge;
    private readonly Pass pass;
    private readonly Examination examination;
    private readonly IProgress<TrainingEvent>? progress;
    private Probe? pending;
    private StepMeasure? measure;
    private long trained;

    public TrainingWatch(
        Doctor doctor, Trainer trainer, Dataset train, Dataset? validation, Batches batches, ulong seed, int epochs,
        IProgress<TrainingEvent>? progress)
    {
        (this.doctor, this.trainer, this.progress) = (doctor, trainer, progress);
        foreach (var (path, parameter) in trainer.Model.Parameters.Where(named => !named.Parameter.IsInitialized))
        {
            parameter.Initialize(new Kernels.RandomKey(seed, "initialize").For(path));
        }

        prober = new Prober(trainer.Model, trainer.Loss, train, seed);
        plan = new ProbePlan(prober.Batch.Count);
        gauge = new StepLossGauge(batches.Count);
        pass = Prober.PassOf(seed);
        var origin = doctor.Origin;
        examination = new Examination(trainer.Model, trainer.Loss, trainer.Optimizer, train)
        {
            Recipe = origin?.Recipe,
            Validation = validation,
            Test = origin?.Data.Split.Test,
            Encoder = origin?.Data.Encoder,
            Ignored = origin?.Data.Ignored ?? [],
            InitialLearningRate = trainer.Optimizer.LearningRate,
            BatchSize = batches.BatchSize,
            Epochs = epochs,
            Shuffles = batches.Shuffle,
            KeepsBest = trainer.EarlyStopping is not null && trainer.RestoreBest,
            OwnFindings = doctor.Known,
        };
    }

    /// <summary>Looks at everything once before the first step, or goes on after an interruption.</summary>
    public void Start(TrainingState state)
    {
        doctor.Past.AddTo(examination, state.Epoch);
        (examination.Steps, examination.Epoch) = (trainer.Optimizer.Steps, state.Epoch);
        trained = (long)state.Epoch * examination.Train.Count;
        try
        {
            var trace = prober.Trace(examination.Steps);
            if (examination.Probes.Count == 0)
            {
                // Measured before the rules are asked, so that they have it; the next step completes it.
                pending = prober.Measure(trace, examination.Steps, state.Epoch, trainer.Optimizer.LearningRate);
                examination.OwnProbes.Add(pending);
            }

            examination.Trace = trace;
        }
        catch (DescentException error)
        {
            examination.Obstacle = error.Message;
        }

        examination.Obstacle ??= prober.Obstacle;
        Ask(ExaminationMoment.Start);
        examination.Trace = null;
    }

    /// <summary>Asks every rule about a training that is over, by what was recorded of it.</summary>
    public Examination Review()
    {
        try
        {
            var trace = prober.Trace(0);
            examination.OwnProbes.Add(prober.Measure(trace, 0, 0, trainer.Optimizer.LearningRate));
            examination.Trace = trace;
        }
        catch (DescentException error)
        {
            examination.Obstacle = error.Message;
        }

        examination.Obstacle ??= prober.Obstacle;
        Ask(ExaminationMoment.Start);
        examination.Trace = null;
        examination.OwnProbes.Clear();
        foreach (var moment in doctor.Past.Replay(examination))
        {
            Ask(moment);
        }

        Ask(ExaminationMoment.End);
        return examination;
    }

    /// <summary>Looks at the model before a step, if it is time.</summary>
    public void BeforeStep(Tensor inputs, Tensor targets, TrainingState state)
    {
        examination.Epoch = state.Epoch + 1;
        var step = trainer.Optimizer.Steps;
        if (measure is not null || !plan.IsDue(step, state.Batch == 0, trained))
        {
            return;
        }

        try
        {
            if (pending is null || pending.Step != step)
            {
                Take(step);
            }

            measure = new StepMeasure(trainer.Model, trainer.Loss, inputs, targets, pass, step);
        }
        catch (DescentException)
        {
            // The step itself will refuse, with the same words.
            measure = null;
        }
    }

    /// <summary>Takes a step's loss in.</summary>
    public void AfterStep(StepResult result, int samples)
    {
        gauge.Add(result.Loss);
        trained += samples;
        examination.Steps = trainer.Optimizer.Steps;
        if (measure is not null && pending is not null && examination.Steps > pending.Step)
        {
            // A step that is accumulated from several batches is over with the last of them.
            Keep(measure.Complete(pending));
            measure = null;
            Ask(ExaminationMoment.Probe);
        }
    }

    /// <summary>Takes an epoch in.</summary>
    public void AfterEpoch(EpochEnded ended)
    {
        examination.OwnHistory.Add(ended);
        TakeLosses(ended.Epoch);
        Ask(ExaminationMoment.Epoch);
    }

    /// <summary>Notes that a value was not finite.</summary>
    public void Failed(string message, Batch batch, int epoch)
    {
        examination.Failure = new TrainingFailure(trainer.Optimizer.Steps, epoch, message, batch.Rows[..batch.Count]);
        doctor.Recorder?.Invoke(new HealthLine { Failure = examination.Failure });
        End();
    }

    /// <summary>Looks a last time.</summary>
    /// <param name="isComplete">Whether the training was not broken off.</param>
    public void End(bool isComplete = false)
    {
        examination.IsComplete = isComplete;
        TakeLosses(examination.Epoch);
        if (examination.Failure is null && examination.Steps > 0 && pending?.Step != examination.Steps)
        {
            try
            {
                Take(examination.Steps);
                Keep(pending!);
                examination.Outcome = isComplete ? TrainingOutcome.Of(examination, trainer.Target) : null;
                doctor.Recorder?.Invoke(new HealthLine { Outcome = examination.Outcome });
            }
            catch (DescentException)
            {
                // What could not be computed while training was refused then.
            }
        }

        Ask(ExaminationMoment.End);
    }

    private void Take(int step)
    {
        pending = prober.Measure(prober.Trace(step), step, examination.Epoch, trainer.Optimizer.LearningRate);
        examination.OwnProbes.Add(pending);
    }

    private void Keep(Probe probe)
    {
        examination.OwnProbes[^1] = pending = probe;
        doctor.Recorder?.Invoke(new HealthLine { Probe = probe });
    }

    private void TakeLosses(int epoch)
    {
        if (gauge.Take(epoch) is { } losses)
        {
            examination.OwnStepLosses.Add(losses);
            doctor.Recorder?.Invoke(new HealthLine { Losses = losses });
        }
    }

    private void Ask(ExaminationMoment moment)
    {
        foreach (var finding in doctor.Ask(examination, moment))
        {
            progress?.Report(new FindingReported(finding));
        }
    }
}
