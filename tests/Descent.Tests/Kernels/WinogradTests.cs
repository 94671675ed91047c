using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>Convolutions of 3 x 3 whose outputs are computed four at a time.</summary>
public class WinogradTests
{
    // One, two and four rows of tiles in a vector; odd sizes; bands of a large image; parts of the outputs; padding 0 and 2; few images.
    [Theory]
    [InlineData(2, 16, 32, 32, 16, 1)]
    [InlineData(3, 17, 16, 15, 20, 1)]
    [InlineData(5, 24, 8, 8, 70, 1)]
    [InlineData(1, 20, 70, 62, 18, 1)]
    [InlineData(1, 20, 19, 31, 33, 0)]
    [InlineData(2, 40, 14, 14, 24, 2)]
    [InlineData(1, 64, 8, 8, 64, 1)]
    public void ForwardAndByData_EveryElement_HasTheDocumentedOrderOfRounding(
        int batch, int inChannels, int height, int width, int outChannels, int padding)
    {
        var geometry = new Convolution2dGeometry(batch, inChannels, height, width, outChannels, 3, 3, 1, 1, padding, padding);
        CheckOrder<float>(geometry);
        CheckOrder<double>(geometry);
    }

    [Fact]
    public void Forward_InGroups_HasTheBitsOfEachGroupAlone()
    {
        var all = new Convolution2dGeometry(2, 32, 16, 16, 40, 3, 3, 1, 1, 1, 1, 1, 1, 2);
        var one = new Convolution2dGeometry(2, 16, 16, 16, 20, 3, 3, 1, 1, 1, 1);
        var (input, weight) = (Numbers<float>(all.InputLength, 1), Numbers<float>(all.WeightLength, 2));
        var output = new float[all.OutputLength];
        Convolution2d.Forward<float>(all, input, weight, [], output);
        for (var group = 0; group < 2; group++)
        {
            float[] Part(float[] planes) => [.. planes.Chunk(planes.Length / 4).Where((_, i) => i % 2 == group).SelectMany(part => part)];
            var expected = new float[one.OutputLength];
            Convolution2d.Forward<float>(one, Part(input), weight.AsSpan(group * one.WeightLength, one.WeightLength), [], expected);
            Assert.Equal(expected, Part(output));
        }
    }

    // Against the plain chain of fused multiply-adds, both held against sums in double: the order of the sums differs, the accuracy hardly.
    [Theory]
    [InlineData(16, 32)]
    [InlineData(64, 16)]
    [InlineData(128, 14)]
    [InlineData(256, 14)]
    public void Forward_InFloat_IsAsExactAsThePlainSum(int channels, int size)
    {
        var geometry = new Convolution2dGeometry(1, channels, size, size, 16, 3, 3, 1, 1, 1, 1);
        var (input, weight) = (Numbers<float>(geometry.InputLength, 1), Numbers<float>(geometry.WeightLength, 2));
        float[] output = new float[geometry.OutputLength], plain = new float[geometry.OutputLength];
        var exact = new double[geometry.OutputLength];
        Convolution2d.Forward<float>(geometry, input, weight, [], output);
        Convolution2dReference.ForEachTerm(geometry, (i, w, o) =>
        {
            plain[o] = float.FusedMultiplyAdd(weight[w], input[i], plain[o]);
            exact[o] += (double)weight[w] * input[i];
        });
        Assert.NotEqual(plain, output);
        double Error(float[] values) => Math.Sqrt(values.Zip(exact, (value, sum) => (value - sum) * (value - sum)).Average());
        var scale = Math.Sqrt(exact.Average(sum => sum * sum));
        Assert.InRange(Error(output), 0, 1.5 * Error(plain) + (1e-7 * scale));
        Assert.InRange(output.Zip(exact, (value, sum) => Math.Abs(value - sum)).Max(), 0, 4e-6 * scale);
    }

