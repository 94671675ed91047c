using Descent.Kernels;

namespace Descent.Benchmarks.Kernels;

/// <summary>Recurrent layers, attention and others that products of matrices make up; without bars.</summary>
internal static class LayerProducts
{
    /// <summary>All of them.</summary>
    public static IEnumerable<KernelCase> All =>
    [
        .. Recurrent<LstmKernel>("LSTM", 346, 344), .. Recurrent<GruKernel>("GRU", null, null), .. Attention(), .. TransposedConvolution(),
        Muon(),
    ];

    // W5: 32 samples, 64 steps, 64 inputs, 128 hidden. Backward is all of it: through the steps, then both weights and the inputs.
    private static KernelCase[] Recurrent<TCell>(string name, double? oneDnnForward, double? oneDnnBackward)
        where TCell : struct, IRecurrentCell
    {
        var shape = new RecurrentShape(32, 64, 64, 128, Reverse: false);
        var (rows, columns) = (shape.Samples * shape.Steps, TCell.Gates * shape.Hidden);
        var flops = 2.0 * rows * columns * (shape.Inputs + shape.Hidden);
        Func<Action> Make(bool backward) => () =>
        {
            Buffer x = new(rows * shape.Inputs), y = new(rows * shape.Hidden), g = new(rows * shape.Hidden), dx = new(rows * shape.Inputs);
            Buffer w = new(columns * shape.Inputs), u = new(columns * shape.Hidden), dw = new(w.Span.Length), du = new(u.Span.Length);
            Buffer gates = new(rows * TCell.Kept * shape.Hidden), memory = new(rows * shape.Hidden), products = new(rows * columns);
            var hiddenProducts = new Buffer(TCell.IsSplit ? rows * columns : 1);
            for (var i = 0; i < u.Span.Length; i++)
            {
                u.Span[i] /= shape.Hidden;
            }

            void Forward() => RecurrentSequence.Forward<float, TCell>(
                shape, x.Span, w.Span, u.Span, [], [], [], [], [], y.Span, gates.Span, memory.Span);
            Forward();
            return !backward ? Forward : () =>
            {
                RecurrentSequence.Backward<float, TCell>(
                    shape, g.Span, [], u.Span, y.Span, gates.Span, memory.Span, [], [], [], products.Span,
                    TCell.IsSplit ? hiddenProducts.Span : [], [], []);
                MatrixProduct.Multiply<float>(products.Span, true, x.Span, false, dw.Span, columns, shape.Inputs, rows);
                MatrixProduct.Multiply<float>(products.Span, false, w.Span, false, dx.Span, rows, shape.Inputs, columns);
                RecurrentSequence.HiddenWeightGradient<float>(
                    shape, TCell.IsSplit ? hiddenProducts.Span : products.Span, y.Span, [], du.Span);
            };
        };
        var size = $"{shape.Samples} x {shape.Steps} x {shape.Inputs} to {shape.Hidden}";
        return
        [
            Case("recurrent", $"{name} {size}, forward", flops, oneDnnForward, Make(backward: false)),
            Case("recurrent", $"{name} {size}, backward", 2 * flops, oneDnnBackward, Make(backward: true)),
        ];
    }

    // W8: 32 samples, 64 steps, 4 heads of 32.
    private static KernelCase[] Attention()
    {
        var shape = new AttentionShape(32, 64, 4, 32, Causal: false);
        var (features, pairs) = (shape.Samples * shape.Steps * shape.Features, shape.Samples * shape.Heads * shape.Steps * shape.Steps);
        var flops = 4.0 * pairs * shape.Width;
        Func<Action> Make(bool backward) => () =>
        {
            Buffer projections = new(3 * features), result = new(3 * features), y = new(features), g = new(features), weights = new(pairs);
            void Forward() => Descent.Kernels.Attention.Forward<float>(shape, projections.Span, [], y.Span, weights.Span);
            Forward();
            return !backward ? Forward : () => Descent.Kernels.Attention.Backward<float>(
                shape, g.Span, projections.Span, weights.Span, result.Span);
        };
        return
        [
            Case("attention", "32 x 64, 4 heads of 32, forward", flops, null, Make(backward: false)),
            Case("attention", "32 x 64, 4 heads of 32, backward", 2 * flops, null, Make(backward: true)),
        ];
    }

    // 64 channels of 16 x 16 to 32 of 32 x 32: the convolution the other way round, whose input is the result.
    private static KernelCase[] TransposedConvolution()
    {
        var geometry = new Convolution2dGeometry(32, 32, 32, 32, 64, 4, 4, 2, 2, 1, 1);
        var flops = 2.0 * geometry.OutputLength * geometry.InChannels * geometry.KernelHeight * geometry.KernelWidth;
        Func<Action> Make(Action<Buffer, Buffer, Buffer> run) => () =>
        {
            Buffer y = new(geometry.InputLength), w = new(geometry.WeightLength), x = new(geometry.OutputLength);
            return () => run(x, w, y);
        };
        const string name = "32 x 64 to 32, 16x16 to 32x32, 4x4";
        return
        [
            Case("transposed convolution", $"{name}, forward", flops, null, Make(
                (x, w, y) => Convolution2d.InputGradient<float>(geometry, x.Span, w.Span, y.Span))),
            Case("transposed convolution", $"{name}, by data", flops, null, Make(
                (x, w, y) => Convolution2d.Forward<float>(geometry, y.Span, w.Span, [], x.Span))),
            Case("transposed convolution", $"{name}, by weights", flops, null, Make(
                (x, w, y) => Convolution2d.WeightGradient<float>(geometry, y.Span, x.Span, w.Span))),
        ];
    }

    // Five rounds of X X', a polynomial of it and its product with X.
    private static KernelCase Muon()
    {
        const int size = 512;
        const double flops = 5 * 3 * 2.0 * size * size * size;
        return Case("update", $"Muon, {size}x{size}", flops, null, Updates.Step(() => new Muon(), new Shape(size, size)));
    }

    private static KernelCase Case(string group, string name, double flops, double? oneDnn, Func<Action> make)
        => new(group, name, flops, 0, null, oneDnn, make);
}
