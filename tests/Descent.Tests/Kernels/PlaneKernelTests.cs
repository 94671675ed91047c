using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>Adaptive pooling and upsampling against their definitions, and the same bits for any number of threads and any width.</summary>
public class PlaneKernelTests
{
    private static readonly (int Height, int Width)[] Sizes = [(1, 1), (4, 7), (5, 33), (40, 19)];
    private static readonly (int Height, int Width)[] Targets = [(1, 1), (3, 2), (4, 7), (9, 40)];

    [Fact]
    public void AdaptivePooling_EverySize_MatchesTheDefinition()
    {
        foreach (var source in Sizes)
        {
            foreach (var to in Targets)
            {
                CheckPooling<float>(3, source, to, 1e-5);
                CheckPooling<double>(2, source, to, 1e-12);
            }
        }
    }

    [Fact]
    public void AdaptiveMaxPooling_OnTiesAndNaN_TakesTheFirst()
    {
        float[] x = [1, 2, 2, 0, float.NaN, 7, 5, 5, float.NaN], y = new float[4];
        var places = new int[4];
        AdaptivePooling.MaxForward(x, 1, (3, 3), (2, 2), y, places);
        Assert.Equal([4, 4, 4, 4], places);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
        AdaptivePooling.MaxForward(x.AsSpan(0, 3), 1, (1, 3), (1, 2), y.AsSpan(0, 2), places.AsSpan(0, 2));
        Assert.Equal([1, 1], places[..2]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Upsampling_EverySize_MatchesTheDefinition(bool linear, bool alignCorners)
    {
        foreach (var source in Sizes)
        {
            foreach (var (height, width) in ((int, int)[])[(1, 1), (2, 2), (3, 1), (2, 5)])
            {
                var rows = new UpsamplingAxis(source.Height, source.Height * height, linear, alignCorners);
                var columns = new UpsamplingAxis(source.Width, source.Width * width, linear, alignCorners);
                CheckUpsampling<float>(3, rows, columns, 1e-5);
                CheckUpsampling<double>(2, rows, columns, 1e-12);
            }
        }
    }

    [Fact]
    public void Upsampling_OfInfinity_StaysWithinItsReach()
    {
        float[] x = [1, float.PositiveInfinity, 2], y = new float[5];
        Upsampling.Forward<float>(x, 1, new(1, 1, true, true), new(3, 5, true, true), y);
        Assert.Equal([1, float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity, 2], y);
    }

    // Taken with 512-bit registers; the same with DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0.
    [Fact]
    public void AllKernels_AtEveryWidthAndNumberOfThreads_HaveTheSameBits()
    {
        var former = Workers.Count;
        try
        {
            foreach (var workers in (int[])[1, 2])
            {
                Workers.Count = workers;
                Assert.Equal((16825640390464290377UL, 5126830466524995381UL), (HashOf<float>(), HashOf<double>()));
            }
        }
        finally
        {
            Workers.Count = former;
        }
    }

    private static ulong HashOf<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Count = 60;
        var hash = 14695981039346656037;
        void Add(ReadOnlySpan<T> values)
        {
            foreach (var value in MemoryMarshal.AsBytes(values))
            {
                hash = unchecked((hash ^ value) * 1099511628211);
            }
        }

        T[] x = Samples.Uniform<T>(Count * 23 * 37), y = new T[Count * 5 * 20], large = new T[Count * 46 * 111];
        AdaptivePooling.AverageForward(x, Count, (23, 37), (5, 20), y);
        Add(y);
        AdaptivePooling.MaxForward(x, Count, (23, 37), (5, 20), y, new int[y.Length]);
        Add(y);
        foreach (var align in (bool[])[false, true])
        {
            Upsampling.Forward<T>(x, Count, new(23, 46, true, align), new(37, 111, true, align), large);
            Add(large);
            Upsampling.Backward<T>(large, Count, new(23, 46, true, align), new(37, 111, true, align), x);
            Add(x);
        }

        AdaptivePooling.AverageBackward(y, Count, (23, 37), (5, 20), x);
        Add(x);
        return hash;
    }

    private static void CheckPooling<T>(int count, (int Height, int Width) source, (int Height, int Width) to, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (inputs, outputs) = (source.Height * source.Width, to.Height * to.Width);
        var x = new Guarded<T>(Samples.Uniform<T>(count * inputs));
        Guarded<T> means = new(count * outputs), maxima = new(count * outputs), spread = new(count * inputs);
        var g = Samples.Uniform<T>(count * outputs, seed: 2);
        var places = new int[count * outputs];
        AdaptivePooling.AverageForward<T>(x.Span, count, source, to, means.Span);
        AdaptivePooling.MaxForward(x.Span, count, source, to, maxima.Span, places);
        AdaptivePooling.AverageBackward<T>(g, count, source, to, spread.Span);
        means.AssertIntact();
        maxima.AssertIntact();
        spread.AssertIntact();

        var wantSpread = new double[count * inputs];
        for (var o = 0; o < count * outputs; o++)
        {
            var (plane, i, j) = (o / outputs, o / to.Width % to.Height, o % to.Width);
            var cells = (
                from y in Enumerable.Range(0, source.Height)
                where y >= i * source.Height / to.Height && y < Math.Ceiling((i + 1) * (double)source.Height / to.Height)
                from c in Enumerable.Range(0, source.Width)
                where c >= j * source.Width / to.Width && c < Math.Ceiling((j + 1) * (double)source.Width / to.Width)
                select (y * source.Width) + c).ToArray();
            var values = cells.Select(cell => double.CreateTruncating(x.Span[(plane * inputs) + cell])).ToArray();
            Assert.Equal(values.Average(), double.CreateTruncating(means.Span[o]), tolerance);
            Assert.Equal(values.Max(), double.CreateTruncating(maxima.Span[o]));
            Assert.Equal(cells[Array.IndexOf(values, values.Max())], places[o]);
            foreach (var cell in cells)
            {
                wantSpread[(plane * inputs) + cell] += double.CreateTruncating(g[o]) / cells.Length;
            }
        }

        Samples.AssertClose<T>(wantSpread, spread.Span, tolerance);
    }

    private static void CheckUpsampling<T>(int count, UpsamplingAxis rows, UpsamplingAxis columns, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (inputs, outputs) = (rows.From * columns.From, rows.To * columns.To);
        var x = new Guarded<T>(Samples.Uniform<T>(count * inputs));
        Guarded<T> large = new(count * outputs), back = new(count * inputs);
        var g = Samples.Uniform<T>(count * outputs, seed: 2);
        Upsampling.Forward<T>(x.Span, count, rows, columns, large.Span);
        Upsampling.Backward<T>(g, count, rows, columns, back.Span);
        large.AssertIntact();
        back.AssertIntact();
        double[] wantLarge = new double[count * outputs], wantBack = new double[count * inputs];
        for (var o = 0; o < count * outputs; o++)
        {
            var (plane, i, j) = (o / outputs, o / columns.To % rows.To, o % columns.To);
            foreach (var (y, high) in Parts(rows, i))
            {
                foreach (var (c, wide) in Parts(columns, j))
                {
                    var at = (plane * inputs) + (y * columns.From) + c;
                    wantLarge[o] += high * wide * double.CreateTruncating(x.Span[at]);
                    wantBack[at] += high * wide * double.CreateTruncating(g[o]);
                }
            }
        }

        Samples.AssertClose<T>(wantLarge, large.Span, tolerance);
        Samples.AssertClose<T>(wantBack, back.Span, 10 * tolerance);
    }

    // What output i is made of, by the formula that Tensor.Upsample states.
    private static IEnumerable<(int Place, double Share)> Parts(UpsamplingAxis axis, int i)
    {
        var factor = axis.To / axis.From;
        var place = !axis.Linear ? Math.Floor((double)i / factor)
            : !axis.AlignCorners ? Math.Max(((i + 0.5) / factor) - 0.5, 0)
            : axis.To == 1 ? 0 : i * (axis.From - 1.0) / (axis.To - 1.0);
        var low = (int)Math.Min(Math.Floor(place), axis.From - 1);
        var share = low == axis.From - 1 ? 0 : place - low;
        yield return (low, 1 - share);
        if (share > 0)
        {
            yield return (low + 1, share);
        }
    }
}
