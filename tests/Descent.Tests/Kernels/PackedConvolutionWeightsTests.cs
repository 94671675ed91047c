using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class PackedConvolutionWeightsTests
{
    [Theory]
    [InlineData(1, 3, 32, 16, 3, 1, 1, 1)]
    [InlineData(1, 64, 8, 64, 3, 1, 1, 1)]
    [InlineData(5, 33, 7, 40, 3, 1, 1, 1)]
    [InlineData(2, 16, 16, 32, 3, 2, 1, 1)]
    [InlineData(2, 6, 12, 6, 5, 1, 2, 6)]
    [InlineData(0, 6, 12, 6, 5, 1, 2, 1)]
    public void Forward_WithPackedWeights_HasTheSameBits(
        int batch, int inChannels, int size, int outChannels, int kernel, int stride, int padding, int groups)
    {
        var geometry = new Convolution2dGeometry(
            batch, inChannels, size, size, outChannels, kernel, kernel, stride, stride, padding, padding, 1, 1, groups);
        Check<float>(geometry);
        Check<double>(geometry);
    }

    [Fact]
    public void Forward_WithPackedWeights_DoesNotAllocate()
    {
        var geometry = new Convolution2dGeometry(1, 16, 12, 12, 16, 3, 3, 1, 1, 1, 1);
        var packed = new PackedConvolutionWeights<float>(geometry, new float[geometry.WeightLength], new float[16]);
        float[] input = new float[geometry.InputLength], output = new float[geometry.OutputLength];
        Assert.Equal(0, Allocations.OnceWarm(() => Convolution2d.Forward(packed, input, output)));
    }

    [Fact]
    public void Pack_WrongLength_NamesTheShape()
    {
        var geometry = new Convolution2dGeometry(1, 2, 4, 4, 3, 3, 3, 1, 1, 1, 1);
        var error = Assert.Throws<ShapeException>(() => new PackedConvolutionWeights<float>(geometry, new float[53], []));
        Assert.Contains("[3, 2, 3, 3]", error.Message, StringComparison.Ordinal);
    }

    private static void Check<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] input = Samples.Uniform<T>(geometry.InputLength), bias = Samples.Uniform<T>(geometry.OutChannels);
        var packed = new PackedConvolutionWeights<T>(geometry, new T[geometry.WeightLength], []);
        foreach (var seed in new[] { 1, 2 })
        {
            var weight = Samples.Uniform<T>(geometry.WeightLength, seed: seed);
            T[] expected = new T[geometry.OutputLength], actual = new T[geometry.OutputLength];
            Convolution2d.Forward<T>(geometry, input, weight, bias, expected);
            packed.Pack(weight, bias);
            Convolution2d.Forward(packed, input, actual);
            Assert.Equal(expected, actual);
        }
    }
}
