using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Where a parameter, its gradient and its states lie: the innermost loop of every optimizer. States below the smallest normal number become
/// 0: averages of a gradient that has vanished would shrink into denormal numbers, which processors compute with several times slower, and
/// which no step shows.
/// </summary>
internal readonly unsafe struct UpdateRow<T>(T* parameter, T* gradient, T* state0, T* state1, T* state2)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The smallest normal number.</summary>
    private static Vector512<T> Smallest => Lanes.Broadcast<T>(typeof(T) == typeof(float) ? 1.1754943508222875e-38 : 2.2250738585072014e-308);

    /// <summary>The same from element <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UpdateRow<T> From(int start) => new(parameter + start, gradient + start, state0 + start, state1 + start, state2 + start);

    /// <summary>Steps the first <paramref name="count"/> elements. States that the update does not have are not touched.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Step<TUpdate>(in TUpdate update, int count)
        where TUpdate : struct, IUpdate
    {
        var (i, lanes) = (0, Vector512<T>.Count);
        if (count >= 2 * lanes)
        {
            // Two vectors at once, so that a number is spread over the lanes for both. Not a copy: its numbers would lie in registers, one lane
            // each, and be spread anew in each round; a load spreads as it reads.
            ref var step = ref Unsafe.AsRef(in update);
            var least = Smallest;
            T* to = parameter, from = gradient, memory0 = state0, memory1 = state1, memory2 = state2;
            for (; i <= count - (2 * lanes); i += 2 * lanes)
            {
                Vector512<T> p = Vector512.Load(to + i), q = Vector512.Load(to + i + lanes);
                var s0 = TUpdate.StateCount > 0 ? Vector512.Load(memory0 + i) : default;
                var t0 = TUpdate.StateCount > 0 ? Vector512.Load(memory0 + i + lanes) : default;
                var s1 = TUpdate.StateCount > 1 ? Vector512.Load(memory1 + i) : default;
                var t1 = TUpdate.StateCount > 1 ? Vector512.Load(memory1 + i + lanes) : default;
                var s2 = TUpdate.StateCount > 2 ? Vector512.Load(memory2 + i) : default;
                var t2 = TUpdate.StateCount > 2 ? Vector512.Load(memory2 + i + lanes) : default;
                step.Step(ref p, Vector512.Load(from + i), ref s0, ref s1, ref s2);
                step.Step(ref q, Vector512.Load(from + i + lanes), ref t0, ref t1, ref t2);
                p.Store(to + i);
                q.Store(to + i + lanes);
                if (TUpdate.StateCount > 0)
                {
                    Settled(s0, least).Store(memory0 + i);
                    Settled(t0, least).Store(memory0 + i + lanes);
                }

                if (TUpdate.StateCount > 1)
                {
                    Settled(s1, least).Store(memory1 + i);
                    Settled(t1, least).Store(memory1 + i + lanes);
                }

                if (TUpdate.StateCount > 2)
                {
                    Settled(s2, least).Store(memory2 + i);
                    Settled(t2, least).Store(memory2 + i + lanes);
                }
            }
        }

        for (; i < count; i += lanes)
        {
            StepPart(in update, i, Math.Min(lanes, count - i));
        }
    }

    // A method of its own, as the update is inlined into each and a method may inline only so much.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void StepPart<TUpdate>(in TUpdate update, int i, int length)
        where TUpdate : struct, IUpdate
    {
        var step = update;
        var p = Lanes.LoadPart(parameter + i, length);
        var s0 = TUpdate.StateCount > 0 ? Lanes.LoadPart(state0 + i, length) : default;
        var s1 = TUpdate.StateCount > 1 ? Lanes.LoadPart(state1 + i, length) : default;
        var s2 = TUpdate.StateCount > 2 ? Lanes.LoadPart(state2 + i, length) : default;
        step.Step(ref p, Lanes.LoadPart(gradient + i, length), ref s0, ref s1, ref s2);
        Lanes.StorePart(p, parameter + i, length);
        if (TUpdate.StateCount > 0)
        {
            Lanes.StorePart(Settled(s0, Smallest), state0 + i, length);
        }

        if (TUpdate.StateCount > 1)
        {
            Lanes.StorePart(Settled(s1, Smallest), state1 + i, length);
        }

        if (TUpdate.StateCount > 2)
        {
            Lanes.StorePart(Settled(s2, Smallest), state2 + i, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Settled(Vector512<T> state, Vector512<T> least)
        => Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(state), least), Vector512<T>.Zero, state);
}
