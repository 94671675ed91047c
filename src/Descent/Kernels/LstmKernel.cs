using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The long short-term memory cell: i, f, o = sigmoid and g = tanh of the products, in the order i, f, g, o; c' = f c + i g, h' = o tanh(c').
/// Kept: i, f, g, o; the memory is c.
/// </summary>
/// <remarks>Source: Hochreiter and Schmidhuber, 1997; with the forget gate of Gers, Schmidhuber and Cummins, 2000.</remarks>
internal readonly unsafe struct LstmKernel : IRecurrentCell
{
    /// <inheritdoc/>
    public static int Gates => 4;

    /// <inheritdoc/>
    public static int Kept => 4;

    /// <inheritdoc/>
    public static bool IsSplit => false;

    /// <inheritdoc/>
    public static bool HasMemory => true;

    /// <inheritdoc/>
    public static void Forward<T>(in CellRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = row.Width;
        CellLoops.Sigmoid(row.Products, row.Bias, row.KeptGates, 2 * width);
        CellLoops.Tanh(row.Products + (2 * width), row.Bias + (2 * width), row.KeptGates + (2 * width), width);
        CellLoops.Sigmoid(row.Products + (3 * width), row.Bias + (3 * width), row.KeptGates + (3 * width), width);
        Combine(row.KeptGates, row.Memory, row.NewMemory, row.NewHidden, width);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(in CellGradientRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (width, lanes) = (row.Width, Vector512<T>.Count);
        var i = 0;
        for (; i <= width - lanes; i += lanes)
        {
            var output = Vector512.Load(row.KeptGates + i + (3 * width));
            var squashed = LanesMath.Tanh(Vector512.Load(row.Memory + i));
            var h = Vector512.Load(row.OutputGradient + i) + Vector512.Load(row.HiddenGradient + i);
            var c = Vector512.Load(row.MemoryGradient + i);
            c = row.OuterMemoryGradient == null ? c : c + Vector512.Load(row.OuterMemoryGradient + i);
            c = Lanes.MultiplyAdd(h * output, Lanes.MultiplyAdd(-squashed, squashed, Vector512<T>.One), c);
            Vector512<T> input = Vector512.Load(row.KeptGates + i), forget = Vector512.Load(row.KeptGates + i + width);
            var candidate = Vector512.Load(row.KeptGates + i + (2 * width));
            (c * candidate * (input * (Vector512<T>.One - input))).Store(row.Products + i);
            (c * Vector512.Load(row.PreviousMemory + i) * (forget * (Vector512<T>.One - forget))).Store(row.Products + i + width);
            (c * input * Lanes.MultiplyAdd(-candidate, candidate, Vector512<T>.One)).Store(row.Products + i + (2 * width));
            (h * squashed * (output * (Vector512<T>.One - output))).Store(row.Products + i + (3 * width));
            (c * forget).Store(row.MemoryGradient + i);
        }

        if (i < width)
        {
            BackwardPart(row, i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Combine<T>(T* gates, T* memory, T* newMemory, T* newHidden, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var i = 0;
        for (; i <= width - lanes; i += lanes)
        {
            var gated = Vector512.Load(gates + i) * Vector512.Load(gates + i + (2 * width));
            var c = Lanes.MultiplyAdd(Vector512.Load(gates + i + width), Vector512.Load(memory + i), gated);
            c.Store(newMemory + i);
            (Vector512.Load(gates + i + (3 * width)) * LanesMath.Tanh(c)).Store(newHidden + i);
        }

        if (i < width)
        {
            CombinePart(gates + i, memory + i, newMemory + i, newHidden + i, width, width - i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CombinePart<T>(T* gates, T* memory, T* newMemory, T* newHidden, int width, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var gated = Lanes.LoadPart(gates, count) * Lanes.LoadPart(gates + (2 * width), count);
        var c = Lanes.MultiplyAdd(Lanes.LoadPart(gates + width, count), Lanes.LoadPart(memory, count), gated);
        Lanes.StorePart(c, newMemory, count);
        Lanes.StorePart(Lanes.LoadPart(gates + (3 * width), count) * LanesMath.Tanh(c), newHidden, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void BackwardPart<T>(in CellGradientRow<T> row, int i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (width, count) = (row.Width, row.Width - i);
        var output = Lanes.LoadPart(row.KeptGates + i + (3 * width), count);
        var squashed = LanesMath.Tanh(Lanes.LoadPart(row.Memory + i, count));
        var h = Lanes.LoadPart(row.OutputGradient + i, count) + Lanes.LoadPart(row.HiddenGradient + i, count);
        var c = Lanes.LoadPart(row.MemoryGradient + i, count);
        c = row.OuterMemoryGradient == null ? c : c + Lanes.LoadPart(row.OuterMemoryGradient + i, count);
        c = Lanes.MultiplyAdd(h * output, Lanes.MultiplyAdd(-squashed, squashed, Vector512<T>.One), c);
        Vector512<T> input = Lanes.LoadPart(row.KeptGates + i, count), forget = Lanes.LoadPart(row.KeptGates + i + width, count);
        var candidate = Lanes.LoadPart(row.KeptGates + i + (2 * width), count);
        Lanes.StorePart(c * candidate * (input * (Vector512<T>.One - input)), row.Products + i, count);
        Lanes.StorePart(c * Lanes.LoadPart(row.PreviousMemory + i, count) * (forget * (Vector512<T>.One - forget)), row.Products + i + width, count);
        Lanes.StorePart(c * input * Lanes.MultiplyAdd(-candidate, candidate, Vector512<T>.One), row.Products + i + (2 * width), count);
        Lanes.StorePart(h * squashed * (output * (Vector512<T>.One - output)), row.Products + i + (3 * width), count);
        Lanes.StorePart(c * forget, row.MemoryGradient + i, count);
    }
}
