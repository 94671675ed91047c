using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The gated recurrent unit: r, z = sigmoid of the summed products, n = tanh(the input's + r m) with m the hidden state's product and bias,
/// h' = (1 - z) n + z h. Kept: r, z, n; the memory is m.
/// </summary>
/// <remarks>Source: Cho et al., Learning phrase representations using RNN encoder-decoder, EMNLP 2014; in PyTorch's form.</remarks>
internal readonly unsafe struct GruKernel : IRecurrentCell
{
    /// <inheritdoc/>
    public static int Gates => 3;

    /// <inheritdoc/>
    public static int Kept => 3;

    /// <inheritdoc/>
    public static bool IsSplit => true;

    /// <inheritdoc/>
    public static bool HasMemory => true;

    /// <inheritdoc/>
    public static void Forward<T>(in CellRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = row.Width;
        Add(row.Products, row.HiddenProducts, row.HiddenBias, 2 * width);
        CellLoops.Sigmoid(row.Products, row.Bias, row.KeptGates, 2 * width);
        Gate(row.Products + (2 * width), row.HiddenProducts + (2 * width), row.HiddenBias + (2 * width), row.KeptGates, row.NewMemory, width);
        CellLoops.Tanh(row.Products + (2 * width), row.Bias + (2 * width), row.KeptGates + (2 * width), width);
        Combine(row.KeptGates, row.Hidden, row.NewHidden, width);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(in CellGradientRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (width, one) = (row.Width, Vector512<T>.One);
        for (var i = 0; i < width; i += Vector512<T>.Count)
        {
            var count = Math.Min(Vector512<T>.Count, width - i);
            var h = Lanes.LoadPart(row.OutputGradient + i, count) + Lanes.LoadPart(row.HiddenGradient + i, count);
            Vector512<T> reset = Lanes.LoadPart(row.KeptGates + i, count), update = Lanes.LoadPart(row.KeptGates + i + width, count);
            var candidate = Lanes.LoadPart(row.KeptGates + i + (2 * width), count);
            var before = h * (one - update) * Lanes.MultiplyAdd(-candidate, candidate, one);
            var resetGradient = before * Lanes.LoadPart(row.Memory + i, count) * (reset * (one - reset));
            var updateGradient = h * (Lanes.LoadPart(row.PreviousHidden + i, count) - candidate) * (update * (one - update));
            Lanes.StorePart(resetGradient, row.Products + i, count);
            Lanes.StorePart(resetGradient, row.HiddenProducts + i, count);
            Lanes.StorePart(updateGradient, row.Products + i + width, count);
            Lanes.StorePart(updateGradient, row.HiddenProducts + i + width, count);
            Lanes.StorePart(before, row.Products + i + (2 * width), count);
            Lanes.StorePart(before * reset, row.HiddenProducts + i + (2 * width), count);
            Lanes.StorePart(h * update, row.HiddenGradient + i, count);
        }
    }

    /// <summary>x += y + bias.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Add<T>(T* x, T* y, T* bias, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < count; i += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, count - i);
            Lanes.StorePart(Lanes.LoadPart(x + i, part) + (Lanes.LoadPart(y + i, part) + Lanes.LoadPart(bias + i, part)), x + i, part);
        }
    }

    /// <summary>memory = hidden + bias; x += reset memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Gate<T>(T* x, T* hidden, T* bias, T* reset, T* memory, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < count; i += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, count - i);
            var product = Lanes.LoadPart(hidden + i, part) + Lanes.LoadPart(bias + i, part);
            Lanes.StorePart(product, memory + i, part);
            Lanes.StorePart(Lanes.MultiplyAdd(Lanes.LoadPart(reset + i, part), product, Lanes.LoadPart(x + i, part)), x + i, part);
        }
    }

    /// <summary>h' = n + z (h - n).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Combine<T>(T* gates, T* hidden, T* newHidden, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < width; i += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, width - i);
            var candidate = Lanes.LoadPart(gates + i + (2 * width), part);
            var update = Lanes.LoadPart(gates + i + width, part);
            Lanes.StorePart(Lanes.MultiplyAdd(update, Lanes.LoadPart(hidden + i, part) - candidate, candidate), newHidden + i, part);
        }
    }
}
