using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>The parts of <see cref="RmsProp"/>'s step, put together once for each set of states that it may keep.</summary>
internal readonly struct RmsPropRule(
    Coefficient rate, Coefficient decay, Coefficient renewal, Coefficient epsilon, Coefficient momentum, Coefficient weightDecay)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Slope<T>(Vector512<T> parameter, Vector512<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Average<T>(Vector512<T> average, Vector512<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.MultiplyAdd(decay.Lanes<T>(), average, renewal.Lanes<T>() * value);

    /// <summary>The variance E g^2 - (E g)^2, which rounding must not make negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Variance<T>(Vector512<T> square, Vector512<T> average)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.Maximum(Lanes.MultiplyAdd(-average, average, square), Vector512<T>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Scaled<T>(Vector512<T> slope, Vector512<T> square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => slope / (Vector512.Sqrt(square) + epsilon.Lanes<T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Rolled<T>(Vector512<T> velocity, Vector512<T> direction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.MultiplyAdd(momentum.Lanes<T>(), velocity, direction);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Moved<T>(Vector512<T> parameter, Vector512<T> direction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.MultiplyAdd(-rate.Lanes<T>(), direction, parameter);

    public readonly struct Plain(RmsPropRule rule) : IUpdate
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> square, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = rule.Slope(parameter, gradient);
            square = rule.Average(square, slope * slope);
            parameter = rule.Moved(parameter, rule.Scaled(slope, square));
        }
    }

    public readonly struct Centered(RmsPropRule rule) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> square, ref Vector512<T> average, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = rule.Slope(parameter, gradient);
            square = rule.Average(square, slope * slope);
            average = rule.Average(average, slope);
            parameter = rule.Moved(parameter, rule.Scaled(slope, Variance(square, average)));
        }
    }

    public readonly struct WithVelocity(RmsPropRule rule) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> square, ref Vector512<T> velocity, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = rule.Slope(parameter, gradient);
            square = rule.Average(square, slope * slope);
            velocity = rule.Rolled(velocity, rule.Scaled(slope, square));
            parameter = rule.Moved(parameter, velocity);
        }
    }

    public readonly struct CenteredWithVelocity(RmsPropRule rule) : IUpdate
    {
        public static int StateCount => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> square, ref Vector512<T> average, ref Vector512<T> velocity)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = rule.Slope(parameter, gradient);
            square = rule.Average(square, slope * slope);
            average = rule.Average(average, slope);
            velocity = rule.Rolled(velocity, rule.Scaled(slope, Variance(square, average)));
            parameter = rule.Moved(parameter, velocity);
        }
    }
}
