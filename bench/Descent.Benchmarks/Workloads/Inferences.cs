using static Descent.Benchmarks.Workloads.Networks;

namespace Descent.Benchmarks.Workloads;

/// <summary>One sample through a network, nothing recorded.</summary>
internal static class Inferences
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Inference("I-dense", "784-128-10", 4, Work.DenseForward(1, 784, 128, 10), () => Dense(784, 128, 10), new Shape(1, 784)),
        Inference(
            "I-cnn", "small CNN 3x32x32", 4, Work.ConvolutionForward(1, 3, 16, 3, 32) + Work.DenseForward(1, SimpleCnnFeatures, 10),
            SimpleCnn, new Shape(1, 3, 32, 32)),
        Inference(
            "I-resnet", "ResNet-20 3x32x32", 2, Work.ResNet20Forward(1), () => ResNet.ForSmallImages(20), new Shape(1, 3, 32, 32)),
    ];

    private static Workload Inference(string id, string title, double bar, double flops, Func<Layer> model, Shape input)
        => new(id, $"inference, batch 1: {title}", WorkloadKind.Inference, bar, flops, () => Forward(model(), SyntheticStep.Values(input)));

    private static Action Forward(Layer model, Tensor input)
    {
        var compiled = new CompiledModel(model);
        var (inputs, outputs) = (input.ToArray<float>(), new float[model.OutputShape(input.Shape.Inner()).Count]);
        return () => compiled.Forward(inputs, input.Shape, outputs);
    }
}
