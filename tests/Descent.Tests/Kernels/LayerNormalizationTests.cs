using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

[Collection("Workers")]
public class LayerNormalizationTests
{
    [Fact]
    public void Forward_EveryWidth_AgreesWithTheFormula()
    {
        for (var width = 1; width <= 70; width++)
        {
            CheckForward<float>(3, width, 1e-5);
            CheckForward<double>(3, width, 1e-12);
        }
    }

    [Theory]
    [InlineData(5, 128)]
    [InlineData(37, 128)]
    [InlineData(21, 131)]
    [InlineData(7, 1000)]
    [InlineData(3, 5000)]
    public void Forward_RowsTogether_AgreeWithTheFormula(int rows, int width)
    {
        CheckForward<float>(rows, width, 1e-5);
        CheckForward<double>(rows, width, 1e-12);
    }

    [Fact]
    public unsafe void ResultsPastTheCaches_HaveTheBitsOfAnyOther()
    {
        const int rows = 8200, width = 1024, some = 100, begin = 5001;
        var x = Samples.Uniform<float>(rows * width);
        var scale = Samples.Uniform<float>(width);
        var memory = (float*)NativeMemory.AlignedAlloc(2 * (nuint)x.Length * sizeof(float), 64);
        try
        {
            Span<float> y = new(memory, x.Length), dx = new(memory + x.Length, x.Length);
            Run(x, rows, y, dx);
            float[] few = new float[some * width], fewGradients = new float[some * width];
            Run(x.AsSpan(begin * width, some * width), some, few, fewGradients);
            Assert.True(y.Slice(begin * width, some * width).SequenceEqual(few));
            Assert.True(dx.Slice(begin * width, some * width).SequenceEqual(fewGradients));
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }

        void Run(ReadOnlySpan<float> x, int rows, Span<float> y, Span<float> dx)
        {
            float[] mean = new float[rows], inverse = new float[rows], sums = new float[width];
            LayerNormalization.Forward<float>(x, rows, width, 1e-5, scale, scale, y, mean, inverse);
            LayerNormalization.Gradient<float>(y, x, rows, width, mean, inverse, scale, dx, sums, new float[width]);
        }
    }

    [Fact]
    public void Gradient_ManyRows_AgreesWithTheFormula()
    {
        foreach (var (rows, width) in (ReadOnlySpan<(int, int)>)[(1, 1), (3, 17), (700, 33), (2048, 128), (19, 600), (3, 5000)])
        {
            CheckGradient<float>(rows, width, 2e-4);
            CheckGradient<double>(rows, width, 1e-11);
        }
    }

    [Fact]
    public void Gradient_AnyNumberOfThreads_GivesTheSameBitsAndAllocatesNothing()
    {
        const int rows = 1000, width = 100;
        float[] x = Samples.Uniform<float>(rows * width), g = Samples.Uniform<float>(rows * width, seed: 2), scale = Samples.Uniform<float>(width);
        var count = Workers.Count;
        try
        {
            var results = new List<float[]>();
            foreach (var threads in (int[])[1, 2, 5])
            {
                Workers.Count = threads;
                float[] y = new float[x.Length], mean = new float[rows], inverse = new float[rows], dx = new float[x.Length];
                float[] dScale = new float[width], dShift = new float[width];
                Assert.Equal(0, Allocations.OnceWarm(() => LayerNormalization.Forward<float>(x, rows, width, 1e-5, scale, scale, y, mean, inverse)));
                Assert.Equal(0, Allocations.OnceWarm(
                    () => LayerNormalization.Gradient<float>(g, x, rows, width, mean, inverse, scale, dx, dScale, dShift)));
                results.Add([.. y, .. dx, .. dScale, .. dShift]);
            }

            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            Workers.Count = count;
        }
    }

    private static void CheckForward<T>(int rows, int width, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = new Guarded<T>(Samples.Uniform<T>(rows * width, 5, 7, width));
        Guarded<T> y = new(rows * width), mean = new(rows), inverse = new(rows);
        var (scale, shift) = (Samples.Uniform<T>(width, seed: 3), Samples.Uniform<T>(width, seed: 4));
        LayerNormalization.Forward<T>(x.Span, rows, width, 0.01, scale, shift, y.Span, mean.Span, inverse.Span);
        y.AssertIntact();
        mean.AssertIntact();
        var (expected, _, _, _) = Reference(Samples.ToDouble<T>(x.Span), rows, width, 0.01, Samples.ToDouble<T>(scale), Samples.ToDouble<T>(shift));
        Samples.AssertClose<T>(expected, y.Span, tolerance, $"{rows} x {width}");
    }

    private static void CheckGradient<T>(int rows, int width, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Samples.Uniform<T>(rows * width), g = Samples.Uniform<T>(rows * width, seed: 2), scale = Samples.Uniform<T>(width, seed: 3);
        T[] y = new T[x.Length], mean = new T[rows], inverse = new T[rows];
        LayerNormalization.Forward<T>(x, rows, width, 0.1, scale, scale, y, mean, inverse);
        Guarded<T> dx = new(x.Length), dScale = new(width), dShift = new(width);
        LayerNormalization.Gradient<T>(g, x, rows, width, mean, inverse, scale, dx.Span, dScale.Span, dShift.Span);
        dx.AssertIntact();
        dScale.AssertIntact();
        dShift.AssertIntact();
        var (s, upstream) = (Samples.ToDouble<T>(scale), Samples.ToDouble<T>(g));
        var (_, normalized, _, deviation) = Reference(Samples.ToDouble<T>(x), rows, width, 0.1, s, s);
        double[] expected = new double[x.Length], scaleSum = new double[width], shiftSum = new double[width];
        for (var row = 0; row < rows; row++)
        {
            var own = Enumerable.Range(row * width, width).ToArray();
            var meanS = own.Average(i => upstream[i] * s[i % width]);
            var meanProduct = own.Average(i => upstream[i] * s[i % width] * normalized[i]);
            foreach (var i in own)
            {
                expected[i] = ((upstream[i] * s[i % width]) - meanS - (normalized[i] * meanProduct)) / deviation[row];
                scaleSum[i % width] += upstream[i] * normalized[i];
                shiftSum[i % width] += upstream[i];
            }
        }

        Samples.AssertClose<T>(expected, dx.Span, tolerance, "dx");
        Samples.AssertClose<T>(scaleSum, dScale.Span, tolerance, "dScale");
        Samples.AssertClose<T>(shiftSum, dShift.Span, tolerance, "dShift");
    }

    private static (double[] Y, double[] Normalized, double[] Mean, double[] Deviation) Reference(
        double[] x, int rows, int width, double epsilon, double[] scale, double[] shift)
    {
        double[] y = new double[x.Length], normalized = new double[x.Length], means = new double[rows], deviations = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var own = x.Skip(row * width).Take(width).ToArray();
            means[row] = own.Average();
            deviations[row] = Math.Sqrt(own.Average(value => (value - means[row]) * (value - means[row])) + epsilon);
            for (var j = 0; j < width; j++)
            {
                normalized[(row * width) + j] = (own[j] - means[row]) / deviations[row];
                y[(row * width) + j] = (normalized[(row * width) + j] * scale[j]) + shift[j];
            }
        }

        return (y, normalized, means, deviations);
    }
}
