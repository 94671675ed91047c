namespace Descent.Tests.Losses;

/// <summary>A loss with predictions and targets that suit it, away from kinks, all in Float64.</summary>
internal sealed record LossSample(Loss Loss, Tensor Prediction, Tensor Target, bool IsSmooth = true)
{
    private static readonly double[] ClassWeights = [0.5, 2, 1.25];

    /// <summary>Every loss, in the forms that compute differently.</summary>
    public static IReadOnlyDictionary<string, LossSample> All { get; } = new Dictionary<string, LossSample>
    {
        ["mean squared error"] = new(new MeanSquaredError(), Normal(1, 4, 3), Normal(2, 4, 3)),
        ["mean absolute error"] = new(new MeanAbsoluteError(), Normal(1, 4, 3), Normal(2, 4, 3), IsSmooth: false),
        ["huber"] = new(new Huber(0.8), Normal(1, 4, 3), Normal(2, 4, 3), IsSmooth: false),
        ["cross-entropy of labels"] = new(new CrossEntropy(), Normal(1, 4, 3), Labels(3, 4)),
        ["cross-entropy of labels, all options"]
            = new(new CrossEntropy(0.1, ClassWeights, 2) { Reduction = Reduction.Sum }, Normal(1, 6, 3), Labels(3, 6)),
        ["cross-entropy of labels at positions"] = new(new CrossEntropy(0.2, ClassWeights, 0), Normal(1, 2, 3, 4), Labels(3, 2, 4)),
        ["cross-entropy of probabilities"] = new(new CrossEntropy(0.1, ClassWeights), Normal(1, 4, 3), Distributions(2, 4, 3)),
        ["cross-entropy of probabilities at positions"] = new(new CrossEntropy(), Normal(1, 2, 3, 4), Distributions(2, 2, 3, 4)),
        ["categorical cross-entropy"] = new(new CategoricalCrossEntropy(0.1), Uniform(1, 4, 3), Distributions(2, 4, 3)),
        ["categorical cross-entropy of labels"] = new(new CategoricalCrossEntropy(), Uniform(1, 2, 3, 2), Labels(3, 2, 2)),
        ["negative log-likelihood"] = new(new NegativeLogLikelihood(ClassWeights, 1), Normal(1, 5, 3), Labels(3, 5)),
        ["binary cross-entropy"] = new(new BinaryCrossEntropy(), Normal(1, 4, 3), Uniform(2, 4, 3)),
        ["binary cross-entropy, weighted"] = new(new BinaryCrossEntropy(0.5, 1, 3), Normal(1, 4, 3), Uniform(2, 4, 3)),
        ["binary cross-entropy on probabilities"] = new(new BinaryCrossEntropyOnProbabilities(), Uniform(1, 4, 3), Uniform(2, 4, 3)),
        ["hinge"] = new(new Hinge(), Normal(1, 4, 3), Signs(2, 4, 3), IsSmooth: false),
        ["smooth l1"] = new(new SmoothL1(0.8), Normal(1, 4, 3), Normal(2, 4, 3), IsSmooth: false),
        ["log cosh"] = new(new LogCosh(), Normal(1, 4, 3), Normal(2, 4, 3)),
        ["squared hinge"] = new(new SquaredHinge(), Normal(1, 4, 3), Signs(2, 4, 3), IsSmooth: false),
        ["logistic margin"] = new(new LogisticMargin(), Normal(1, 4, 3), Signs(2, 4, 3)),
        ["exponential margin"] = new(new ExponentialMargin(), Normal(1, 4, 3), Signs(2, 4, 3)),
        ["kl divergence"] = new(new KlDivergence(), Normal(1, 4, 3), Distributions(2, 4, 3)),
        ["kl divergence of logarithms"] = new(new KlDivergence(logTarget: true), Normal(1, 4, 3), Normal(2, 4, 3)),
        ["quantile"] = new(new Quantile(0.8), Normal(1, 4, 3), Normal(2, 4, 3), IsSmooth: false),
        ["mean absolute percentage error"]
            = new(new MeanAbsolutePercentageError(0.05), Normal(1, 4, 3), Normal(2, 4, 3), IsSmooth: false),
        ["mean squared logarithmic error"] = new(new MeanSquaredLogarithmicError(), Uniform(1, 4, 3), Uniform(2, 4, 3)),
        ["poisson"] = new(new PoissonNegativeLogLikelihood(full: true), Normal(1, 4, 3), Uniform(2, 4, 3) * 3.0),
        ["poisson of rates"] = new(new PoissonNegativeLogLikelihood(rate: true), Uniform(1, 4, 3), Uniform(2, 4, 3) * 3.0),
        ["gaussian"] = new(new GaussianNegativeLogLikelihood(), Uniform(1, 4, 6), Normal(2, 4, 3)),
        ["gaussian of logarithms"] = new(new GaussianNegativeLogLikelihood(logVariance: true, full: true), Normal(1, 4, 2), Normal(2, 4)),
        ["cosine similarity"] = new(new CosineSimilarity(), Normal(1, 4, 2, 3), Normal(2, 4, 2, 3)),
        ["binary focal"] = new(new BinaryFocal(1.5, 0.25), Normal(1, 4, 3), Uniform(2, 4, 3)),
        ["dice"] = new(new Dice(), Uniform(1, 4, 3), Uniform(2, 4, 3)),
        ["dice of classes"] = new(new Dice(0.5, logits: true, OverlapScope.Class), Normal(1, 4, 3, 2), Uniform(2, 4, 3, 2)),
        ["tversky"] = new(new Tversky(0.3, 0.7, logits: true), Normal(1, 4, 3), Uniform(2, 4, 3)),
        ["hinge embedding"] = new(new HingeEmbedding(), Uniform(1, 4, 3), Signs(2, 4, 3)),
        ["binary zero-one"] = new(new BinaryZeroOne(), Normal(1, 4, 3), Signs(2, 4, 3), IsSmooth: false),
        ["zero-one"] = new(new ZeroOne(), Normal(1, 2, 3, 4), Labels(3, 2, 4), IsSmooth: false),
    };

    public static Tensor Normal(int seed, params int[] shape)
        => Make(seed, shape, random => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(6.28 * random.NextDouble()));

    public static Tensor Uniform(int seed, params int[] shape) => Make(seed, shape, random => 0.1 + (0.8 * random.NextDouble()));

    public static Tensor Signs(int seed, params int[] shape) => Make(seed, shape, random => random.Next(2) == 0 ? -1 : 1);

    public static Tensor Labels(int classes, params int[] shape)
        => Tensor.From(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => i * 2 % classes).ToArray(), shape);

    public static Tensor Distributions(int seed, params int[] shape)
    {
        var positive = Uniform(seed, shape);
        return positive / positive.Sum(1, keepAxis: true);
    }

    private static Tensor Make(int seed, int[] shape, Func<Random, double> draw)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => draw(random)).ToArray(), shape);
    }
}
