namespace Descent.Tests.Training;

/// <summary>Small models and data for tests of training.</summary>
internal static class Examples
{
    /// <summary>Numbers around 0, the same for the same seed.</summary>
    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    public static Tensor Inputs(int seed, params int[] shape) => Tensor.From<float>(Numbers(shape.Aggregate(1, (a, b) => a * b), seed), new Shape(shape));

    public static Tensor Labels(int samples, int classes) => Tensor.From(Enumerable.Range(0, samples).Select(i => i % classes).ToArray());

    /// <summary>Three noisy classes of two features: learnt in a few epochs, never without error.</summary>
    public static Dataset Blobs(int count = 150, ulong seed = 0) => Datasets.Blobs(count, 0.5, seed);

    public static Sequential Dense() => new(new Linear(2, 16), new BatchNorm(16), new Relu(), new Dropout(0.2), new Linear(16, 3));

    /// <summary>Every number that a model consists of, as bits.</summary>
    public static long[] Bits(Layer model)
        => [.. model.Parameters.SelectMany(named => named.Parameter.Value.ToDoubles()).Select(BitConverter.DoubleToInt64Bits)];

    /// <summary>Remembers events, and may act on them.</summary>
    public sealed class Events(Action<TrainingEvent>? then = null) : IProgress<TrainingEvent>
    {
        public List<TrainingEvent> All { get; } = [];

        public void Report(TrainingEvent value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
