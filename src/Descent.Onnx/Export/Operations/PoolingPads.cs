using Descent.Kernels;

namespace Descent.Onnx;

/// <summary>The padding of a pooling on all four sides, such that sizes that are rounded down are the geometry's.</summary>
internal static class PoolingPads
{
    /// <summary>Above, left, below, right.</summary>
    public static int[] Of(Pooling2dGeometry geometry) =>
    [
        geometry.PaddingHeight, geometry.PaddingWidth,
        After(geometry.InHeight, geometry.OutHeight, geometry.KernelHeight, geometry.StrideHeight, geometry.PaddingHeight, geometry.DilationHeight),
        After(geometry.InWidth, geometry.OutWidth, geometry.KernelWidth, geometry.StrideWidth, geometry.PaddingWidth, geometry.DilationWidth),
    ];

    private static int After(int size, int output, int kernel, int stride, int before, int dilation)
        => Math.Max(0, ((output - 1) * stride) + (dilation * (kernel - 1)) + 1 - size - before);
}
