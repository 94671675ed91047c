using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>
/// Every kernel's output, bit for bit, against a hash that was taken with 512-bit registers. Run the tests with DOTNET_EnableAVX512=0,
/// DOTNET_EnableAVX2=0 or on another machine and the bits must be the same; after a deliberate change of a kernel, take the hash anew.
/// </summary>
public class SameBitsTests
{
    private ulong hash = 14695981039346656037;

    [Fact]
    public void Float_HasTheSameBitsAtEveryWidth()
    {
        RunAll<float>();
        Assert.Equal(10706574462231626931UL, hash);
    }

    [Fact]
    public void Double_HasTheSameBitsAtEveryWidth()
    {
        RunAll<double>();
        Assert.Equal(2625134529271932225UL, hash);
    }

    private void RunAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AllFunctions<T>();
        ReduceAll<T>(3, 700, 37);
        ReduceAll<T>(2, 30_011, 1);
        Rows<T>(4, 37, 1);
        Rows<T>(3, 11, 21);
        Rows<T>(35, 10, 1);
        Channels<T>(3, 5, 49);
        Channels<T>(3, 5, 149);
        Channels<T>(30, 37, 1);
    }

    private void AllFunctions<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Map<T, Functions.Exp>(-110, 95);
        Map<T, Functions.Log>(0, 50);
        Map<T, Functions.Log1p>(-1, 3);
        Map<T, Functions.Expm1>(-30, 80);
        Map<T, Functions.Tanh>(-12, 12);
        Map<T, Functions.Sigmoid>(-100, 30);
        Map<T, Functions.Softplus>(-100, 30);
        Map<T, Functions.Erf>(-5, 5);
        Map<T, Functions.Erfc>(-5, 10);
    }

    private void Map<T, TFunction>(double low, double high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IUnaryFunction
    {
        T[] x = Samples.Uniform<T>(20_011, low, high), y = new T[x.Length];
        Elementwise.Map<T, TFunction>(default, x, y);
        Add<T>(y);
        Elementwise.MapGradient(default(TFunction), x, x, y, y);
        Add<T>(y);
    }

    private void ReduceAll<T>(int outer, int length, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Samples.Uniform<T>(outer * length * inner), sums = new T[outer * inner];
        Reductions.Sum(x, outer, length, inner, sums);
        Add<T>(sums);
        Reductions.SumOfSquares(x, outer, length, inner, sums);
        Add<T>(sums);
        Add<T>([Reductions.SumAll<T>(x)]);
    }

    private void Rows<T>(int outer, int axis, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Samples.Uniform<T>(outer * axis * inner, -9, 9), y = new T[x.Length], dx = new T[x.Length];
        T[] weights = Samples.Uniform<T>(axis, 0, 1), losses = new T[outer * inner], rowWeights = new T[outer * inner];
        var labels = Samples.Labels(outer * inner, axis);
        SoftmaxRows.Forward(x, outer, axis, inner, y);
        Add<T>(y);
        SoftmaxRows.Gradient(x, y, outer, axis, inner, dx);
        Add<T>(dx);
        SoftmaxRows.LogForward(x, outer, axis, inner, y);
        Add<T>(y);
        SoftmaxRows.LogGradient(x, y, outer, axis, inner, dx);
        Add<T>(dx);
        CrossEntropyRows.Forward(x, labels, axis, inner, weights, 0.1, null, losses, rowWeights);
        Add<T>(losses);
        CrossEntropyRows.Gradient(x, labels, axis, inner, weights, 0.1, null, losses, dx);
        Add<T>(dx);
        CrossEntropyRows.ForwardProbabilities(x, dx, axis, inner, weights, 0.1, losses);
        Add<T>(losses);
        CrossEntropyRows.GradientProbabilities(x, y, axis, inner, weights, 0.1, losses, dx);
        Add<T>(dx);
    }

    private void Channels<T>(int images, int channels, int spatial)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Samples.Uniform<T>(images * channels * spatial, -1, 5), y = new T[x.Length], dx = new T[x.Length];
        T[] mean = new T[channels], variance = new T[channels], dScale = new T[channels], dShift = new T[channels];
        Normalization.Statistics(x, images, channels, spatial, mean, variance);
        Normalization.InverseDeviation<T>(variance, 1e-5, variance);
        Normalization.Forward(x, images, channels, spatial, mean, variance, mean, mean, y);
        Normalization.Gradient(y, x, images, channels, spatial, mean, variance, mean, false, dx, dScale, dShift);
        Add<T>(y);
        Add<T>(dx);
        Add<T>(dScale);
        Add<T>(dShift);
    }

    // FNV-1a over the bytes; every NaN counts as one and the same, as its payload is the processor's choice.
    private void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var value in values)
        {
            T[] one = [T.IsNaN(value) ? T.NaN : value];
            foreach (var part in MemoryMarshal.AsBytes(one.AsSpan()))
            {
                hash = unchecked((hash ^ part) * 1099511628211);
            }
        }
    }
}
