using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The plain recurrent cell with tanh: h' = tanh(products).</summary>
/// <remarks>Source: Elman, Finding structure in time, Cognitive Science 1990.</remarks>
internal readonly unsafe struct TanhRnnKernel : IRecurrentCell
{
    /// <inheritdoc/>
    public static int Gates => 1;

    /// <inheritdoc/>
    public static int Kept => 0;

    /// <inheritdoc/>
    public static bool IsSplit => false;

    /// <inheritdoc/>
    public static bool HasMemory => false;

    /// <inheritdoc/>
    public static void Forward<T>(in CellRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => CellLoops.Tanh(row.Products, row.Bias, row.NewHidden, row.Width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(in CellGradientRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < row.Width; i += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, row.Width - i);
            var h = Lanes.LoadPart(row.OutputGradient + i, part) + Lanes.LoadPart(row.HiddenGradient + i, part);
            var y = Lanes.LoadPart(row.Hidden + i, part);
            Lanes.StorePart(h * Lanes.MultiplyAdd(-y, y, Vector512<T>.One), row.Products + i, part);
        }
    }
}

/// <summary>The plain recurrent cell with relu: h' = max(0, products).</summary>
/// <remarks>Source: Le, Jaitly and Hinton, A simple way to initialize recurrent networks of rectified linear units, 2015.</remarks>
internal readonly unsafe struct ReluRnnKernel : IRecurrentCell
{
    /// <inheritdoc/>
    public static int Gates => 1;

    /// <inheritdoc/>
    public static int Kept => 0;

    /// <inheritdoc/>
    public static bool IsSplit => false;

    /// <inheritdoc/>
    public static bool HasMemory => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(in CellRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < row.Width; i += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, row.Width - i);
            var sum = Lanes.LoadPart(row.Products + i, part) + Lanes.LoadPart(row.Bias + i, part);
            var negative = Vector512.LessThan(sum, Vector512<T>.Zero);
            Lanes.StorePart(Vector512.ConditionalSelect(negative, Vector512<T>.Zero, sum), row.NewHidden + i, part);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(in CellGradientRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < row.Width; i += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, row.Width - i);
            var h = Lanes.LoadPart(row.OutputGradient + i, part) + Lanes.LoadPart(row.HiddenGradient + i, part);
            Lanes.StorePart(h & Vector512.GreaterThan(Lanes.LoadPart(row.Hidden + i, part), Vector512<T>.Zero), row.Products + i, part);
        }
    }
}
