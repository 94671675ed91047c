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

    /// <summary>
    /// How the learning rate changes from epoch to epoch; null keeps it. A length that was left open is the number of epochs.
    /// </summary>
    public Schedule? Schedule { get; init; }

    /// <summary>
    /// Whether the schedule counts steps instead of epochs, so that the rate changes smoothly within them; lengths are then in steps, and
    /// one left open is the number of all steps. Not for schedules that go by losses, which are known after an epoch.
    /// </summary>
    public bool SchedulesSteps { get; init; }

    /// <summary>
    /// The batches whose gradients make one step: a step for as many times the batch size, with the memory of one batch. The last step of
    /// an epoch has what is left.
    /// </summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>
    /// A penalty on the size of weights; null for none. The losses that are reported are without it, so that they can be compared.
    /// </summary>
    public WeightPenalty? Penalty { get; init; }

    /// <summary>What looks at each epoch, and may ask for another rate or for the end; in this order.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];

    /// <summary>
    /// Averages the weights over the steps; null for none. Validation, the best epoch and the trained model are then those of the average.
    /// </summary>
    public ExponentialMovingAverage? Averaging { get; init; }

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

    /// <summary>Whether each epoch has an order of its own; else samples come in the order of the data, epoch after epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Watches the training and reports what goes wrong; null for none. It changes no bit of what is trained.</summary>
    public Doctor? Doctor { get; init; }

    /// <summary>Mixes each input with another of its batch, and their targets, after the other changes; null for none.</summary>
    public IMixing? Mixing { get; init; }

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
    /// <exception cref="SpecificationException">
    /// There are no epochs, early stopping is asked for without a validation part, or the optimizer needs all samples in one batch.
    /// </exception>
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

        if (Accumulation < 1)
        {
            throw new SpecificationException($"A step is made of 1 batch or more, not {Accumulation}.");
        }

        if (SchedulesSteps && Schedule is { GoesByLosses: true })
        {
            throw new SpecificationException(
                "This schedule goes by the losses of epochs, so it cannot count steps: let it count epochs, or use another schedule.");
        }

        if (Optimizer.EvaluatesRepeatedly && (batchSize < train.Count || Accumulation > 1))
        {
            throw new SpecificationException(
                $"{Optimizer.GetType().Name} evaluates one and the same loss several times in a step and learns from how its gradient "
                + "changes; mini-batches would "
                + $"change the loss itself. Use a batch size of {train.Count}, all samples, without accumulation, or another optimizer.");
        }

        if (Mixing is not null)
        {
            Targets.RefuseUnlessMixable(Loss, Mixing);
        }

        var changes = new AugmentationPlan(Augmentations, Mixing).For(train);
        var batches = new Batches(train, batchSize, seed, Shuffle) { Augmentations = changes.Augmentations, Mixing = changes.Mixing };
        var fit = new Fitting(this, train, epochs, validation, batches, seed, progress);
        return fit.Run(cancellation);
    }

    internal Layer Model { get; } = model ?? throw new ArgumentNullException(nameof(model));

    internal Loss Loss { get; } = loss ?? throw new ArgumentNullException(nameof(loss));

    internal Optimizer Optimizer { get; } = optimizer ?? throw new ArgumentNullException(nameof(optimizer));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Epoch {Epoch}, batch {Batch}: every target is ignored, so nothing is learned from it")]
    internal partial void LogNothingLearned(int epoch, int batch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training for {Epochs} epochs on {Samples} samples, {Done} epochs done before")]
    internal partial void LogStarted(int epochs, int samples, int done);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training ended: {Reason} after {Epochs} epochs, the best was {BestEpoch}")]
    internal partial void LogEnded(StopReason reason, int epochs, int bestEpoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Epoch {Epoch}: training loss {TrainLoss}, validation loss {ValidationLoss}")]
    internal partial void LogEpoch(int epoch, double trainLoss, double validationLoss);
}
