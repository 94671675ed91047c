using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>A contiguous row: its elements fill the lanes.</summary>
internal readonly unsafe struct RowLayout<T>(int length) : ILaneLayout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Steps => Tiling.Groups(length, Vector512<T>.Count);

    public int WholeSteps => length / Vector512<T>.Count;

    public static bool IsScattered => false;

    public int Count => 1;

    public int Stride => 1;

    public int LaneStride => 0;

    public ColumnLayout<T> Gather(T* axis, T* beside) => throw new NotSupportedException();

    public void Scatter(T* beside, T* axis) => throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AskForNext(T* axis, int step) => Prefetching.Next(axis + length, step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> LoadWhole(T* axis, int step) => Vector512.Load(axis + (step * Vector512<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Load(T* axis, int step, Vector512<T> fill)
    {
        var at = step * Vector512<T>.Count;
        return at <= length - Vector512<T>.Count ? Vector512.Load(axis + at) : Lanes.LoadPart(axis + at, length - at, fill);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole(T* axis, int step, Vector512<T> lanes) => lanes.Store(axis + (step * Vector512<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* axis, int step, Vector512<T> lanes)
    {
        var at = step * Vector512<T>.Count;
        if (at <= length - Vector512<T>.Count)
        {
            lanes.Store(axis + at);
        }
        else
        {
            Lanes.StorePart(lanes, axis + at, length - at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Keep(Vector512<T> lanes, int step)
    {
        var left = length - (step * Vector512<T>.Count);
        return left >= Vector512<T>.Count ? lanes : lanes & Lanes.FirstLanes<T>(left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> AlongAxis(T* values, int step) => Load(values, step, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> LoadResult(T* results) => Vector512.Create(*results);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreResult(T* results, Vector512<T> lanes) => *results = lanes[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sum(Vector512<T> lanes) => Vector512.Create(Lanes.Sum(lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Maximum(Vector512<T> lanes) => Vector512.Create(Lanes.Maximum(lanes));
}

/// <summary>Up to a vector of neighbouring columns, one in each lane.</summary>
internal readonly unsafe struct ColumnLayout<T>(int steps, int stride, int count) : ILaneLayout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Steps => steps;

    public int WholeSteps => count == Vector512<T>.Count ? steps : 0;

    public static bool IsScattered => false;

    public int Count => count;

    public int Stride => stride;

    public int LaneStride => 1;

    public ColumnLayout<T> Gather(T* axis, T* beside) => throw new NotSupportedException();

    public void Scatter(T* beside, T* axis) => throw new NotSupportedException();

    // The columns beside are on the lines that were read or the ones behind them.
    public void AskForNext(T* axis, int step)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> LoadWhole(T* axis, int step) => Vector512.Load(axis + ((long)step * stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Load(T* axis, int step, Vector512<T> fill)
    {
        var at = axis + ((long)step * stride);
        return count == Vector512<T>.Count ? Vector512.Load(at) : Lanes.LoadPart(at, count, fill);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole(T* axis, int step, Vector512<T> lanes) => lanes.Store(axis + ((long)step * stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* axis, int step, Vector512<T> lanes) => StoreResult(axis + ((long)step * stride), lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Keep(Vector512<T> lanes, int step) => lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> AlongAxis(T* values, int step) => Vector512.Create(values[step]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> LoadResult(T* results)
        => count == Vector512<T>.Count ? Vector512.Load(results) : Lanes.LoadPart(results, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreResult(T* results, Vector512<T> lanes)
    {
        if (count == Vector512<T>.Count)
        {
            lanes.Store(results);
        }
        else
        {
            Lanes.StorePart(lanes, results, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sum(Vector512<T> lanes) => lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Maximum(Vector512<T> lanes) => lanes;
}
