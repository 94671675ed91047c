using static Descent.SyntheticStep;

namespace Descent.Cli.Benchmarks;

/// <summary>What <c>descent bench</c> times: some operations, then whole training steps, small to large.</summary>
internal static class QuickBenchmarks
{
    private const int FloatBytes = 4;
    private const int StreamedElements = 1 << 24;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<QuickBenchmark> All { get; } =
    [
        MatrixProduct(32, 128, 784),
        MatrixProduct(256, 256, 256),
        MatrixProduct(1024, 1024, 1024),
        Convolution(batch: 64, channels: 16, side: 32),
        new("operation", "relu of 16 M numbers", 0, () =>
        {
            var x = Values(new Shape(StreamedElements));
            return (() => x.Relu(), new OperationCost(0, 2.0 * FloatBytes * x.Count));
        }),
        Training("2-2-1 network", 4, () => new SyntheticStep(
            new Sequential(new Linear(2, 2), new Sigmoid(), new Linear(2, 1)),
            new BinaryCrossEntropy(), new Sgd(0.1), Values(new Shape(4, 2)), Tensor.From<float>([0, 1, 0, 1], 4, 1))),
        Training("784-128-10 network, Adam", 32, () => new SyntheticStep(
            new Sequential(new Linear(784, 128), new Relu(), new Linear(128, 10)),
            new CrossEntropy(), new Adam(), Values(new Shape(32, 784)), Labels(new Shape(32), 10))),
        Training("784-512-512-10 network, Adam", 128, () => new SyntheticStep(
            new Sequential(new Linear(784, 512), new Relu(), new Linear(512, 512), new Relu(), new Linear(512, 10)),
            new CrossEntropy(), new Adam(), Values(new Shape(128, 784)), Labels(new Shape(128), 10))),
        Training("small CNN on 3x32x32 images, Adam", 128, () => new SyntheticStep(
            new Sequential(new Conv2d(3, 16, 3, padding: 1), new Relu(), new Flatten(), new Linear(16 * 32 * 32, 10)),
            new CrossEntropy(), new Adam(), Values(new Shape(128, 3, 32, 32)), Labels(new Shape(128), 10))),
    ];

    private static QuickBenchmark MatrixProduct(int m, int n, int k) => new("operation", $"matrix product {m} x {n} x {k}", 0, () =>
    {
        var (a, b) = (Values(new Shape(m, k)), Values(new Shape(k, n)));
        return (() => a.MatMul(b), new OperationCost(2.0 * m * n * k, FloatBytes * ((double)a.Count + b.Count + ((double)m * n))));
    });

    private static QuickBenchmark Convolution(int batch, int channels, int side)
        => new("operation", $"convolution 3x3, {channels} channels, {side}x{side}, batch {batch}", 0, () =>
        {
            var x = Values(new Shape(batch, channels, side, side));
            var weight = Values(new Shape(channels, channels, 3, 3));
            var options = new ConvolutionOptions(PaddingHeight: 1, PaddingWidth: 1);
            return (
                () => x.Convolution2d(weight, null, options),
                new OperationCost(2.0 * x.Count * channels * 9, FloatBytes * ((2.0 * x.Count) + weight.Count)));
        });

    private static QuickBenchmark Training(string name, int batch, Func<SyntheticStep> make)
        => new("training", $"{name}, batch {batch}", batch, () =>
        {
            var step = make();
            step.Run();

            // Most of a step's traffic stays in the caches from one operation to the next, so the arithmetic is its roof.
            return (step.Run, new OperationCost(step.Cost().Flops, 0));
        });
}
