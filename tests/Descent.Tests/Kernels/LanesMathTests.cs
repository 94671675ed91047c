using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class LanesMathTests
{
    [Fact]
    public void Exp_OverAllFloats_IsWithinTwoUlp() => AssertUlp(default(Functions.Exp), Math.Exp, 2);

    [Fact]
    public void Log_OverAllFloats_IsWithinTwoUlp() => AssertUlp(default(Functions.Log), Math.Log, 2);

    [Fact]
    public void Log1p_OverAllFloats_IsWithinFourUlp() => AssertUlp(default(Functions.Log1p), Reference.Log1p, 4);

    [Fact]
    public void Expm1_OverAllFloats_IsWithinFourUlp() => AssertUlp(default(Functions.Expm1), Reference.Expm1, 4);

    [Fact]
    public void Tanh_OverAllFloats_IsWithinFourUlp() => AssertUlp(default(Functions.Tanh), Math.Tanh, 4);

    [Fact]
    public void Sigmoid_OverAllFloats_IsWithinFourUlp() => AssertUlp(default(Functions.Sigmoid), Reference.Sigmoid, 4);

    [Fact]
    public void Softplus_OverAllFloats_IsWithinFourUlp() => AssertUlp(default(Functions.Softplus), Reference.Softplus, 4);

    [Fact]
    public void Erf_OverAllFloats_IsWithinFourUlp() => AssertUlp(default(Functions.Erf), Reference.Erf, 4, 9973);

    [Fact]
    public void Erfc_OverAllFloats_IsWithinEightUlp() => AssertUlp(default(Functions.Erfc), Reference.Erfc, 8, 99_991);

    [Fact]
    public void All_InDouble_AreWithinOneInTenToTheFourteen()
    {
        AssertRelative(default(Functions.Exp), Math.Exp, -745, 709.7);
        AssertRelative(default(Functions.Log), Math.Log, 1e-300, 3);
        AssertRelative(default(Functions.Log), Math.Log, 0.99, 1.01);
        AssertRelative(default(Functions.Log1p), Reference.Log1p, -0.49, 5);
        AssertRelative(default(Functions.Log1p), Reference.Log1p, -1e-10, 1e-10);
        AssertRelative(default(Functions.Expm1), Reference.Expm1, -40, 30);
        AssertRelative(default(Functions.Expm1), Reference.Expm1, -1e-10, 1e-10);
        AssertRelative(default(Functions.Tanh), Math.Tanh, -20, 20);
        AssertRelative(default(Functions.Tanh), Math.Tanh, -1e-5, 1e-5);
        AssertRelative(default(Functions.Sigmoid), Reference.Sigmoid, -700, 50);
        AssertRelative(default(Functions.Softplus), Reference.Softplus, -700, 50);
        AssertRelative(default(Functions.Erf), Reference.Erf, -6, 6);
        AssertRelative(default(Functions.Erf), Reference.Erf, -1e-3, 1e-3);
        AssertRelative(default(Functions.Erfc), Reference.Erfc, -3, 20);
    }

    [Fact]
    public void Extremes_AreExact()
    {
        Assert.Equal([0, 1, 1, 1, float.PositiveInfinity, 0], Functions.Map(default(Functions.Exp), [-1000, 0, -0f, 1e-30f, 1000, float.NegativeInfinity]));
        Assert.Equal([float.NegativeInfinity, 0, float.NaN, float.PositiveInfinity], Functions.Map(default(Functions.Log), [0, 1, -1, float.PositiveInfinity]));
        Assert.Equal([0, 1, 0.5f, 0, 1], Functions.Map(default(Functions.Sigmoid), [-1000, 1000, 0, float.NegativeInfinity, float.PositiveInfinity]));
        Assert.Equal([0, 1000, float.PositiveInfinity], Functions.Map(default(Functions.Softplus), [-1000, 1000, float.PositiveInfinity]));
        Assert.Equal([1e-10f, float.Epsilon, -1, float.PositiveInfinity], Functions.Map(default(Functions.Expm1), [1e-10f, float.Epsilon, -1000, 1000]));
        Assert.Equal([1e-10f, float.NegativeInfinity, float.NaN], Functions.Map(default(Functions.Log1p), [1e-10f, -1, -2]));
        Assert.Equal([1, -1, float.Epsilon], Functions.Map(default(Functions.Tanh), [1000, -1000, float.Epsilon]));
        Assert.Equal([1, -1, float.NaN], Functions.Map(default(Functions.Erf), [1000, float.NegativeInfinity, float.NaN]));
        Assert.Equal((float)Math.Exp(-100), Functions.Map(default(Functions.Softplus), [-100f])[0]);
        Assert.Equal(double.Epsilon, Functions.Map(default(Functions.Exp), [-744.9])[0]);
    }

    [Fact]
    public void NegativeZero_KeepsItsSign()
    {
        Assert.All([.. Functions.Map(default(Functions.Tanh), [-0f]), .. Functions.Map(default(Functions.Expm1), [-0f]),
            .. Functions.Map(default(Functions.Log1p), [-0f]), .. Functions.Map(default(Functions.Erf), [-0f])],
            value => Assert.True(float.IsNegative(value) && value == 0));
    }

    private static void AssertUlp<TFunction>(TFunction function, Func<double, double> reference, double bound, int stride = 4093)
        where TFunction : struct, IUnaryFunction
    {
        var x = new float[(int)((1L << 32) / stride)];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)i * (uint)stride);
        }

        var y = Functions.Map(function, x);
        var (worst, at) = (0.0, 0f);
        for (var i = 0; i < x.Length; i++)
        {
            var error = Reference.UlpError(y[i], reference(x[i]));
            (worst, at) = error > worst ? (error, x[i]) : (worst, at);
        }

        Assert.True(worst <= bound, $"{worst} ulp at {at:R}, where at most {bound} are allowed.");
    }

    private static void AssertRelative<TFunction>(TFunction function, Func<double, double> reference, double from, double to)
        where TFunction : struct, IUnaryFunction
    {
        var x = Enumerable.Range(0, 5000).Select(i => from + ((to - from) * i / 4999)).ToArray();
        var y = Functions.Map(function, x);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = reference(x[i]);
            var allowed = Math.Max(1e-14 * Math.Abs(expected), double.Epsilon);
            Assert.True(Math.Abs(y[i] - expected) <= allowed, $"{typeof(TFunction).Name}({x[i]:R}) is {y[i]:R}, not {expected:R}.");
        }
    }
}
