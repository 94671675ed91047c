namespace Descent;

/// <summary>
/// What a fit on a sample is worth where the distribution is known: x uniform in [-1, 1], y = sin(pi x) + noise, as <see cref="Datasets.Sine"/> draws. The average loss over the
/// sample is what training sees, the expected loss is what it is for, and here both can be computed.
/// </summary>
/// <remarks>
/// The model is a polynomial, a <see cref="Linear"/> layer on Legendre's polynomials, so that its degree is its capacity. It is trained in
/// full batches by Adam with a cosine schedule. Source: C. Bishop, Pattern Recognition and Machine Learning, 2006, section 1.1.
/// </remarks>
public sealed record GeneralizationExperiment
{
    private const int GridPoints = 401;
    private const int LongestTraining = 3000;
    private const int LookEvery = 10;

    /// <summary>The number of points N that are drawn.</summary>
    public int Samples { get; init; } = 20;

    /// <summary>The degree of the polynomial.</summary>
    public int Capacity { get; init; } = 9;

    /// <summary>The standard deviation of the noise; its square is the least expected loss.</summary>
    public double Noise { get; init; } = 0.25;

    /// <summary>The factor of the sum of absolute weights in what is minimised.</summary>
    public double L1 { get; init; }

    /// <summary>The factor of half the sum of squared weights in what is minimised.</summary>
    public double L2 { get; init; }

    /// <summary>Whether the weights are those of the step with the least loss on points drawn beside, a third as many.</summary>
    public bool StopsEarly { get; init; }

    /// <summary>The steps of the training.</summary>
    public int Steps { get; init; } = 1500;

    /// <summary>Decides which points are drawn.</summary>
    public ulong Seed { get; init; }

    /// <summary>The loss that no model is below: that of sin(pi x) itself, the variance of the noise.</summary>
    public double LeastLoss => Noise * Noise;

    /// <summary>Draws and fits.</summary>
    /// <exception cref="SpecificationException">A number is out of range.</exception>
    public GeneralizationResult Run(CancellationToken cancellation = default)
    {
        Check();
        var (x, y) = Draw(Samples, Seed);
        var (besideX, besideY) = Draw(Math.Max(5, Samples / 3), ~Seed);
        Tensor inputs = Features(x), targets = Column(y), beside = Features(besideX), besideTargets = Column(besideY), grid = Features(Grid);
        var model = new Linear(Math.Max(1, Capacity), 1);
        model.Convert(ElementType.Float64);
        foreach (var (_, parameter) in model.Parameters)
        {
            parameter.Load(Tensor.Zeros(parameter.Shape, ElementType.Float64));
        }

        var loss = new MeanSquaredError();
        var optimizer = new Adam(learningRate: 0.1);
        var step = new TrainingStep(model, loss, optimizer) { Penalty = L1 > 0 || L2 > 0 ? new WeightPenalty(L1, L2) : null };
        var schedule = new CosineDecay(Steps);
        var history = new List<GeneralizationStep>();
        var (best, kept, keptStep) = (double.PositiveInfinity, Snapshot(model), 0);
        for (var done = 0; done <= Steps; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (done % LookEvery == 0 || done == Steps)
            {
                var average = loss.Compute(model.Forward(inputs), targets).Item();
                var validation = loss.Compute(model.Forward(beside), besideTargets).Item();
                history.Add(new GeneralizationStep(done, average, validation, Expected(model, grid)));
                if (!StopsEarly || validation < best)
                {
                    (best, kept, keptStep) = (validation, Snapshot(model), done);
                }
            }

            if (done < Steps)
            {
                optimizer.LearningRate = schedule.Rate(0.1, done);
                step.Run(inputs, targets);
            }
        }

        foreach (var (path, parameter) in model.Parameters)
        {
            parameter.Load(kept[path]);
        }

        return new GeneralizationResult(
            x, y, Grid, [.. Grid.Select(Truth)], model.Forward(grid).ToDoubles(), loss.Compute(model.Forward(inputs), targets).Item(),
            Expected(model, grid), LeastLoss, keptStep, history);
    }

