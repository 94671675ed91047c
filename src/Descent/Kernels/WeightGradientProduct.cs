using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The product of a unit's output gradients [o, pixels] and inputs [(c, tap), pixels], added to the sums of the chunk: block by block of
/// <see cref="WeightGradientMicroKernel{T}"/>.
/// </summary>
internal readonly unsafe ref struct WeightGradientProduct<T>(
    in ConvolutionWeightGradient<T> plan, int images, int rows, int outs, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref readonly ConvolutionWeightGradient<T> plan = ref plan;

    private static int BlockRows => WeightGradientMicroKernel<T>.Rows;

    private static int BlockColumns => WeightGradientMicroKernel<T>.Columns;

    /// <summary>The blocks that the product is done in, and the times that it asks for what comes next.</summary>
    public int Blocks => plan.Swapped && !plan.Gathers
        ? Tiling.Groups(outs, BlockColumns) * Tiling.Groups(columns, BlockRows)
        : Tiling.Groups(outs, BlockRows) * Tiling.Groups(columns, BlockColumns);

    private int CopiedRows => rows + plan.Planes.HaloRows;

    /// <summary>partial[o, (c, tap)] = or += the product.</summary>
    public void Run(T* planes, T* gradients, T* partial, bool add, ref Ahead ahead)
    {
        var length = plan.SegmentLength(rows);
        nint imageStride = CopiedRows * plan.Planes.Pitch;
        if (plan.Gathers)
        {
            Gathered(planes, gradients, partial, add, ref ahead);
        }
        else if (plan.Swapped)
        {
            Swapped(new Segments(images, length, imageStride, length), planes, gradients, partial, add, ref ahead);
        }
        else
        {
            Straight(new Segments(images, length, length, imageStride), planes, gradients, partial, add, ref ahead);
        }
    }

    private void Straight(Segments segments, T* planes, T* gradients, T* partial, bool add, ref Ahead ahead)
    {
        var sums = stackalloc T[BlockRows * WeightGradientMicroKernel<T>.SumStride];
        T** rowPlaces = stackalloc T*[BlockRows], columnPlaces = stackalloc T*[BlockColumns];
        for (var row = 0; row < outs; row += BlockRows)
        {
            PlaceGradients(gradients, row, BlockRows, rowPlaces);
            for (var column = 0; column < columns; column += BlockColumns)
            {
                PlaceInputs(planes, column, BlockColumns, columnPlaces);
                ahead.Ask();
                WeightGradientMicroKernel<T>.Run(in segments, rowPlaces, columnPlaces, sums);
                Add(sums, partial, row, column, add);
            }
        }
    }

    // The block's rows are inputs and its columns output channels, where that fills blocks better.
    private void Swapped(Segments segments, T* planes, T* gradients, T* partial, bool add, ref Ahead ahead)
    {
        var stride = plan.Geometry.InChannelsPerGroup * plan.Taps.Count;
        var sums = stackalloc T[BlockRows * WeightGradientMicroKernel<T>.SumStride];
        T** rowPlaces = stackalloc T*[BlockRows], columnPlaces = stackalloc T*[BlockColumns];
        for (var row = 0; row < outs; row += BlockColumns)
        {
            PlaceGradients(gradients, row, BlockColumns, columnPlaces);
            for (var column = 0; column < columns; column += BlockRows)
            {
                PlaceInputs(planes, column, BlockRows, rowPlaces);
                ahead.Ask();
                WeightGradientMicroKernel<T>.Run(in segments, rowPlaces, columnPlaces, sums);
                for (var c = 0; c < Math.Min(BlockRows, columns - column); c++)
                {
                    for (var r = 0; r < Math.Min(BlockColumns, outs - row); r++)
                    {
                        ref var target = ref partial[((nint)(row + r) * stride) + column + c];
                        var sum = sums[(c * WeightGradientMicroKernel<T>.SumStride) + r];
                        target = add ? target + sum : sum;
                    }
                }
            }
        }
    }

    private void Gathered(T* planes, T* gradients, T* partial, bool add, ref Ahead ahead)
    {
        var segments = new Segments(1, plan.PixelLength(images, rows), 0, 0);
        var sums = stackalloc T[BlockRows * WeightGradientMicroKernel<T>.SumStride];
        T** rowPlaces = stackalloc T*[BlockRows], columnPlaces = stackalloc T*[BlockColumns];
        var panel = Scratch.Rent<T>(ScratchSlots.Results, (nint)BlockColumns * plan.GradientStride);
        for (var column = 0; column < columns; column += BlockColumns)
        {
            PlaceInputs(planes, column, BlockColumns, columnPlaces);
            for (var c = 0; c < BlockColumns; c++)
            {
                var place = panel + ((nint)c * plan.GradientStride);
                Gather(columnPlaces[c], place);
                columnPlaces[c] = place;
            }

            for (var row = 0; row < outs; row += BlockRows)
            {
                PlaceGradients(gradients, row, BlockRows, rowPlaces);
                ahead.Ask();
                WeightGradientMicroKernel<T>.Run(in segments, rowPlaces, columnPlaces, sums);
                Add(sums, partial, row, column, add);
            }
        }
    }

    // Moves whole vectors from row to row; each mends what the one before it wrote too far.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Gather(T* source, T* target)
    {
        var (width, pitch) = (plan.Geometry.OutWidth, plan.Planes.Pitch);
        for (var image = 0; image < images; image++, source += CopiedRows * pitch)
        {
            var from = source;
            for (var row = 0; row < rows; row++, from += pitch, target += width)
            {
                if (width <= Vector256<T>.Count)
                {
                    Vector256.Load(from).Store(target);
                    continue;
                }

                for (var j = 0; j < width; j += Vector512<T>.Count)
                {
                    Vector512.Load(from + j).Store(target + j);
                }
            }
        }

        // The output gradient is zero here; what it multiplies must be a number.
        var pixels = images * rows * width;
        PaddedPlanes.Fill(target, plan.PixelLength(images, rows) - pixels, T.Zero);
    }

    private void PlaceGradients(T* gradients, int first, int count, T** places)
    {
        for (var r = 0; r < count; r++)
        {
            places[r] = gradients + ((nint)Math.Min(first + r, outs - 1) * plan.GradientStride);
        }
    }

    private void PlaceInputs(T* planes, int first, int count, T** places)
    {
        for (var c = 0; c < count; c++)
        {
            places[c] = planes + plan.ColumnOffsets[Math.Min(first + c, columns - 1)];
        }
    }

    private void Add(T* sums, T* partial, int row, int column, bool add)
    {
        var stride = plan.Geometry.InChannelsPerGroup * plan.Taps.Count;
        var count = Math.Min(BlockColumns, columns - column);
        var target = partial + ((nint)row * stride) + column;
        for (var r = 0; r < Math.Min(BlockRows, outs - row); r++, target += stride, sums += WeightGradientMicroKernel<T>.SumStride)
        {
            var sum = Lanes.LoadPart(sums, count);
            Lanes.StorePart(add ? Lanes.LoadPart(target, count) + sum : sum, target, count);
        }
    }
}
