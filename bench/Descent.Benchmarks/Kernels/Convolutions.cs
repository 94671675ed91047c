using Descent.Kernels;

namespace Descent.Benchmarks.Kernels;

/// <summary>Convolutions forward, by data and by weights.</summary>
internal static class Convolutions
{
    private static readonly (Convolution2dGeometry Geometry, double Bar, double Forward, double Data, double Weights)[] Layers =
    [
        (new(32, 3, 32, 32, 16, 3, 3, 1, 1, 1, 1), 0.45, 301, 83, 372),
        (new(64, 16, 32, 32, 16, 3, 3, 1, 1, 1, 1), 0.60, 281, 357, 353),
        (new(64, 32, 16, 16, 64, 3, 3, 1, 1, 1, 1), 0.70, 399, 464, 441),
        (new(64, 64, 8, 8, 64, 3, 3, 1, 1, 1, 1), 0.70, 423, 421, 359),
        (new(32, 64, 16, 16, 128, 3, 3, 2, 2, 1, 1), 0.70, 426, 369, 307),
    ];

    /// <summary>All of them. By data the bar is ten points below the one forward.</summary>
    public static IEnumerable<KernelCase> All => Layers.SelectMany(layer =>
    {
        var geometry = layer.Geometry;
        return new[]
        {
            Case(
                geometry, "forward", layer.Bar, layer.Forward,
                (x, w, y) => Convolution2d.Forward<float>(geometry, x.Span, w.Span, [], y.Span)),
            Case(
                geometry, "by data", layer.Bar - 0.1, layer.Data,
                (x, w, y) => Convolution2d.InputGradient<float>(geometry, y.Span, w.Span, x.Span)),
            Case(
                geometry, "by weights", layer.Bar, layer.Weights,
                (x, w, y) => Convolution2d.WeightGradient<float>(geometry, x.Span, y.Span, w.Span)),
        };
    });

    private static KernelCase Case(
        Convolution2dGeometry geometry, string pass, double bar, double oneDnn, Action<Buffer, Buffer, Buffer> run) => new(
        "convolution",
        $"{geometry.Batch} x {geometry.InChannels} to {geometry.OutChannels}, {geometry.InHeight}x{geometry.InWidth}, 3x3"
            + $"{(geometry.StrideHeight > 1 ? $" stride {geometry.StrideHeight}" : "")}, {pass}",
        2.0 * geometry.OutputLength * geometry.InChannels * geometry.KernelHeight * geometry.KernelWidth,
        0,
        bar,
        oneDnn,
        () =>
        {
            Buffer x = new(geometry.InputLength), w = new(geometry.WeightLength), y = new(geometry.OutputLength);
            return () => run(x, w, y);
        });
}
