using Descent.Kernels;

namespace Descent.Benchmarks.Kernels;

/// <summary>
/// Layers that memory bounds, and some that neither arithmetic nor memory does; without bars. The traffic is what has to be read and
/// written once.
/// </summary>
internal static class LayerStreams
{
    private const int FloatBytes = 4;

    /// <summary>All of them.</summary>
    public static IEnumerable<KernelCase> All =>
        [.. DepthwiseConvolution(), .. BatchNormalization(), .. LayerNorm(), .. MaxPooling(), .. Ctc(), Lbfgs()];

    private static KernelCase[] DepthwiseConvolution()
    {
        var geometry = new Convolution2dGeometry(32, 144, 56, 56, 144, 3, 3, 1, 1, 1, 1, Groups: 144);
        Func<Action> Make(Action<Buffer, Buffer, Buffer> run) => () =>
        {
            Buffer x = new(geometry.InputLength), w = new(geometry.WeightLength), y = new(geometry.OutputLength);
            return () => run(x, w, y);
        };
        const string name = "depthwise convolution 32 x 144, 56x56, 3x3";
        return
        [
            Case($"{name}, forward", 2L * geometry.InputLength, Make(
                (x, w, y) => Convolution2d.Forward<float>(geometry, x.Span, w.Span, [], y.Span))),
            Case($"{name}, by data", 2L * geometry.InputLength, Make(
                (x, w, y) => Convolution2d.InputGradient<float>(geometry, y.Span, w.Span, x.Span))),
            Case($"{name}, by weights", 2L * geometry.InputLength, Make(
                (x, w, y) => Convolution2d.WeightGradient<float>(geometry, x.Span, y.Span, w.Span))),
        ];
    }

    private static KernelCase[] BatchNormalization()
    {
        const int images = 64, channels = 16, spatial = 32 * 32, length = images * channels * spatial;
        return
        [
            Case("batch normalization 64 x 16, 32x32, forward", 2 * length, () =>
            {
                Buffer x = new(length), y = new(length), scale = new(channels), shift = new(channels);
                Buffer mean = new(channels), variance = new(channels);
                return () => Normalization.TrainingForward<float, IdentityFunction>(
                    default, x.Span, images, channels, spatial, 1e-5, scale.Span, shift.Span, [], mean.Span, variance.Span, y.Span);
            }),
            Case("batch normalization 64 x 16, 32x32, backward", 3 * length, () =>
            {
                Buffer g = new(length), x = new(length), dx = new(length), scale = new(channels), mean = new(channels);
                Buffer inverse = new(channels), dScale = new(channels), dShift = new(channels);
                return () => Normalization.Gradient<float>(
                    g.Span, x.Span, images, channels, spatial, mean.Span, inverse.Span, scale.Span, fixedStatistics: false, dx.Span,
                    dScale.Span, dShift.Span);
            }),
        ];
    }

    private static KernelCase[] LayerNorm()
    {
        const int rows = 32 * 64, width = 128, length = rows * width;
        return
        [
            Case("layer normalization 2,048 x 128, forward", 2 * length, () =>
            {
                Buffer x = new(length), y = new(length), scale = new(width), shift = new(width), mean = new(rows), inverse = new(rows);
                return () => LayerNormalization.Forward<float>(
                    x.Span, rows, width, 1e-5, scale.Span, shift.Span, y.Span, mean.Span, inverse.Span);
            }),
            Case("layer normalization 2,048 x 128, backward", 3 * length, () =>
            {
                Buffer g = new(length), x = new(length), dx = new(length), scale = new(width), mean = new(rows), inverse = new(rows);
                Buffer dScale = new(width), dShift = new(width);
                return () => LayerNormalization.Gradient<float>(
                    g.Span, x.Span, rows, width, mean.Span, inverse.Span, scale.Span, dx.Span, dScale.Span, dShift.Span);
            }),
        ];
    }

    // A quarter as many results and as many indices as results.
    private static KernelCase[] MaxPooling()
    {
        var geometry = new Pooling2dGeometry(64, 16, 32, 32, 2, 2, 2, 2);
        Func<Action> Make(bool backward) => () =>
        {
            Buffer x = new(geometry.InputLength), y = new(geometry.OutputLength);
            var indices = new int[geometry.OutputLength];
            void Forward() => Pooling2d.MaxForward<float>(geometry, x.Span, y.Span, indices);
            Forward();
            return !backward ? Forward : () => Pooling2d.MaxBackward<float>(geometry, y.Span, indices, x.Span);
        };
        var elements = (long)geometry.InputLength + (2L * geometry.OutputLength);
        return
        [
            Case("max pooling 64 x 16, 32x32, 2x2, forward", elements, Make(backward: false)),
            Case("max pooling 64 x 16, 32x32, 2x2, backward", elements, Make(backward: true)),
        ];
    }

    private static KernelCase[] Ctc()
    {
        var shape = new CtcShape(32, 128, 64, 20, 0);
        var length = shape.Samples * shape.Steps * shape.Classes;
        var states = shape.Samples * shape.Steps * shape.States;
        Func<Action> Make(bool backward) => () =>
        {
            Buffer log = new(length), dLogits = new(length), kept = new(states), losses = new(shape.Samples), upstream = new(shape.Samples);
            SoftmaxRows.LogForward<float>(log.Span, shape.Samples * shape.Steps, shape.Classes, 1, log.Span);
            int[] labels = [.. Enumerable.Range(0, shape.Samples * shape.Longest).Select(i => 1 + (i * 7 % (shape.Classes - 1)))];
            int[] steps = [.. Enumerable.Repeat(shape.Steps, shape.Samples)];
            int[] lengths = [.. Enumerable.Repeat(shape.Longest, shape.Samples)];
            void Forward() => CtcPaths.Forward<float>(shape, log.Span, labels, steps, lengths, zeroInfinity: true, losses.Span, kept.Span);
            Forward();
            return !backward ? Forward : () => CtcPaths.Gradient<float>(
                shape, upstream.Span, log.Span, labels, steps, lengths, kept.Span, dLogits.Span);
        };
        return
        [
            Case("CTC 32 x 128 x 64, 20 labels, forward", length + states, Make(backward: false)),
            Case("CTC 32 x 128 x 64, 20 labels, backward", (2L * length) + states, Make(backward: true)),
        ];
    }

    // One iteration without a search: ten pairs are read twice, in two loops, and one is written.
    private static KernelCase Lbfgs()
    {
        const int count = 1_000_000, pairs = 10;
        return Case($"L-BFGS with {pairs} pairs, {count:#,0} parameters", ((4 * pairs) + 8) * (long)count, Updates.Step(
            () => new Lbfgs(1e-3, iterations: 1, history: pairs, searchesLine: false), new Shape(count)));
    }

    private static KernelCase Case(string name, long elements, Func<Action> make)
        => new("layer", name, 0, (double)FloatBytes * elements, null, null, make);
}
