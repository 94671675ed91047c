using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class Pooling2dTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AllKernels_RandomGeometriesInFloat_MatchTheDefinition(int seed) => CheckRandom<float>(seed, 1e-5);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void AllKernels_RandomGeometriesInDouble_MatchTheDefinition(int seed) => CheckRandom<double>(seed, 1e-13);

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 3, 0)]
    public void AllKernels_WidePlanes_MatchTheDefinition(int kernel, int stride, int padding)
    {
        foreach (var width in new[] { 31, 32, 33, 64, 67, 70 })
        {
            Check<float>(new Pooling2dGeometry(2, 2, 9, width, kernel, kernel, stride, stride, padding, padding), new Random(5), 1e-5);
            Check<double>(new Pooling2dGeometry(2, 2, 9, width, kernel, kernel, stride, stride, padding, padding), new Random(5), 1e-13);
        }
    }

    [Fact]
    public void MaxForward_Tie_TakesFirstInRowMajorOrder()
    {
        var geometry = new Pooling2dGeometry(1, 1, 2, 3, 2, 2, 1, 1);
        var (output, indices) = (new float[2], new int[2]);
        Pooling2d.MaxForward<float>(geometry, [0, 7, 7, 7, 1, 7], output, indices);
        Assert.Equal([1, 1], indices);
    }

    [Fact]
    public void MaxForward_NaN_IsTheMaximum()
    {
        var geometry = new Pooling2dGeometry(1, 1, 2, 2, 2, 2, 2, 2);
        var (output, indices) = (new double[1], new int[1]);
        Pooling2d.MaxForward<double>(geometry, [1, double.NaN, 5, double.NaN], output, indices);
        Assert.True(double.IsNaN(output[0]));
        Assert.Equal(1, indices[0]);
    }

    [Fact]
    public void MaxForward_OnlyNegativeInfinities_PointsInsideTheInput()
    {
        var geometry = new Pooling2dGeometry(1, 1, 2, 2, 3, 3, 2, 2, 1, 1);
        var (output, indices) = (new float[1], new int[] { 9 });
        var input = new float[4];
        Array.Fill(input, float.NegativeInfinity);
        Pooling2d.MaxForward<float>(geometry, input, output, indices);
        Assert.Equal(float.NegativeInfinity, output[0]);
        Assert.Equal(0, indices[0]);
    }

    [Fact]
    public void AverageForward_CeilMode_DoesNotCountWhatHangsOver()
    {
        var geometry = new Pooling2dGeometry(1, 1, 3, 3, 2, 2, 2, 2, CeilMode: true);
        var output = new float[4];
        Pooling2d.AverageForward<float>(geometry, [1, 2, 3, 4, 5, 6, 7, 8, 9], output);
        Assert.Equal([3, 4.5f, 7.5f, 9], output);
    }

    [Fact]
    public void Geometry_PaddingOverHalfTheWindow_NamesTheLimit()
    {
        var error = Assert.Throws<ShapeException>(new Pooling2dGeometry(1, 1, 5, 5, 3, 3, 1, 1, 2, 1).Validate);
        Assert.Contains("at most 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AverageForward_Dilated_IsRefused()
    {
        var geometry = new Pooling2dGeometry(1, 1, 5, 5, 2, 2, 1, 1, DilationHeight: 2);
        var error = Assert.Throws<ShapeException>(() => Pooling2d.AverageForward<float>(geometry, new float[25], new float[12]));
        Assert.Contains("dilation", error.Message, StringComparison.Ordinal);
    }

    private static void CheckRandom<T>(int seed, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        for (var count = 0; count < 150;)
        {
            var (kernelHeight, kernelWidth) = (random.Next(1, 6), random.Next(1, 6));
            var (dilationHeight, dilationWidth) = random.Next(2) == 0 ? (1, 1) : (random.Next(1, 3), random.Next(1, 3));
            var (spanHeight, spanWidth) = ((dilationHeight * (kernelHeight - 1)) + 1, (dilationWidth * (kernelWidth - 1)) + 1);
            var geometry = new Pooling2dGeometry(
                random.Next(1, 4), random.Next(1, 6), random.Next(1, 21), random.Next(1, 41), kernelHeight, kernelWidth,
                random.Next(1, 4), random.Next(1, 4), random.Next((spanHeight / 2) + 1), random.Next((spanWidth / 2) + 1),
                dilationHeight, dilationWidth, random.Next(2) == 0, random.Next(2) == 0);
            if (spanHeight <= geometry.InHeight + (2 * geometry.PaddingHeight)
                && spanWidth <= geometry.InWidth + (2 * geometry.PaddingWidth))
            {
                Check<T>(geometry, random, tolerance);
                count++;
            }
        }
    }

    private static void Check<T>(Pooling2dGeometry geometry, Random random, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var input = new Margined<T>(geometry.InputLength, random);
        var outputGradient = new Margined<T>(geometry.OutputLength, random);
        var output = new Margined<T>(geometry.OutputLength);
        var inputGradient = new Margined<T>(geometry.InputLength);
        var indices = new int[geometry.OutputLength];
        Pooling2d.MaxForward<T>(geometry, input.Span, output.Span, indices);
        Pooling2d.MaxBackward<T>(geometry, outputGradient.Span, indices, inputGradient.Span);
        output.Check();
        inputGradient.Check();
        var maxima = new Pooling2dReference(geometry, input.ToDoubles(), outputGradient.ToDoubles(), average: false);
        Assert.Equal(maxima.Output, output.ToDoubles());
        Assert.Equal(maxima.Indices, indices);
        Close(maxima.InputGradient, inputGradient.ToDoubles(), tolerance, geometry);
        if (geometry.DilationHeight == 1 && geometry.DilationWidth == 1)
        {
            Pooling2d.AverageForward<T>(geometry, input.Span, output.Span);
            Pooling2d.AverageBackward<T>(geometry, outputGradient.Span, inputGradient.Span);
            output.Check();
            inputGradient.Check();
            var averages = new Pooling2dReference(geometry, input.ToDoubles(), outputGradient.ToDoubles(), average: true);
            Close(averages.Output, output.ToDoubles(), tolerance, geometry);
            Close(averages.InputGradient, inputGradient.ToDoubles(), tolerance, geometry);
        }
    }

    private static void Close(double[] expected, double[] actual, double tolerance, Pooling2dGeometry geometry)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var close = Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(close, $"{i} of {geometry}: {actual[i]}, not {expected[i]}");
        }
    }
}
