using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>c = f(c).</summary>
internal sealed unsafe class MapEpilogue<T, TFunction>(TFunction function) : Epilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Apply(T* c, nint rowStride, int row, int rows, int column, int columns)
    {
        var f = function;
        for (var end = c + (rows * rowStride); c < end; c += rowStride)
        {
            var i = 0;
            for (; i <= columns - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                f.Forward(Vector512.Load(c + i)).Store(c + i);
            }

            if (i < columns)
            {
                Part(c + i, columns - i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Part(T* c, int length) => Lanes.StorePart(function.Forward(Lanes.LoadPart(c, length)), c, length);
}

/// <summary>c = c f'(x, y), and 0 where c is 0, with x and y in c's layout, rows of <paramref name="rowLength"/>.</summary>
internal sealed unsafe class MapGradientEpilogue<T, TFunction>(TFunction function, T* x, T* y, int rowLength) : Epilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Apply(T* c, nint rowStride, int row, int rows, int column, int columns)
    {
        var f = function;
        for (var end = row + rows; row < end; row++, c += rowStride)
        {
            var at = ((nint)row * rowLength) + column;
            T* input = x + at, output = y + at;
            var i = 0;
            for (; i <= columns - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                var g = Vector512.Load(c + i);
                var product = g * f.Derivative(
                    TFunction.DerivativeReadsInput ? Vector512.Load(input + i) : default,
                    TFunction.DerivativeReadsOutput ? Vector512.Load(output + i) : default);
                Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, product).Store(c + i);
            }

            if (i < columns)
            {
                Part(c + i, input + i, output + i, columns - i);
            }
        }
    }

    public override void ReadsAhead(ref Ahead ahead, int row, int rows)
    {
        var (first, length) = ((nint)row * rowLength, (nint)rows * rowLength * sizeof(T));
        if (TFunction.DerivativeReadsInput)
        {
            ahead.Add(x + first, length);
        }

        if (TFunction.DerivativeReadsOutput)
        {
            ahead.Add(y + first, length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Part(T* c, T* input, T* output, int length)
    {
        var g = Lanes.LoadPart(c, length);
        var product = g * function.Derivative(
            TFunction.DerivativeReadsInput ? Lanes.LoadPart(input, length) : default,
            TFunction.DerivativeReadsOutput ? Lanes.LoadPart(output, length) : default);
        Lanes.StorePart(Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, product), c, length);
    }
}

/// <summary>
/// c = f(c, other), or f(other, c) where the other is first; the other has c's layout, or is one row that repeats (a stride of 0).
/// </summary>
internal sealed unsafe class ZipEpilogue<T, TFunction>(TFunction function, T* other, nint otherStride, bool otherFirst) : Epilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IBinaryFunction
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Apply(T* c, nint rowStride, int row, int rows, int column, int columns)
    {
        for (var end = row + rows; row < end; row++, c += rowStride)
        {
            var operand = other + (row * otherStride) + column;
            if (otherFirst)
            {
                Row(operand, c, c, columns);
            }
            else
            {
                Row(c, operand, c, columns);
            }
        }
    }

    public override void ReadsAhead(ref Ahead ahead, int row, int rows)
        => ahead.Add(other + (row * otherStride), rows * otherStride * sizeof(T));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Row(T* a, T* b, T* c, int columns)
    {
        var f = function;
        var i = 0;
        for (; i <= columns - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            f.Forward(Vector512.Load(a + i), Vector512.Load(b + i)).Store(c + i);
        }

        if (i < columns)
        {
            Lanes.StorePart(f.Forward(Lanes.LoadPart(a + i, columns - i), Lanes.LoadPart(b + i, columns - i)), c + i, columns - i);
        }
    }
}
