using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class UpdateTests
{
    [Fact]
    public void Apply_EveryLength_StepsParameterAndStatesAndNothingBeside()
    {
        for (var length = 0; length <= 257; length++)
        {
            Check<float>(length);
            Check<double>(length);
        }

        Check<float>(40_001);
    }

    [Fact]
    public void Apply_WithoutStates_TakesEmptySpans()
    {
        float[] parameter = [1, 2, 3];
        Update.Apply(default(Plain), parameter, [1f, 1, 1]);
        Assert.Equal([0.5f, 1.5f, 2.5f], parameter);
    }

    [Fact]
    public void Apply_StateOfAnotherLength_Throws()
        => Assert.Throws<ArgumentException>(() => Update.Apply(default(Plain), new float[3], new float[3], new float[3]));

    private static void Check<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guarded<T> parameter = new(Samples.Uniform<T>(length)), s0 = new(length), s1 = new(length), s2 = new(length);
        var gradient = Samples.Uniform<T>(length, seed: 2);
        var before = parameter.Span.ToArray();
        Update.Apply(default(ThreeStates), parameter.Span, gradient, s0.Span, s1.Span, s2.Span);
        for (var i = 0; i < length; i++)
        {
            T start = T.CreateTruncating(12345), one = start + gradient[i], two = start + start, three = start - gradient[i];
            Assert.Equal((one, two, three), (s0.Span[i], s1.Span[i], s2.Span[i]));
            Assert.Equal(before[i] - one, parameter.Span[i]);
        }

        Assert.All([parameter, s0, s1, s2], span => span.AssertIntact());
    }

    private readonly struct Plain : IUpdate
    {
        public static int StateCount => 0;

        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => parameter -= Lanes.Broadcast<T>(0.5) * gradient;
    }

    private readonly struct ThreeStates : IUpdate
    {
        public static int StateCount => 3;

        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            state0 += gradient;
            state1 += state1;
            state2 -= gradient;
            parameter -= state0;
        }
    }
}
