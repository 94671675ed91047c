namespace Descent.Lab.Playground;

/// <summary>
/// A training that can be taken a sample, a batch or an epoch at a time, and back again. It steps as a <see cref="Trainer"/> does, in the
/// same order and with the same rates, so that a program with the same settings gives the same bits.
/// </summary>
internal sealed class PlaygroundTraining
{
    private readonly PlaygroundSettings settings;
    private readonly TrainingStep step;
    private readonly Batches batches;
    private readonly Schedule schedule;
    private readonly Tensor targets;
    private readonly double initialRate;
    private readonly List<PlaygroundMoment> history = [];
    private readonly List<double> losses = [];
    private int[] order;

    /// <summary>A training before its first step.</summary>
    /// <exception cref="DescentException">The settings do not go together; the message says why.</exception>
    public PlaygroundTraining(PlaygroundSettings settings)
    {
        this.settings = settings.Checked();
        Loss = Specification.Make(settings.Loss, Catalog.Losses, "loss");
        Data = PlaygroundData.Of(settings, Loss);
        Model = PlaygroundModel.Of(settings, Train, Loss);
        Optimizer = Specification.Make(settings.Optimizer, Catalog.Optimizers, "optimizer");
        schedule = ScheduleSpecification.Make(settings.Schedule).Over(settings.Epochs);
        initialRate = Optimizer.LearningRate;
        step = new TrainingStep(Model.Network, Loss, Optimizer) { Penalty = Penalty(settings), Seed = settings.Seed };
        batches = new Batches(Train, settings.BatchSize, settings.Seed);
        if (Optimizer.EvaluatesRepeatedly && batches.Count > 1)
        {
            throw new SpecificationException(
                $"'{settings.Optimizer}' needs all points in one batch: set the batch size to {Train.Count}, or choose another optimizer.");
        }

        targets = AllTargets();
        Inputs = RowsOf(Train, [.. Enumerable.Range(0, Train.Count)]);
        order = batches.Order(0);
        Begin();
        history.Add(Measure());
    }

    public Loss Loss { get; }

    public PlaygroundData Data { get; }

    public PlaygroundModel Model { get; }

    public Optimizer Optimizer { get; }

    /// <summary>All inputs of the training part.</summary>
    public Tensor Inputs { get; }

    /// <summary>All their targets.</summary>
    public Tensor Targets => targets;

    public Dataset Train => Data.Split.Train;

    public Dataset Test => Data.Split.Test;

    /// <summary>The batches of an epoch.</summary>
    public int BatchesPerEpoch => batches.Count;

    /// <summary>The epochs that are done.</summary>
    public int Epoch { get; private set; }

    /// <summary>The samples of the current epoch that are done.</summary>
    public int Offset { get; private set; }

    /// <summary>The mean loss of the last step's samples, before it; null before the first.</summary>
    public double? StepLoss { get; private set; }

    /// <summary>What was done so far.</summary>
    public PlaygroundJournal Journal { get; private set; } = PlaygroundJournal.Empty;

    /// <summary>The measure before the first step, and after each epoch.</summary>
    public IReadOnlyList<PlaygroundMoment> History => history;

    /// <summary>Whether all epochs that were planned are done.</summary>
    public bool IsFinished => Epoch >= settings.Epochs;

    /// <summary>How often the history was cut, so that who keeps a copy takes it anew.</summary>
    public int Cuts { get; private set; }

    /// <summary>The penalty of some settings; null for none.</summary>
    public static WeightPenalty? Penalty(PlaygroundSettings settings)
        => settings.L1 > 0 || settings.L2 > 0 ? new WeightPenalty(settings.L1, settings.L2) : null;

    /// <summary>Takes a step with the next batch of the epoch.</summary>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite; nothing was changed.</exception>
    public void StepBatch() => Step('b', batches.BatchSize - (Offset % batches.BatchSize));

    /// <summary>Takes a step with the next sample of the epoch alone.</summary>
    /// <inheritdoc cref="StepBatch"/>
    public void StepSample() => Step('s', 1);

    /// <summary>Sets one weight.</summary>
    /// <exception cref="SpecificationException">There is no such weight, or the value is not finite.</exception>
    public void Set(PlaygroundEdit edit)
    {
        var parameter = Model.Network.Parameters.FirstOrDefault(named => named.Path == edit.Path).Parameter
            ?? throw new SpecificationException($"The network has no parameter '{edit.Path}'.");
        var values = parameter.Value.ToArray<float>();
        Safety.Limits.Within($"The place in '{edit.Path}'", edit.Index, 0, values.Length - 1);
        Safety.Limits.Within("A weight", edit.Value, -1e6, 1e6);
        values[edit.Index] = edit.Value;
        parameter.Load(Tensor.From<float>(values, parameter.Shape));
        Journal = Journal.With(new PlaygroundDeed('w', 1, edit));
    }

    /// <summary>Everything that may come back.</summary>
    public PlaygroundMemento Keep() => new(
        [.. Model.Network.Parameters.Select(named => named.Parameter.Value.Copy())],
        Optimizer.Steps,
        [.. Optimizer.State.Select(state => state.Select(tensor => tensor.Copy()).ToArray())],
        Epoch,
        Offset,
        history.Count,
        StepLoss,
        Journal);

