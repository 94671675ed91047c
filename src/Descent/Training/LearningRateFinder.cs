using Descent.Kernels;

namespace Descent;

/// <summary>One rate of a sweep was tried.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Steps">The steps of the whole sweep.</param>
/// <param name="Rate">The learning rate of the step.</param>
/// <param name="Loss">The mean loss of its batch, before the step.</param>
/// <param name="Smoothed">The average of the losses so far, the latest counting most.</param>
public sealed record RateTried(int Step, int Steps, double Rate, double Loss, double Smoothed);

/// <summary>
/// Finds a learning rate: takes steps with rates that grow from tiny to huge, each a factor above the one before, and looks up to where
/// the loss falls and where it runs away. The model and the optimizer are afterwards as they were.
/// </summary>
/// <remarks>
/// The loss is averaged with weights that shrink by <see cref="Smoothing"/> from step to step, divided by their sum; the sweep ends where the
/// average exceeds <see cref="DivergenceFactor"/> times its least and by half of what it began with, or a value is no longer finite. Source: Smith, Cyclical learning rates for
/// training neural networks, WACV 2017; the averaging and the end as in fast.ai.
/// </remarks>
/// <param name="model">The network.</param>
/// <param name="loss">What is minimised.</param>
/// <param name="optimizer">The optimizer whose rate is looked for.</param>
public sealed class LearningRateFinder(Layer model, Loss loss, Optimizer optimizer)
{
    /// <summary>How much of the average stays at each step.</summary>
    public const double Smoothing = 0.9;

    /// <summary>How many times its least the averaged loss must be to end the sweep.</summary>
    public const double DivergenceFactor = 3;

    private const int LeastSteps = 10;

    private readonly Layer model = model ?? throw new ArgumentNullException(nameof(model));
    private readonly Loss loss = loss ?? throw new ArgumentNullException(nameof(loss));
    private readonly Optimizer optimizer = optimizer ?? throw new ArgumentNullException(nameof(optimizer));
    private readonly double lowest = 1e-6;
    private readonly double highest = 10;
    private readonly int steps = 200;

    /// <summary>The rate of the first step.</summary>
    /// <exception cref="SpecificationException">It is not a finite number above 0.</exception>
    public double Lowest { get => lowest; init => lowest = Hyperparameter.Positive(value, "lowest rate", "1e-6"); }

    /// <summary>The rate of the last step, if the sweep gets there.</summary>
    /// <exception cref="SpecificationException">It is not a finite number above 0.</exception>
    public double Highest { get => highest; init => highest = Hyperparameter.Positive(value, "highest rate", "10"); }

    /// <summary>The number of rates, 10 or more.</summary>
    /// <exception cref="SpecificationException">There are fewer.</exception>
    public int Steps
    {
        get => steps;
        init => steps = value >= LeastSteps ? value : throw new SpecificationException($"A sweep takes {LeastSteps} rates or more, not {value}; 200 are usual.");
    }

    /// <summary>Limits the gradients of each step; null for none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>A penalty on the size of weights; null for none.</summary>
    public WeightPenalty? Penalty { get; init; }

    /// <summary>Random changes of what is trained on.</summary>
    public AugmentationPlan Changes { get; init; } = AugmentationPlan.None;

    /// <summary>A finder for the training that a session would do.</summary>
    /// <param name="session">The session; it is not run.</param>
    public static LearningRateFinder Of(TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var recipe = session.Recipe;
        return new LearningRateFinder(
            session.Model,
            Specification.Make(recipe.Loss!, Catalog.Losses, "loss"),
            Specification.Make(recipe.Optimizer!, Catalog.Optimizers, "optimizer"))
        {
            Clipping = recipe.ClipNorm is { } norm ? GradientClipping.ByNorm(norm) : null,
            Penalty = recipe.L1 > 0 || recipe.L2 > 0 ? new WeightPenalty(recipe.L1 ?? 0, recipe.L2 ?? 0) : null,
            Changes = recipe.Augment is { } augment ? AugmentationSpecification.Make(augment) : AugmentationPlan.None,
        };
    }

