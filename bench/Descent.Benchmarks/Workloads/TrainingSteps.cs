using static Descent.Benchmarks.Workloads.Networks;
using static Descent.SyntheticStep;

namespace Descent.Benchmarks.Workloads;

/// <summary>The training steps: zero gradients, forward, loss, backward, update.</summary>
internal static class TrainingSteps
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Textbook(1),
        Textbook(4),
        Dense("W2-momentum", 7, "momentum 0.9", () => new Sgd(0.01, momentum: 0.9), 32, 784, 128, 10),
        Dense("W2-adam", 6, "Adam", () => new Adam(), 32, 784, 128, 10),
        Dense("W2-128", 5.5, "Adam", () => new Adam(), 128, 784, 128, 10),
        Dense("W2b", 5, "Adam", () => new Adam(), 128, 784, 512, 512, 10),
        SimpleCnnStep(32, 9),
        SimpleCnnStep(128, 7.5),
        new("W4", "LeNet-5 28x28, Adam, batch 64", WorkloadKind.TrainingStep, 2.5,
            Work.Convolution(64, true, 1, 6, 5, 28) + Work.Convolution(64, false, 6, 16, 5, 10) + Work.Dense(64, false, 400, 120, 84, 10),
            () => Step(LeNet(), new CrossEntropy(), new Adam(), Values(new Shape(64, 1, 28, 28)), Labels(new Shape(64), 10))),
        new("W4b", "ResNet-20 3x32x32 with batch norm, momentum 0.9, batch 64", WorkloadKind.TrainingStep, 1.5,
            (3 * Work.ResNet20Forward(64)) - Work.ConvolutionForward(64, 3, 16, 3, 32),
            () => Step(
                ResNet.ForSmallImages(20), new CrossEntropy(), new Sgd(0.01, momentum: 0.9), Values(new Shape(64, 3, 32, 32)),
                Labels(new Shape(64), 10))),
        Recurrent("W5-lstm", "LSTM", gates: 4, () => new Lstm(64, 128)),
        Recurrent("W5-gru", "GRU", gates: 3, () => new Gru(64, 128)),
        new("W6", "13-64-64-1, Huber, Adam, batch 32", WorkloadKind.TrainingStep, 14, Work.Dense(32, true, 13, 64, 64, 1),
            () => Step(
                Networks.Dense(13, 64, 64, 1), new Huber(), new Adam(), Values(new Shape(32, 13)),
                Values(new Shape(32, 1), seed: 2))),
        new("W8", "transformer encoder block, d 128, 4 heads, feed-forward 512, 64 tokens, Adam, batch 32", WorkloadKind.TrainingStep, 4.5,
            Work.Encoder(32, 64, 128, 512),
            () => Step(
                new TransformerEncoderLayer(128, 4, 512, dropout: 0), new MeanSquaredError(), new Adam(), Values(new Shape(32, 64, 128)),
                Values(new Shape(32, 64, 128), seed: 2))),
    ];

    private static Workload Textbook(int batch) => new(
        $"W1-{batch}", $"2-2-1 sigmoid, binary cross-entropy, SGD, batch {batch}", WorkloadKind.TrainingStep, 40,
        Work.Dense(batch, true, 2, 2, 1),
        () => Step(
            TwoTwoOne(), new BinaryCrossEntropy(), new Sgd(0.1), Values(new Shape(batch, 2)),
            Tensor.From<float>(Enumerable.Range(0, batch).Select(i => (float)(i % 2)).ToArray(), batch, 1)));

    private static Workload Dense(
        string id, double bar, string optimizerName, Func<Optimizer> optimizer, int batch, params int[] widths) => new(
        id, $"{string.Join('-', widths)} ReLU, cross-entropy, {optimizerName}, batch {batch}", WorkloadKind.TrainingStep, bar,
        Work.Dense(batch, true, widths),
        () => Step(
            Networks.Dense(widths), new CrossEntropy(), optimizer(), Values(new Shape(batch, widths[0])),
            Labels(new Shape(batch), widths[^1])));

    private static Workload SimpleCnnStep(int batch, double bar) => new(
        $"W3-{batch}", $"small CNN 3x32x32, Adam, batch {batch}", WorkloadKind.TrainingStep, bar,
        Work.Convolution(batch, true, 3, 16, 3, 32) + Work.Dense(batch, false, SimpleCnnFeatures, 10),
        () => Step(SimpleCnn(), new CrossEntropy(), new Adam(), Values(new Shape(batch, 3, 32, 32)), Labels(new Shape(batch), 10)));

    private static Workload Recurrent(string id, string name, int gates, Func<RecurrentLayer> cell) => new(
        id, $"{name} 64-128, 64 steps, 64 classes a step, Adam, batch 32", WorkloadKind.TrainingStep, 5,
        Work.Recurrent(32 * 64, gates, 64, 128, 64),
        () => Step(
            new StepClassifier(cell(), 64), new CrossEntropy(), new Adam(), Values(new Shape(32, 64, 64)), Labels(new Shape(32 * 64), 64)));

    private static Action Step(Layer model, Loss loss, Optimizer optimizer, Tensor inputs, Tensor targets)
        => new SyntheticStep(model, loss, optimizer, inputs, targets).Run;
}
