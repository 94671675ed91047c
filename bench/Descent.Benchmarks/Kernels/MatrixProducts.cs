using Descent.Kernels;

namespace Descent.Benchmarks.Kernels;

/// <summary>Matrix products in all four forms, as they are and transposed.</summary>
internal static class MatrixProducts
{
    private const double LargeBar = 0.85;
    private const double Bar = 0.75;
    private const double SkinnyBar = 0.35;
    private const long OneThreadFlops = 1 << 19;

    private static readonly (int M, int N, int K, double Bar, double? OneDnn)[] Shapes =
    [
        (64, 64, 64, Bar, 199),
        (128, 128, 128, Bar, 411),
        (256, 256, 256, LargeBar, 477),
        (512, 512, 512, LargeBar, 467),
        (1024, 1024, 1024, LargeBar, 432),
        (32, 128, 784, Bar, 418),
        (128, 512, 512, Bar, 454),
        (32, 10, 16384, SkinnyBar, 198),
        (256, 1024, 1024, Bar, 464),
    ];

    // What the layers of the workloads multiply, forward, for the weight and for the input, in the form they do it in.
    private static readonly (int M, int N, int K, bool TransposeA, bool TransposeB, string Layer)[] OfWorkloads =
    [
        (128, 784, 32, true, false, "W2 weight"),
        (128, 512, 784, false, true, "W2b forward"),
        (512, 784, 128, true, false, "W2b weight"),
        (128, 512, 512, false, false, "W2b input"),
        (10, 16384, 128, true, false, "W3 weight"),
        (128, 16384, 10, false, false, "W3 input"),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<KernelCase> All => Shapes
        .SelectMany(shape => new[] { (false, false), (false, true), (true, false), (true, true) }
            .Select(form => Case(shape.M, shape.N, shape.K, form.Item1, form.Item2, "", shape.Bar, shape.OneDnn)))
        .Concat(OfWorkloads.Select(product => Case(
            product.M, product.N, product.K, product.TransposeA, product.TransposeB, $" {product.Layer}", null, null)));

    private static KernelCase Case(int m, int n, int k, bool transposeA, bool transposeB, string layer, double? bar, double? oneDnn) => new(
        "matrix product",
        $"{m}x{n}x{k} {(transposeA ? 'T' : 'N')}{(transposeB ? 'T' : 'N')}{layer}",
        2.0 * m * n * k,
        0,
        bar,
        oneDnn,
        () =>
        {
            Buffer a = new(m * k), b = new(k * n), c = new(m * n);
            return () => MatrixProduct.Multiply<float>(a.Span, transposeA, b.Span, transposeB, c.Span, m, n, k);
        })
    {
        IsForOneThread = 2L * m * n * k <= OneThreadFlops,
    };
}
