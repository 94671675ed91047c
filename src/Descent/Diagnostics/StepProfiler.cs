using System.Diagnostics;

namespace Descent;

/// <summary>
/// Trains for a moment and tells where the time goes. The steps are those of a training, on real batches, and change the model; nothing is
/// written. Half of the time is taken without watching, as watching costs some tens of nanoseconds an operation.
/// </summary>
public sealed class StepProfiler
{
    private const int WarmUpSteps = 5;
    private const int PlainParts = 5;

    private readonly TrainingStep step;
    private readonly Loss loss;
    private readonly Dataset data;
    private readonly Batches batches;
    private readonly int outputs;
    private IEnumerator<Batch>? epoch;
    private int epochs;

    /// <summary>A profiler of one training.</summary>
    /// <param name="model">The network.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="optimizer">What changes the parameters.</param>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">The samples in a step.</param>
    /// <param name="seed">The seed of order and randomness.</param>
    /// <param name="clipping">Limits the gradients; null for none.</param>
    /// <param name="changes">Random changes of what is trained on; null for none.</param>
    public StepProfiler(
        Layer model, Loss loss, Optimizer optimizer, Dataset data, int batchSize = 32, ulong seed = 0, GradientClipping? clipping = null,
        AugmentationPlan? changes = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        (this.loss, this.data) = (loss, data);
        step = new TrainingStep(model, loss, optimizer) { Clipping = clipping, Seed = seed };

        // A last batch that is not full would be a step of another kind.
        var made = (changes ?? AugmentationPlan.None).For(data);
        batches = new Batches(data, batchSize, seed, dropLast: true) { Augmentations = made.Augmentations, Mixing = made.Mixing };
        outputs = model.OutputShape(data.InputShape).Count;
    }

    /// <summary>Whether an operation has a line for each of its shapes, not one for all.</summary>
    public bool ByShape { get; init; }

    /// <summary>A profiler of the training that a session would do.</summary>
    /// <param name="session">The session; it is not run.</param>
    /// <param name="byShape">Whether an operation has a line for each of its shapes.</param>
    public static StepProfiler Of(TrainingSession session, bool byShape = false)
    {
        ArgumentNullException.ThrowIfNull(session);
        var recipe = session.Recipe;
        return new StepProfiler(
            session.Model,
            Specification.Make(recipe.Loss!, Catalog.Losses, "loss"),
            Specification.Make(recipe.Optimizer!, Catalog.Optimizers, "optimizer"),
            session.Data.Split.Train,
            recipe.BatchSize!.Value,
            recipe.Seed,
            recipe.ClipNorm is { } norm ? GradientClipping.ByNorm(norm) : null,
            recipe.Augment is { } augment ? AugmentationSpecification.Make(augment) : null)
        {
            ByShape = byShape,
        };
    }

    /// <summary>Trains and watches.</summary>
    /// <param name="peak">The machine that the operations are held against.</param>
    /// <param name="duration">How long; at least one step is done with and one without watching.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="DescentException">Model, loss and data do not go together, or a value became non-finite.</exception>
    public StepProfile Run(MachinePeak peak, TimeSpan duration, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(peak);
        try
        {
            for (var i = 0; i < WarmUpSteps; i++)
            {
                Next(null);
            }

            var plain = Enumerable.Range(0, PlainParts).Min(_ => Steps(duration / (2 * PlainParts), null, cancellation).Seconds);
            var observer = new ProfileObserver(ByShape);
            var watched = (Count: 0, Seconds: 0.0);
            Observation.With(observer, () => watched = Steps(duration / 2, observer, cancellation));
            return new StepProfile(
                watched.Count, plain, watched.Seconds, batches.BatchSize,
                observer.Lines(watched.Count, watched.Seconds * watched.Count, peak));
        }
        finally
        {
            epoch?.Dispose();
            epoch = null;
        }
    }

    private (int Count, double Seconds) Steps(TimeSpan duration, ProfileObserver? observer, CancellationToken cancellation)
    {
        var (count, started) = (0, Stopwatch.GetTimestamp());
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Next(observer);
            count++;
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
        return (count, Stopwatch.GetElapsedTime(started).TotalSeconds / count);
    }

    private void Next(ProfileObserver? observer)
    {
        var started = Stopwatch.GetTimestamp();
        var batch = NextBatch();
        var inputs = Tensor.From<float>(batch.Inputs.AsSpan(0, batch.InputShape.Count), batch.InputShape);
        var targets = Targets.For(loss, batch, data, outputs);
        observer?.Loaded(Stopwatch.GetTimestamp() - started);
        step.Run(inputs, targets);
    }

    private Batch NextBatch()
    {
        if (epoch is null || !epoch.MoveNext())
        {
            epoch?.Dispose();
            epoch = batches.Epoch(epochs++).GetEnumerator();
            epoch.MoveNext();
        }

        return epoch.Current;
    }
}
