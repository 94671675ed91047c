using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>
/// The gradients for weights and bias, bit for bit, against a hash that was taken with 512-bit registers: their sums have an order of their
/// own, which the chains of <see cref="Convolution2dTests"/> do not know.
/// </summary>
public class ConvolutionBitsTests
{
    private ulong hash = 14695981039346656037;

    [Fact]
    public void WeightGradientInFloat_HasTheSameBitsAtEveryWidth()
    {
        RunAll<float>();
        Assert.Equal(13264647627572753143UL, hash);
    }

    [Fact]
    public void WeightGradientInDouble_HasTheSameBitsAtEveryWidth()
    {
        RunAll<double>();
        Assert.Equal(5145150608694092568UL, hash);
    }

    private void RunAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Add<T>(new Convolution2dGeometry(3, 3, 32, 32, 16, 3, 3, 1, 1, 1, 1));
        Add<T>(new Convolution2dGeometry(5, 1, 28, 28, 6, 5, 5, 1, 1, 2, 2));
        Add<T>(new Convolution2dGeometry(19, 33, 8, 8, 40, 3, 3, 1, 1, 1, 1));
        Add<T>(new Convolution2dGeometry(4, 20, 15, 17, 70, 3, 3, 2, 2, 1, 1));
        Add<T>(new Convolution2dGeometry(3, 12, 9, 11, 12, 3, 2, 1, 1, 0, 1, 1, 1, 4));
        Add<T>(new Convolution2dGeometry(2, 70, 6, 9, 130, 3, 3, 1, 1, 1, 2, 1, 2));
        Add<T>(new Convolution2dGeometry(2, 3, 50, 47, 9, 7, 7, 2, 2, 3, 3));
        Add<T>(new Convolution2dGeometry(18, 2, 17, 15, 19, 3, 3, 1, 1, 1, 1));
        Add<T>(new Convolution2dGeometry(3, 6, 33, 21, 16, 5, 4, 2, 1, 2, 2));
    }

    // FNV-1a over the bytes.
    private void Add<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] weight = new T[geometry.WeightLength], bias = new T[geometry.OutChannels];
        T[] input = Samples.Uniform<T>(geometry.InputLength), gradient = Samples.Uniform<T>(geometry.OutputLength, seed: 2);

        // Samples have few bits: without a division their sums in double are exact in any order.
        input = Array.ConvertAll(input, value => value / T.CreateChecked(3));
        Convolution2d.WeightGradient<T>(geometry, input, gradient, weight, bias);
        foreach (var value in MemoryMarshal.AsBytes<T>([.. weight, .. bias]))
        {
            hash = unchecked((hash ^ value) * 1099511628211);
        }
    }
}