    [Theory]
    [InlineData(64, 16, 32, 32, 16, 1)]
    [InlineData(33, 20, 13, 15, 24, 0)]
    [InlineData(70, 24, 8, 7, 33, 1)]
    [InlineData(1, 16, 120, 96, 16, 1)]
    [InlineData(9, 80, 16, 16, 140, 1)]
    [InlineData(40, 16, 11, 12, 32, 2)]
    public void ByWeights_AllKindsOfTiles_MatchTheDefinitionOnAnyNumberOfThreads(
        int batch, int inChannels, int height, int width, int outChannels, int padding)
    {
        var geometry = new Convolution2dGeometry(batch, inChannels, height, width, outChannels, 3, 3, 1, 1, padding, padding);
        Assert.True(WinogradWeightGradient<float>.Fits(in geometry));
        var (input, gradient) = (Numbers<float>(geometry.InputLength, 1), Numbers<float>(geometry.OutputLength, 2));
        var one = ByWeights(geometry, input, gradient, 1);
        Assert.Equal(one, ByWeights(geometry, input, gradient, 2));

        // In double the same tiles are hardly rounded; that they are those of the definition, Convolution2dTests check.
        var exact = new double[geometry.WeightLength + outChannels];
        Convolution2d.WeightGradient<double>(
            geometry,
            Array.ConvertAll(input, x => (double)x),
            Array.ConvertAll(gradient, x => (double)x),
            exact.AsSpan(0, geometry.WeightLength),
            exact.AsSpan(geometry.WeightLength));
        var scale = Math.Sqrt(exact.Average(sum => sum * sum));
        for (var i = 0; i < exact.Length; i++)
        {
            Assert.InRange(one[i], exact[i] - (1e-5 * scale), exact[i] + (1e-5 * scale));
        }
    }

    [Fact]
    public void PackedWeights_OfOneImage_HaveTheSameBits()
    {
        var geometry = new Convolution2dGeometry(1, 64, 8, 8, 64, 3, 3, 1, 1, 1, 1);
        var (input, weight, bias) = (
            Numbers<float>(geometry.InputLength, 1), Numbers<float>(geometry.WeightLength, 2), Numbers<float>(64, 3));
        float[] expected = new float[geometry.OutputLength], actual = new float[geometry.OutputLength];
        Convolution2d.Forward<float>(geometry, input, weight, bias, expected);
        Convolution2d.Forward(new PackedConvolutionWeights<float>(in geometry, weight, bias), input, actual);
        Assert.Equal(expected, actual);
    }

    private static void CheckOrder<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (input, weight, bias, gradient) = (
            Numbers<T>(geometry.InputLength, 1), Numbers<T>(geometry.WeightLength, 2), Numbers<T>(geometry.OutChannels, 3),
            Numbers<T>(geometry.OutputLength, 4));
        T[] output = new T[geometry.OutputLength], inputGradient = new T[geometry.InputLength];
        Convolution2d.Forward<T>(geometry, input, weight, bias, output);
        Convolution2d.InputGradient<T>(geometry, gradient, weight, inputGradient);

        T Weight(int o, int c, int row, int column) => weight[(((((o * geometry.InChannels) + c) * 3) + row) * 3) + column];
        var outputs = WinogradReference.Correlate(geometry, input, geometry.InChannels, geometry.OutChannels, Weight, false);
        var plane = geometry.OutHeight * geometry.OutWidth;
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] += bias[i / plane % geometry.OutChannels];
        }

        Assert.Equal(outputs, output);
        Assert.Equal(
            WinogradReference.Correlate(
                geometry, gradient, geometry.OutChannels, geometry.InChannels,
                (c, o, row, column) => Weight(o, c, 2 - row, 2 - column), true),
            inputGradient);
    }

    private static float[] ByWeights(Convolution2dGeometry geometry, float[] input, float[] gradient, int workers)
    {
        var former = Workers.Count;
        Workers.Count = workers;
        try
        {
            float[] weights = new float[geometry.WeightLength], bias = new float[geometry.OutChannels];
            Convolution2d.WeightGradient<float>(geometry, input, gradient, weights, bias);
            return [.. weights, .. bias];
        }
        finally
        {
            Workers.Count = former;
        }
    }

    private static T[] Numbers<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
    }
}
