using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class SoftmaxTests
{
    [Fact]
    public void ForwardAndGradient_EveryLength_MeetTheDoubleReference()
    {
        for (var length = 0; length <= 257; length++)
        {
            Check<float>(2, length, 1);
            Check<double>(2, length, 1);
        }
    }

    [Theory]
    [InlineData(2, 3, 50)]
    [InlineData(3, 10, 16)]
    [InlineData(1, 5, 7)]
    [InlineData(40, 20, 100)]
    [InlineData(3000, 10, 1)]
    [InlineData(3, 4, 0)]
    public void ForwardAndGradient_AnyLayout_MeetTheDoubleReference(int outer, int axis, int inner)
    {
        Check<float>(outer, axis, inner);
        Check<double>(outer, axis, inner);
    }

    [Fact]
    public void Forward_HugeLogits_IsStable()
    {
        Assert.Equal([1, 0, 0], Forward([1000, -1000, 0]));
        Assert.Equal([0.5f, 0.5f], Forward([-1000, -1000]));
        float[] y = new float[2];
        SoftmaxRows.LogForward([1000f, -1000], 1, 2, 1, y);
        Assert.Equal([0, -2000], y);
    }

    [Fact]
    public void Forward_MaskedRow_IsZerosWithoutNaN()
    {
        const float masked = float.NegativeInfinity;
        Assert.Equal([0, 0, 0], Forward([masked, masked, masked]));
        Assert.Equal([0, 1, 0], Forward([masked, 3, masked]));
        var y = new float[3];
        SoftmaxRows.LogForward([masked, masked, masked], 1, 3, 1, y);
        Assert.Equal([masked, masked, masked], y);
        SoftmaxRows.LogForward([masked, masked, masked], 1, 1, 3, y);
        Assert.Equal([masked, masked, masked], y);
    }

    [Fact]
    public void Forward_NaN_FillsItsRowOnly()
    {
        var y = new float[4];
        SoftmaxRows.Forward([1f, float.NaN, 1, 1], 2, 2, 1, y);
        Assert.Equal([float.NaN, float.NaN, 0.5f, 0.5f], y);
    }

    private static float[] Forward(float[] x)
    {
        var y = new float[x.Length];
        SoftmaxRows.Forward<float>(x, 1, x.Length, 1, y);
        SoftmaxRows.Forward<float>(x, 1, x.Length, 1, x);
        Assert.Equal(y, x);
        return y;
    }

    private static void Check<T>(int outer, int axis, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = outer * axis * inner;
        Guarded<T> x = new(Samples.Uniform<T>(count, -8, 8)), y = new(count), z = new(count), dy = new(count), dz = new(count);
        var gradient = Samples.Uniform<T>(count, seed: 2);
        SoftmaxRows.Forward(x.Span, outer, axis, inner, y.Span);
        SoftmaxRows.LogForward(x.Span, outer, axis, inner, z.Span);
        SoftmaxRows.Gradient(gradient, y.Span, outer, axis, inner, dy.Span);
        SoftmaxRows.LogGradient(gradient, z.Span, outer, axis, inner, dz.Span);
        double[] input = Samples.ToDouble<T>(x.Span), g = Samples.ToDouble<T>(gradient);
        double[] wantY = new double[count], wantZ = new double[count], wantDy = new double[count], wantDz = new double[count];
        for (var column = 0; column < outer * inner; column++)
        {
            var places = Enumerable.Range(0, axis).Select(j => (column / inner * axis * inner) + (j * inner) + (column % inner)).ToArray();
            var sum = places.Sum(at => Math.Exp(input[at]));
            var sumOfG = places.Sum(at => g[at]);
            var sumOfGy = places.Sum(at => g[at] * Math.Exp(input[at]) / sum);
            foreach (var at in places)
            {
                wantY[at] = Math.Exp(input[at]) / sum;
                wantZ[at] = input[at] - Math.Log(sum);
                wantDy[at] = wantY[at] * (g[at] - sumOfGy);
                wantDz[at] = g[at] - (wantY[at] * sumOfG);
            }
        }

        Samples.AssertClose<T>(wantY, y.Span, Samples.Tolerance<T>(1e-6), "softmax");
        Samples.AssertClose<T>(wantZ, z.Span, Samples.Tolerance<T>(1e-6), "log-softmax");
        Samples.AssertClose<T>(wantDy, dy.Span, Samples.Tolerance<T>(1e-6), "softmax gradient");
        Samples.AssertClose<T>(wantDz, dz.Span, Samples.Tolerance<T>(5e-6), "log-softmax gradient");
        Assert.All([x, y, z, dy, dz], span => span.AssertIntact());
    }
}