    /// <summary>The mean of average and expected loss over so many draws, with the seeds that follow.</summary>
    /// <param name="draws">How often points are drawn anew.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="SpecificationException">A number is out of range.</exception>
    public (double Average, double Expected) Mean(int draws, CancellationToken cancellation = default)
    {
        if (draws < 1)
        {
            throw new SpecificationException($"There must be 1 draw or more, not {draws}.");
        }

        var (average, expected) = (0.0, 0.0);
        for (var draw = 0; draw < draws; draw++)
        {
            var result = (this with { Seed = Seed + (ulong)draw }).Run(cancellation);
            average += result.AverageLoss / draws;
            expected += result.ExpectedLoss / draws;
        }

        return (average, expected);
    }

    private static double[] Grid { get; } = [.. Enumerable.Range(0, GridPoints).Select(i => -1 + (2.0 * i / (GridPoints - 1)))];

    private static double Truth(double x) => Math.Sin(Math.PI * x);

    private (double[] X, double[] Y) Draw(int count, ulong seed)
    {
        var drawn = Datasets.Sine(count, Noise, seed);
        return ([.. Enumerable.Range(0, count).Select(row => (double)drawn.Input(row)[0])], [.. drawn.Values.ToArray().Select(y => (double)y)]);
    }

    private static Tensor Column(double[] values) => Tensor.From<double>(values, new Shape(values.Length, 1));

    private static Dictionary<string, Tensor> Snapshot(Layer model)
        => model.Parameters.ToDictionary(named => named.Path, named => named.Parameter.Value.Copy());

    // The integral over the grid by the trapezoidal rule, and the noise that no model foresees.
    private double Expected(Linear model, Tensor grid)
    {
        var predictions = model.Forward(grid).ToDoubles();
        var sum = 0.0;
        for (var i = 0; i < GridPoints; i++)
        {
            var error = predictions[i] - Truth(Grid[i]);
            sum += error * error * (i is 0 or GridPoints - 1 ? 0.5 : 1);
        }

        return (sum / (GridPoints - 1)) + LeastLoss;
    }

    /// <summary>Legendre's polynomials of degree 1 to the capacity; a model of degree 0 sees a zero and has its bias alone.</summary>
    private Tensor Features(double[] places)
    {
        var width = Math.Max(1, Capacity);
        var features = new double[places.Length * width];
        for (var row = 0; row < places.Length && Capacity > 0; row++)
        {
            var (before, now) = (1.0, places[row]);
            for (var degree = 1; degree <= width; degree++)
            {
                features[(row * width) + degree - 1] = now;
                (before, now) = (now, ((((2 * degree) + 1) * places[row] * now) - (degree * before)) / (degree + 1));
            }
        }

        return Tensor.From<double>(features, new Shape(places.Length, width));
    }

    private void Check()
    {
        Within("samples", Samples, 2, 2000);
        Within("capacity", Capacity, 0, 30);
        Within("noise", Noise, 0, 10);
        Within("l1", L1, 0, 100);
        Within("l2", L2, 0, 100);
        Within("steps", Steps, 1, LongestTraining);
    }

    private static void Within(string what, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new SpecificationException(FormattableString.Invariant($"The {what} must be from {least} to {most}, not {value}."));
        }
    }
}

/// <summary>What came of a <see cref="GeneralizationExperiment"/>.</summary>
/// <param name="X">The inputs drawn.</param>
/// <param name="Y">The targets drawn.</param>
/// <param name="Grid">Places from -1 to 1.</param>
/// <param name="Truth">What y is there on average.</param>
/// <param name="Fit">What the model says there.</param>
/// <param name="AverageLoss">The mean squared error over the sample.</param>
/// <param name="ExpectedLoss">The expectation of the squared error over the distribution.</param>
/// <param name="LeastLoss">The expected loss that no model is below.</param>
/// <param name="KeptStep">The step whose weights were kept.</param>
/// <param name="History">How the losses went.</param>
public sealed record GeneralizationResult(
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    IReadOnlyList<double> Grid,
    IReadOnlyList<double> Truth,
    IReadOnlyList<double> Fit,
    double AverageLoss,
    double ExpectedLoss,
    double LeastLoss,
    int KeptStep,
    IReadOnlyList<GeneralizationStep> History)
{
    /// <summary>The generalisation gap: expected less average loss.</summary>
    public double Gap => ExpectedLoss - AverageLoss;
}

/// <summary>The losses after a step.</summary>
/// <param name="Step">The number of steps done.</param>
/// <param name="Average">The mean squared error over the sample.</param>
/// <param name="Validation">That over the points drawn beside.</param>
/// <param name="Expected">The expectation over the distribution.</param>
public sealed record GeneralizationStep(int Step, double Average, double Validation, double Expected);
