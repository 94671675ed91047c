using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// How channel planes are copied into scratch so that every tap of a kernel reads its pixels at one fixed distance from the output pixel:
/// with zeros for the padding and, for steps above 1, split by phase: phase (a, b) holds the padded pixels (i step + a, j step + b) at (i,
/// j).
/// A row's zeros on the right are the zeros on the left of the next row wherever that is possible.
/// </summary>
internal struct PaddedPlanes
{
    /// <summary>Rows and columns of a source plane.</summary>
    public int SourceHeight, SourceWidth;

    /// <summary>Zeros above and to the left of the source; negative where the first rows or columns are never read.</summary>
    public int PaddingTop, PaddingLeft;

    /// <summary>Step between pixels that neighbouring outputs read, which is the number of phases along the axis.</summary>
    public int StepHeight, StepWidth;

    /// <summary>Elements from one row of a copied plane to the next.</summary>
    public int Pitch;

    /// <summary>Rows of a phase plane beyond the output rows, for the reach of the kernel.</summary>
    public int HaloRows;

    /// <summary>
    /// Lays out planes for <paramref name="gridWidth"/> outputs a row and taps that reach to (maxRow, maxColumn) in padded pixels.
    /// </summary>
    public void LayOut(int gridWidth, int maxRow, int maxColumn)
    {
        HaloRows = maxRow / StepHeight;
        var needed = gridWidth + (maxColumn / StepWidth);
        var leadingZeros = Math.Max(PaddingLeft, 0) / StepWidth;
        var dataEnd = SourceWidth + PaddingLeft <= 0 ? 0 : Math.Min(((SourceWidth + PaddingLeft - 1) / StepWidth) + 1, needed);
        Pitch = Math.Max(Math.Max(gridWidth, dataEnd), needed - leadingZeros);
    }

    /// <summary>
    /// Where a tap at (row, column) in padded pixels reads, from the output pixel's place and the start of its phase plane.
    /// </summary>
    public readonly int Offset(int row, int column) => (row / StepHeight * Pitch) + (column / StepWidth);

    /// <summary>
    /// Copies <paramref name="rows"/> rows of one phase from row <paramref name="first"/> on, <see cref="Pitch"/> elements a row,
    /// with <paramref name="outside"/> for the padding.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly unsafe void Copy<T>(T* source, T* target, int phaseRow, int phaseColumn, int first, int rows, T outside)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shift = phaseColumn - PaddingLeft;
        var begin = Math.Min(shift >= 0 ? 0 : (-shift + StepWidth - 1) / StepWidth, Pitch);
        var end = Math.Clamp((SourceWidth - shift + StepWidth - 1) / StepWidth, begin, Pitch);
        var inside = first >= PaddingTop && first + rows <= PaddingTop + SourceHeight;
        if (inside && StepHeight == 1 && begin == 0 && end == Pitch && Pitch == SourceWidth)
        {
            // Rows without padding follow one another in both.
            PixelRuns.CopyExactly(source + ((nint)(first - PaddingTop) * SourceWidth), target, rows * Pitch);
            return;
        }

        var half = Vector256<T>.Count;
        if (StepWidth <= 2 && end > begin && begin <= half)
        {
            var from = source + (begin * StepWidth) + shift;
            if (end - begin <= half && Pitch <= begin + half)
            {
                CopyHalves(from, target, phaseRow, first, rows, begin, end - begin, outside);
            }
            else
            {
                CopyVectors(from, target, phaseRow, first, rows, begin, end - begin, outside);
            }

            return;
        }

        for (var i = first; i < first + rows; i++, target += Pitch)
        {
            var sourceRow = (i * StepHeight) + phaseRow - PaddingTop;
            if ((uint)sourceRow >= (uint)SourceHeight || end == begin)
            {
                Fill(target, Pitch, outside);
                continue;
            }

            Fill(target, begin, outside);
            CopyRow(source + ((nint)sourceRow * SourceWidth) + (begin * StepWidth) + shift, target + begin, end - begin);
            Fill(target + end, Pitch - end, outside);
        }
    }

    // Whole vectors: they overwrite the start of the next row, or what the caller writes after this plane.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly unsafe void CopyVectors<T>(
        T* source, T* target, int phaseRow, int first, int rows, int begin, int count, T outside)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var fill = Vector512.Create(outside);
        var (whole, pitch, step) = ((count - 1) / lanes * lanes, Pitch, StepWidth);
        var last = count - whole;
        for (var i = first; i < first + rows; i++, target += pitch)
        {
            var sourceRow = (i * StepHeight) + phaseRow - PaddingTop;
            var filled = 0;
            if ((uint)sourceRow < (uint)SourceHeight)
            {
                if (begin > 0)
                {
                    fill.GetLower().Store(target);
                }

                var from = source + ((nint)sourceRow * SourceWidth);
                var to = target + begin;
                if (step == 1)
                {
                    for (nint j = 0; j < whole; j += lanes)
                    {
                        Vector512.Load(from + j).Store(to + j);
                    }

                    Lanes.LoadPart(from + whole, last, fill).Store(to + whole);
                }
                else
                {
                    for (nint j = 0; j < whole; j += lanes)
                    {
                        Interleaving.Even(Vector512.Load(from + (2 * j)), Vector512.Load(from + (2 * j) + lanes)).Store(to + j);
                    }

                    var (low, high) = Interleaving.LoadPart(from + (2 * whole), (2 * last) - 1, fill);
                    Interleaving.Even(low, high).Store(to + whole);
                }

                filled = begin + whole + lanes;
            }

            for (; filled < pitch; filled += lanes)
            {
                fill.Store(target + filled);
            }
        }
    }

    // The same for half a vector, whose stores seldom cross a cache line.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly unsafe void CopyHalves<T>(
        T* source, T* target, int phaseRow, int first, int rows, int begin, int count, T outside)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var fill = Vector512.Create(outside);
        for (var i = first; i < first + rows; i++, target += Pitch)
        {
            var sourceRow = (i * StepHeight) + phaseRow - PaddingTop;
            var values = fill;
            if ((uint)sourceRow < (uint)SourceHeight)
            {
                var from = source + ((nint)sourceRow * SourceWidth);
                if (StepWidth == 1)
                {
                    values = Lanes.LoadPart(from, count, fill);
                }
                else
                {
                    var (low, high) = Interleaving.LoadPart(from, (2 * count) - 1, fill);
                    values = Interleaving.Even(low, high);
                }
            }

            fill.GetLower().Store(target);
            values.GetLower().Store(target + begin);
        }
    }

    /// <summary>Fills a short run, in place of a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fill<T>(T* target, int count, T value)
        where T : unmanaged
    {
        for (var i = 0; i < count; i++)
        {
            target[i] = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly unsafe void CopyRow<T>(T* source, T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (StepWidth == 1)
        {
            PixelRuns.CopyExactly(source, target, count);
            return;
        }

        for (var j = 0; j < count; j++, source += StepWidth)
        {
            target[j] = *source;
        }
    }
}
