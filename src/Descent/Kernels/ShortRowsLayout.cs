using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Up to a vector of neighbouring rows that are too short to fill lanes by themselves, one in each lane. Lanes beyond the last row repeat it.
/// </summary>
internal readonly unsafe struct ShortRowsLayout<T> : ILaneLayout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The longest rows that are put into lanes like this: above, the lanes of a row of its own are quicker.</summary>
    public const int Longest = 32;

    /// <summary>The elements of a copy beside, and what its alignment may take.</summary>
    public const int CopyLength = (Longest + 1) * LanesOfFloat;

    private const int LanesOfFloat = 16;

    private readonly int length;
    private readonly int count;
    private readonly bool runsOn;
    private readonly Vector512<int> places;

    /// <summary>So many rows of a length, and whether as many rows of others lie behind them, which may be read.</summary>
    public ShortRowsLayout(int length, int count, bool runsOn)
    {
        this.runsOn = runsOn;
        this.length = length;
        this.count = count;
        places = Vector512.Min(Vector512<int>.Indices, Vector512.Create(count - 1)) * length;
    }

    public int Steps => length;

    public int WholeSteps => length;

    public static bool IsScattered => true;

    public int Count => count;

    public int Stride => 1;

    public int LaneStride => length;

    public ColumnLayout<T> Gather(T* axis, T* beside)
    {
        if (runsOn && TranspositionWide.IsSupported<T>())
        {
            TranspositionWide.CopyRunningOn((float*)axis, (float*)beside, length);
        }
        else
        {
            Transposition.Copy(axis, length, beside, Vector512<T>.Count, count, length);
        }

        return new ColumnLayout<T>(length, Vector512<T>.Count, count);
    }

    public void Scatter(T* beside, T* axis)
    {
        if (count == Vector512<T>.Count && length >= TranspositionWide.Columns && TranspositionWide.IsSupported<T>())
        {
            TranspositionWide.CopyBack((float*)beside, (float*)axis, length);
        }
        else
        {
            Transposition.Copy(beside, Vector512<T>.Count, axis, length, length, count);
        }
    }

    public void AskForNext(T* axis, int step)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> LoadWhole(T* axis, int step)
    {
        if (Avx2.IsSupported && typeof(T) == typeof(float))
        {
            var from = (float*)axis + step;
            return Vector512.Create(
                Avx2.GatherVector256(from, places.GetLower(), sizeof(float)),
                Avx2.GatherVector256(from, places.GetUpper(), sizeof(float))).As<float, T>();
        }

        if (Avx2.IsSupported)
        {
            var from = (double*)axis + step;
            return Vector512.Create(
                Avx2.GatherVector256(from, places.GetLower().GetLower(), sizeof(double)),
                Avx2.GatherVector256(from, places.GetLower().GetUpper(), sizeof(double))).As<double, T>();
        }

        return Collect(axis + step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Load(T* axis, int step, Vector512<T> fill) => LoadWhole(axis, step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole(T* axis, int step, Vector512<T> lanes) => Store(axis, step, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* axis, int step, Vector512<T> lanes)
    {
        var values = (T*)&lanes;
        var to = axis + step;
        for (var lane = 0; lane < count; lane++, to += length)
        {
            *to = values[lane];
        }
    }

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector512<T> Collect(T* from)
    {
        Vector512<T> lanes = default;
        var values = (T*)&lanes;
        for (var lane = 0; lane < Vector512<T>.Count; lane++)
        {
            values[lane] = from[(long)Math.Min(lane, count - 1) * length];
        }

        return lanes;
    }
}