    /// <summary>The same with another range or number of rates; what is null stays.</summary>
    /// <exception cref="SpecificationException">A number is out of range.</exception>
    public LearningRateFinder Over(double? lowest = null, double? highest = null, int? steps = null) => new(model, loss, optimizer)
    {
        Lowest = lowest ?? Lowest,
        Highest = highest ?? Highest,
        Steps = steps ?? Steps,
        Clipping = Clipping,
        Penalty = Penalty,
        Changes = Changes,
    };

    /// <summary>Sweeps.</summary>
    /// <param name="train">The samples to learn from; their batches come again where they are fewer than the steps.</param>
    /// <param name="batchSize">The number of samples in a step.</param>
    /// <param name="seed">The seed of order, first values and randomness; one seed gives one result, bit for bit.</param>
    /// <param name="progress">Receives each rate that was tried, on this thread.</param>
    /// <param name="cancellation">Stops between two steps; model and optimizer are then as they were, too.</param>
    /// <exception cref="SpecificationException">The lowest rate is not below the highest, or the optimizer finds its own steps.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DescentException">Model, loss and data do not go together, or the first loss is not finite.</exception>
    public RateSweep Find(
        Dataset train, int batchSize = 32, ulong seed = 0, IProgress<RateTried>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (lowest >= highest)
        {
            throw new SpecificationException(FormattableString.Invariant($"The lowest rate {lowest} must be below the highest {highest}."));
        }

        if (optimizer.EvaluatesRepeatedly)
        {
            throw new SpecificationException($"{optimizer.GetType().Name} finds the length of each step itself, so there is no rate to look for.");
        }

        model.InitializeMissing(seed);
        var parameters = model.Parameters.Select(named => (named.Parameter, Values: named.Parameter.Value.Copy())).ToArray();
        var state = optimizer.State.Select(tensors => tensors.Select(tensor => tensor.Copy()).ToArray()).ToArray();
        var (taken, rate) = (optimizer.Steps, optimizer.LearningRate);
        try
        {
            return Sweep(train, batchSize, seed, progress, cancellation);
        }
        finally
        {
            Array.ForEach(parameters, saved => saved.Parameter.Load(saved.Values));
            optimizer.LoadState(taken, state);
            optimizer.LearningRate = rate;
        }
    }

    private RateSweep Sweep(Dataset train, int batchSize, ulong seed, IProgress<RateTried>? progress, CancellationToken cancellation)
    {
        var changes = Changes.For(train);
        var batches = new Batches(train, batchSize, seed) { Augmentations = changes.Augmentations, Mixing = changes.Mixing };
        var step = new TrainingStep(model, loss, optimizer) { Clipping = Clipping, Penalty = Penalty, Seed = seed };
        var outputs = model.OutputShape(train.InputShape).Count;
        var points = new List<RateTried>();
        var (average, weight, least) = (0.0, 0.0, double.PositiveInfinity);
        foreach (var batch in Enumerable.Range(0, int.MaxValue).SelectMany(epoch => batches.Epoch(epoch, 0, cancellation)))
        {
            cancellation.ThrowIfCancellationRequested();
            optimizer.LearningRate = lowest * PortableMath.Power(highest / lowest, (double)points.Count / (steps - 1));
            double value;
            try
            {
                value = step.Run(batch.ToTensor(), Targets.For(loss, batch, train, outputs)).Loss;
            }
            catch (NonFiniteException) when (points.Count > 0)
            {
                return RateSweep.Of(points, optimizer.LearningRate);
            }

            (average, weight) = ((Smoothing * average) + ((1 - Smoothing) * value), (Smoothing * weight) + (1 - Smoothing));
            var point = new RateTried(points.Count + 1, steps, optimizer.LearningRate, value, average / weight);
            points.Add(point);
            progress?.Report(point);
            if (points.Count < RateSweep.Settling)
            {
                continue;
            }

            // Where the loss is small by now, batches differ by more than it.
            least = Math.Min(least, point.Smoothed);
            if (point.Smoothed > DivergenceFactor * least && point.Smoothed > least + (points[RateSweep.Settling - 1].Smoothed / 2))
            {
                return RateSweep.Of(points, point.Rate);
            }

            if (points.Count == steps)
            {
                break;
            }
        }

        return RateSweep.Of(points, null);
    }
}
