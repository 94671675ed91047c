using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of <see cref="DepthwiseWeightGradient{T}"/>: a chunk of the batch and some groups, group after group.</summary>
internal readonly unsafe struct DepthwiseWeightGradientJob<T>(in DepthwiseWeightGradient<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sums that are kept in registers: nine taps, or three, and the gradient alone.</summary>
    private const int Many = 9, Few = 3;

    /// <summary>Rows that are summed before more of the next image is asked for.</summary>
    private const int RowsAtOnce = 8;

    private readonly DepthwiseWeightGradient<T> plan = plan;

    // For each output channel a vector for each tap, then the gradient's sum and its part in one band.
    private int SumsLength => (Rounded + 2) * Vector512<T>.Count;

    // The taps up to whole blocks: nine at a time while more than six are left, else three.
    private int Rounded => plan.Taps % Many is > 0 and <= 2 * Few ? (plan.Taps / Many * Many) + (Tiling.Groups(plan.Taps % Many, Few) * Few)
        : Tiling.Groups(plan.Taps, Many) * Many;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (chunk, part) = Math.DivRem(tile, Tiling.Groups(plan.Geometry.Groups, plan.GroupsPerTile));
        var (lanes, outs) = (Vector512<T>.Count, plan.Geometry.OutChannelsPerGroup);
        var planes = Scratch.Rent<T>(ScratchSlots.Planes, (nint)plan.Phases.Count * plan.PlaneStride);
        var length = SumsLength;
        var sums = Scratch.Rent<T>(ScratchSlots.DepthwiseSums, (nint)outs * length);
        var offsets = Scratch.Rent<int>(ScratchSlots.Pixels, Rounded);
        for (var t = 0; t < Rounded; t++)
        {
            offsets[t] = plan.Offsets[Math.Min(t, plan.Taps - 1)];
        }

        var end = Math.Min((part + 1) * plan.GroupsPerTile, plan.Geometry.Groups);
        for (var group = part * plan.GroupsPerTile; group < end; group++)
        {
            new Span<T>(sums, outs * length).Clear();
            var firstImage = chunk * plan.ImagesPerChunk;
            var lastImage = Math.Min(firstImage + plan.ImagesPerChunk, plan.Geometry.Batch);
            for (var image = firstImage; image < lastImage; image++)
            {
                var (nextImage, nextGroup) = image + 1 < lastImage ? (image + 1, group) : (firstImage, group + 1);
                var ahead = nextGroup < end ? Next((nextImage * plan.Geometry.Groups) + nextGroup) : default;
                AddImage((image * plan.Geometry.Groups) + group, planes, offsets, sums, ref ahead);
            }

            var target = plan.Partials + ((nint)chunk * plan.SumsLength);
            for (var channel = group * outs; channel < (group + 1) * outs; channel++)
            {
                var from = sums + ((channel - (group * outs)) * length);
                for (var t = 0; t < plan.Taps; t++)
                {
                    target[(channel * plan.Taps) + t] = Lanes.Sum(Vector512.Load(from + (t * lanes)));
                }

                target[plan.Geometry.WeightLength + channel] = Lanes.Sum(Vector512.Load(from + (Rounded * lanes)));
            }
        }
    }

    // An image's planes lie far from those of the image before.
    private Ahead Next(int unit)
    {
        var geometry = plan.Geometry;
        nint input = geometry.InHeight * geometry.InWidth, output = geometry.OutHeight * geometry.OutWidth * geometry.OutChannelsPerGroup;
        var ahead = new Ahead(Tiling.Groups(geometry.OutHeight, RowsAtOnce) * geometry.OutChannelsPerGroup);
        ahead.Add(plan.Input + (unit * input), input * sizeof(T));
        ahead.Add(plan.OutputGradient + (unit * output), output * sizeof(T));
        return ahead;
    }

    private void AddImage(int unit, T* planes, int* offsets, T* sums, ref Ahead ahead)
    {
        var geometry = plan.Geometry;
        var (height, width, outs, lanes) = (geometry.OutHeight, geometry.OutWidth, geometry.OutChannelsPerGroup, Vector512<T>.Count);
        var source = plan.Input + ((nint)unit * geometry.InHeight * geometry.InWidth);
        for (var first = 0; first < height; first += plan.BandRows)
        {
            var rows = Math.Min(plan.BandRows, height - first);
            for (var phase = 0; phase < plan.Phases.Count; phase++)
            {
                DepthwisePlanes.Copy(
                    in plan.Planes, in plan.Phases, phase, source, first, rows, planes + ((nint)phase * plan.PlaneStride),
                    plan.PlaneStride);
            }

            // What hangs over the last plane meets gradients of 0 and must be a number.
            new Span<T>(planes + ((nint)plan.Phases.Count * plan.PlaneStride), Scratch.Slack).Clear();
            for (var channel = 0; channel < outs; channel++)
            {
                var gradient = plan.OutputGradient + ((((((nint)unit * outs) + channel) * height) + first) * width);
                var to = sums + (channel * SumsLength);
                T* whole = to + (Rounded * lanes), part = whole + lanes;
                Vector512<T>.Zero.Store(part);
                for (var row = 0; row < rows; row += RowsAtOnce)
                {
                    ahead.Ask();
                    AddRows(
                        offsets, planes + (row * plan.Planes.Pitch), gradient + (row * width), Math.Min(RowsAtOnce, rows - row), to, part);
                }

                (Vector512.Load(whole) + Vector512.Load(part)).Store(whole);
            }
        }
    }

    private void AddRows(int* offsets, T* planes, T* gradient, int rows, T* sums, T* part)
    {
        var lanes = Vector512<T>.Count;
        for (var t = 0; t < Rounded;)
        {
            var total = t == 0 ? part : null;
            if (Rounded - t >= Many)
            {
                AddMany(offsets + t, planes, gradient, rows, sums + (t * lanes), total);
                t += Many;
            }
            else
            {
                AddFew(offsets + t, planes, gradient, rows, sums + (t * lanes), total);
                t += Few;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void AddMany(int* offsets, T* planes, T* gradient, int rows, T* sums, T* total)
    {
        var (width, pitch, lanes) = (plan.Geometry.OutWidth, plan.Planes.Pitch, Vector512<T>.Count);
        nint o0 = offsets[0], o1 = offsets[1], o2 = offsets[2], o3 = offsets[3], o4 = offsets[4];
        nint o5 = offsets[5], o6 = offsets[6], o7 = offsets[7], o8 = offsets[8];
        Vector512<T> s0 = Vector512.Load(sums), s1 = Vector512.Load(sums + lanes), s2 = Vector512.Load(sums + (2 * lanes));
        Vector512<T> s3 = Vector512.Load(sums + (3 * lanes)), s4 = Vector512.Load(sums + (4 * lanes));
        Vector512<T> s5 = Vector512.Load(sums + (5 * lanes)), s6 = Vector512.Load(sums + (6 * lanes));
        Vector512<T> s7 = Vector512.Load(sums + (7 * lanes)), s8 = Vector512.Load(sums + (8 * lanes));
        var all = total != null ? Vector512.Load(total) : default;
        for (var row = 0; row < rows; row++, planes += pitch, gradient += width)
        {
            for (var column = 0; column < width; column += lanes)
            {
                var g = width - column >= lanes ? Vector512.Load(gradient + column) : Lanes.LoadPart(gradient + column, width - column);
                var x = planes + column;
                all += g;
                s0 = Lanes.MultiplyAdd(g, Vector512.Load(x + o0), s0);
                s1 = Lanes.MultiplyAdd(g, Vector512.Load(x + o1), s1);
                s2 = Lanes.MultiplyAdd(g, Vector512.Load(x + o2), s2);
                s3 = Lanes.MultiplyAdd(g, Vector512.Load(x + o3), s3);
                s4 = Lanes.MultiplyAdd(g, Vector512.Load(x + o4), s4);
                s5 = Lanes.MultiplyAdd(g, Vector512.Load(x + o5), s5);
                s6 = Lanes.MultiplyAdd(g, Vector512.Load(x + o6), s6);
                s7 = Lanes.MultiplyAdd(g, Vector512.Load(x + o7), s7);
                s8 = Lanes.MultiplyAdd(g, Vector512.Load(x + o8), s8);
            }
        }

        s0.Store(sums);
        s1.Store(sums + lanes);
        s2.Store(sums + (2 * lanes));
        s3.Store(sums + (3 * lanes));
        s4.Store(sums + (4 * lanes));
        s5.Store(sums + (5 * lanes));
        s6.Store(sums + (6 * lanes));
        s7.Store(sums + (7 * lanes));
        s8.Store(sums + (8 * lanes));
        StoreTotal(all, total);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void AddFew(int* offsets, T* planes, T* gradient, int rows, T* sums, T* total)
    {
        var (width, pitch, lanes) = (plan.Geometry.OutWidth, plan.Planes.Pitch, Vector512<T>.Count);
        nint o0 = offsets[0], o1 = offsets[1], o2 = offsets[2];
        Vector512<T> s0 = Vector512.Load(sums), s1 = Vector512.Load(sums + lanes), s2 = Vector512.Load(sums + (2 * lanes));
        var all = total != null ? Vector512.Load(total) : default;
        for (var row = 0; row < rows; row++, planes += pitch, gradient += width)
        {
            for (var column = 0; column < width; column += lanes)
            {
                var g = width - column >= lanes ? Vector512.Load(gradient + column) : Lanes.LoadPart(gradient + column, width - column);
                var x = planes + column;
                all += g;
                s0 = Lanes.MultiplyAdd(g, Vector512.Load(x + o0), s0);
                s1 = Lanes.MultiplyAdd(g, Vector512.Load(x + o1), s1);
                s2 = Lanes.MultiplyAdd(g, Vector512.Load(x + o2), s2);
            }
        }

        s0.Store(sums);
        s1.Store(sums + lanes);
        s2.Store(sums + (2 * lanes));
        StoreTotal(all, total);
    }

    private static void StoreTotal(Vector512<T> sum, T* total)
    {
        if (total != null)
        {
            sum.Store(total);
        }
    }
}