    /// <summary>Goes back.</summary>
    public void Restore(PlaygroundMemento memento)
    {
        foreach (var (named, values) in Model.Network.Parameters.Zip(memento.Parameters))
        {
            named.Parameter.Load(values);
        }

        Optimizer.LoadState(memento.Steps, memento.States);
        (Epoch, Offset, StepLoss, Journal) = (memento.Epoch, memento.Offset, memento.StepLoss, memento.Journal);
        if (history.Count > memento.History)
        {
            Cuts++;
        }

        history.RemoveRange(memento.History, history.Count - memento.History);
        losses.RemoveRange(Epoch, losses.Count - Epoch);
        order = batches.Order(Epoch);
        Begin();
    }

    /// <summary>The measure on both parts, with the weights as they are.</summary>
    public PlaygroundMoment Measure()
    {
        var (train, test) = (Evaluate(Train), Evaluate(Test));
        return new PlaygroundMoment(
            Epoch + ((double)Offset / Train.Count), train.Loss, test.Loss, Score(train), Score(test), Optimizer.LearningRate);
    }

    private static double? Score(Evaluation evaluation)
        => evaluation.Metrics.TryGetValue("accuracy", out var accuracy) ? accuracy
            : evaluation.Metrics.TryGetValue("r2", out var r2) ? r2 : null;

    private Evaluation Evaluate(Dataset part) => Evaluator.Evaluate(Model.Network, Loss, part, target: Data.Target);

    private void Step(char kind, int most)
    {
        if (Optimizer.EvaluatesRepeatedly && kind == 's')
        {
            throw new SpecificationException($"'{settings.Optimizer}' takes all points in a step, so it cannot take one sample.");
        }

        var rows = order.AsSpan(Offset, Math.Min(most, Train.Count - Offset));
        StepLoss = step.Run(RowsOf(Train, rows), Pick(targets, rows)).Loss;
        Offset += rows.Length;
        Journal = Journal.With(new PlaygroundDeed(kind, 1));
        if (Offset == Train.Count)
        {
            EndEpoch();
        }
    }

    private void EndEpoch()
    {
        losses.Add(schedule.GoesByLosses
            ? Evaluator.Evaluate(Model.Network, Loss, Test, batches.BatchSize, Data.Target).Loss
            : double.NaN);
        (Epoch, Offset) = (Epoch + 1, 0);
        history.Add(Measure());
        order = batches.Order(Epoch);
        Begin();
    }

    /// <summary>Sets rate and momentum for the epoch, as a trainer does.</summary>
    private void Begin()
    {
        Optimizer.LearningRate = schedule.Rate(initialRate, Epoch, schedule.GoesByLosses ? losses : null);
        if (schedule.Momentum(Epoch) is { } momentum)
        {
            Optimizer.MomentumFactor = momentum;
        }
    }

    private Tensor AllTargets()
    {
        var width = Model.Network.OutputShape(Train.InputShape).Count;
        return new Batches(Train, Train.Count, shuffle: false) { Prefetch = 0 }.Epoch(0)
            .Select(batch => Descent.Targets.For(Loss, batch, Train, width)).Single();
    }

    private static Tensor RowsOf(Dataset data, ReadOnlySpan<int> rows)
    {
        var inputs = new float[rows.Length * data.InputShape.Count];
        data.CopyInputs(rows, inputs);
        return Tensor.From<float>(inputs, data.InputShape.Prepend(rows.Length));
    }

    private static Tensor Pick(Tensor all, ReadOnlySpan<int> rows)
        => all.Type == ElementType.Int32 ? Pick<int>(all, rows) : Pick<float>(all, rows);

    private static Tensor Pick<T>(Tensor all, ReadOnlySpan<int> rows)
        where T : unmanaged
    {
        var shape = all.Shape.With(0, rows.Length);
        var width = all.Shape.Count / all.Shape[0];
        var from = all.AsSpan<T>();
        var to = new T[shape.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            from.Slice(rows[i] * width, width).CopyTo(to.AsSpan(i * width));
        }

        return Tensor.From<T>(to, shape);
    }
}

/// <summary>A training at one moment, to come back to.</summary>
internal sealed record PlaygroundMemento(
    Tensor[] Parameters, int Steps, Tensor[][] States, int Epoch, int Offset, int History, double? StepLoss, PlaygroundJournal Journal);

/// <summary>What was measured at one moment, on all points of each part with the weights as they were.</summary>
/// <param name="Epoch">The epochs done, with the part of the current one.</param>
/// <param name="TrainLoss">The mean loss on the training part, without penalties.</param>
/// <param name="TestLoss">The mean loss on the test part.</param>
/// <param name="TrainScore">Accuracy, or R2 for numbers; null where it is not defined.</param>
/// <param name="TestScore">The same on the test part.</param>
/// <param name="Rate">The learning rate of the next step.</param>
internal sealed record PlaygroundMoment(double Epoch, double TrainLoss, double TestLoss, double? TrainScore, double? TestScore, double Rate)
{
    /// <summary>How much worse the test part is.</summary>
    public double Gap => TestLoss - TrainLoss;
}
