using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class NormalizationTests
{
    [Theory]
    [InlineData(4, 3, 49, true)]
    [InlineData(8, 40, 1, true)]
    [InlineData(1, 5, 257, false)]
    [InlineData(64, 17, 1, false)]
    [InlineData(2, 64, 300, true)]
    [InlineData(1, 1, 2, true)]
    public void ForwardAndGradient_AnyShape_MeetTheDoubleReference(int images, int channels, int spatial, bool affine)
    {
        Check<float>(images, channels, spatial, affine, false);
        Check<double>(images, channels, spatial, affine, false);
        Check<double>(images, channels, spatial, affine, true);
    }

    [Theory]
    [InlineData(100, 3, 50)]
    [InlineData(5000, 3, 1)]
    public void Statistics_FarFromZero_KeepTheVariance(int images, int channels, int spatial)
    {
        var x = Samples.Uniform<float>(images * channels * spatial, 9_999, 10_001);
        float[] mean = new float[channels], variance = new float[channels];
        Normalization.Statistics(x, images, channels, spatial, mean, variance);
        for (var channel = 0; channel < channels; channel++)
        {
            var values = Channel(Samples.ToDouble<float>(x), images, channels, spatial, channel);
            Assert.Equal(values.Average(), mean[channel], 1e-3);
            Assert.Equal(1, variance[channel] / Variance(values), 1e-5);
        }
    }

    [Fact]
    public void Statistics_Constant_HasVarianceZero()
    {
        float[] mean = new float[2], variance = new float[2];
        Normalization.Statistics(Enumerable.Repeat(1e4f, 2 * 3 * 20).ToArray(), 3, 2, 20, mean, variance);
        Assert.Equal([1e4f, 1e4f], mean);
        Assert.Equal([0, 0], variance);
    }

    [Theory]
    [InlineData(3, 5, 49, true)]
    [InlineData(30, 37, 1, true)]
    [InlineData(4, 16, 64, false)]
    public void Fused_WithReluAndResidual_HasTheBitsOfOneAfterAnother(int images, int channels, int spatial, bool residual)
    {
        var count = images * channels * spatial;
        float[] x = Samples.Uniform<float>(count, -1, 3), g = Samples.Uniform<float>(count, seed: 2);
        float[] r = residual ? Samples.Uniform<float>(count, seed: 3) : [];
        float[] mean = new float[channels], variance = new float[channels], inverse = new float[channels];
        float[] scale = Samples.Uniform<float>(channels, seed: 4), shift = Samples.Uniform<float>(channels, seed: 5);
        Normalization.Statistics<float>(x, images, channels, spatial, mean, variance);
        Normalization.InverseDeviation<float>(variance, 1e-5, inverse);
        float[] normalized = new float[count], expected = new float[count], masked = new float[count], dx = new float[count];
        float[] dScale = new float[channels], dShift = new float[channels];
        Normalization.Forward<float>(x, images, channels, spatial, mean, inverse, scale, shift, normalized);
        normalized = residual ? normalized.Zip(r, (one, other) => one + other).ToArray() : normalized;
        Elementwise.Map<float, ReluFunction>(default, normalized, expected);
        Elementwise.MapGradient<float, ReluFunction>(default, g, normalized, expected, masked);
        Normalization.Gradient<float>(masked, x, images, channels, spatial, mean, inverse, scale, false, dx, dScale, dShift);

        float[] y = new float[count], fusedDx = new float[count], dResidual = residual ? new float[count] : [];
        float[] fusedScale = new float[channels], fusedShift = new float[channels];
        Normalization.Forward(default(ReluFunction), x, images, channels, spatial, mean, inverse, scale, shift, r, y);
        Normalization.Gradient(
            default(ReluFunction), g, y, x, images, channels, spatial, mean, inverse, scale, false, fusedDx, fusedScale, fusedShift, dResidual);
        Assert.Equal(expected, y);
        Assert.Equal(dx, fusedDx);
        Assert.Equal([.. dScale, .. dShift], [.. fusedScale, .. fusedShift]);
        Assert.Equal(residual ? masked : [], dResidual);
    }

    [Fact]
    public void Fused_FunctionThatNeedsItsInput_IsRefused()
        => Assert.Throws<ArgumentException>(
            () => Normalization.Gradient(default(SquareFunction), [1f], [1f], [1f], 1, 1, 1, [0f], [1f], [], false, new float[1], new float[1], new float[1], []));

    private static double[] Channel(double[] x, int images, int channels, int spatial, int channel)
        => [.. Enumerable.Range(0, images * spatial).Select(i => x[(i / spatial * channels * spatial) + (channel * spatial) + (i % spatial)])];

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => Math.Pow(value - mean, 2)) / values.Length;
    }

    private static void Check<T>(int images, int channels, int spatial, bool affine, bool fixedStatistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = images * channels * spatial;
        Guarded<T> x = new(Samples.Uniform<T>(count, -1, 3)), g = new(Samples.Uniform<T>(count, seed: 2)), y = new(count), dx = new(count);
        Guarded<T> mean = new(channels), variance = new(channels), inverse = new(channels), dScale = new(channels), dShift = new(channels);
        T[] scale = affine ? Samples.Uniform<T>(channels, seed: 3) : [], shift = affine ? Samples.Uniform<T>(channels, seed: 4) : [];
        Normalization.Statistics(x.Span, images, channels, spatial, mean.Span, variance.Span);
        Normalization.InverseDeviation<T>(variance.Span, 1e-3, inverse.Span);
        Normalization.Forward(x.Span, images, channels, spatial, mean.Span, inverse.Span, scale, shift, y.Span);
        Normalization.Gradient(
            g.Span, x.Span, images, channels, spatial, mean.Span, inverse.Span, scale, fixedStatistics, dx.Span, dScale.Span, dShift.Span);
        var tolerance = Samples.Tolerance<T>();
        for (var channel = 0; channel < channels; channel++)
        {
            double[] values = Of(x), upstream = Of(g);
            var (centre, deviation) = (values.Average(), Math.Sqrt(Variance(values) + 1e-3));
            var (a, b) = affine ? (double.CreateTruncating(scale[channel]), double.CreateTruncating(shift[channel])) : (1, 0);
            var n = values.Select(value => (value - centre) / deviation).ToArray();
            var sum = upstream.Sum();
            var product = upstream.Zip(n, (one, other) => one * other).Sum();
            var m = fixedStatistics ? double.PositiveInfinity : n.Length;
            Samples.AssertClose<T>([centre, Variance(values), sum, product],
                [mean.Span[channel], variance.Span[channel], dShift.Span[channel], dScale.Span[channel]], 10 * tolerance, "statistic");
            Samples.AssertClose<double>(n.Select(value => (a * value) + b).ToArray(), Of(y), tolerance, "y");
            Samples.AssertClose<double>(
                n.Zip(upstream, (value, one) => a / deviation * (one - (sum / m) - (value * product / m))).ToArray(), Of(dx), 20 * tolerance, "dx");

            double[] Of(Guarded<T> all) => Channel(Samples.ToDouble<T>(all.Span), images, channels, spatial, channel);
        }

        Assert.All([x, g, y, dx, mean, variance, inverse, dScale, dShift], span => span.AssertIntact());
    }

    [Fact]
    public void Statistics_OfNothing_AreZeroNotWhatStoodThere()
    {
        double[] mean = [7, 7], variance = [7, 7], dScale = [7, 7], dShift = [7, 7], inverse = [1, 1];

        Normalization.Statistics<double>([], 0, 2, 3, mean, variance);
        Normalization.Gradient<double>([], [], 0, 2, 3, mean, inverse, [], false, [], dScale, dShift);

        Assert.All([mean, variance, dScale, dShift], values => Assert.Equal([0.0, 0.0], values));
    }
}
