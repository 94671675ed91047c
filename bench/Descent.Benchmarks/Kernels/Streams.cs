using Descent.Kernels;

namespace Descent.Benchmarks.Kernels;

/// <summary>What memory bounds: functions of each element, updates of parameters, softmax with cross-entropy.</summary>
internal static class Streams
{
    /// <summary>Where they belong.</summary>
    public const string Group = "bandwidth";

    private const int FloatBytes = 4;
    private const int Large = 16_000_000;

    /// <summary>All of them, with the seconds of plain C with intrinsics, see <see cref="KernelCase.Reference"/>.</summary>
    public static IReadOnlyList<KernelCase> All { get; } =
    [
        Forward<ReluFunction>("relu", 1650e-6),
        Backward<ReluFunction>("relu", 1870e-6),
        Forward<SigmoidFunction>("sigmoid", 2010e-6),
        Forward<TanhFunction>("tanh", 3060e-6),
        Update("Adam", 10_000_000, 4520e-6, states: 2, () => new Adam()),
        Update("Adam", 164_298, 16e-6, states: 2, () => new Adam()),
        Update("Adam", 669_706, 68e-6, states: 2, () => new Adam()),
        Update("momentum", 10_000_000, 3070e-6, states: 1, () => new Sgd(0.01, momentum: 0.9)),
        CrossEntropy(65_536, 1_000, 16_500e-6),
        CrossEntropy(4_096, 10, 147e-6),
    ];

    private static KernelCase Forward<TFunction>(string name, double reference)
        where TFunction : struct, IElementwiseFunction
        => Case($"{name} forward, 16 M", 2L * Large, reference, () =>
        {
            Buffer x = new(Large), y = new(Large);
            return () => Elementwise.Map<float, TFunction>(default, x.Span, y.Span);
        });

    private static KernelCase Backward<TFunction>(string name, double reference)
        where TFunction : struct, IElementwiseFunction
        => Case($"{name} backward, 16 M", 3L * Large, reference, () =>
        {
            Buffer g = new(Large), y = new(Large), dx = new(Large);
            return () => Elementwise.MapGradient<float, TFunction>(default, g.Span, y.Span, y.Span, dx.Span);
        });

    private static KernelCase Update(string name, int count, double reference, int states, Func<Optimizer> make)
        => Case($"{name}, {count:#,0} parameters", (3L + (2 * states)) * count, reference, () =>
        {
            var parameter = new Parameter("weight", new Shape(count), new UniformFanIn());
            parameter.Initialize(new RandomKey(1, "benchmark"));
            Parameter[] parameters = [parameter];
            Tensor[] gradients = [SyntheticStep.Values(new Shape(count))];
            var optimizer = make();
            return () => optimizer.Step(parameters, gradients);
        });

    // The logits are read and as much is written, in one pass, as in a program.
    private static KernelCase CrossEntropy(int rows, int classes, double reference)
        => Case($"softmax with cross-entropy, {rows:#,0} x {classes:#,0}", 2L * rows * classes, reference, () =>
        {
            Buffer logits = new(rows * classes), gradient = new(rows * classes), losses = new(rows), weights = new(rows), upstream = new(rows);
            upstream.Span.Fill(1);
            var labels = Enumerable.Range(0, rows).Select(row => row % classes).ToArray();
            return () => CrossEntropyRows.ForwardAndGradient<float>(
                logits.Span, labels, classes, 1, [], 0, null, upstream.Span, losses.Span, weights.Span, gradient.Span);
        });

    private static KernelCase Case(string name, long elements, double? reference, Func<Action> make)
        => new(Group, name, 0, (double)FloatBytes * elements, null, reference, make);
}
