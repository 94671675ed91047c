using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Runs an optimizer's step over a parameter, its gradient and its states, in one pass.</summary>
public static class Update
{
    /// <summary>
    /// Steps every element. State spans that the update does not use are left empty; the others are as long as the parameter.
    /// </summary>
    public static unsafe void Apply<T, TUpdate>(
        TUpdate update,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> state0 = default,
        Span<T> state1 = default,
        Span<T> state2 = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate
    {
        Tiling.Same(parameter.Length, gradient.Length, nameof(gradient));
        Tiling.Same(TUpdate.StateCount > 0 ? parameter.Length : 0, state0.Length, nameof(state0));
        Tiling.Same(TUpdate.StateCount > 1 ? parameter.Length : 0, state1.Length, nameof(state1));
        Tiling.Same(TUpdate.StateCount > 2 ? parameter.Length : 0, state2.Length, nameof(state2));
        fixed (T* p = parameter, g = gradient, s0 = state0, s1 = state1, s2 = state2)
        {
            Tiling.Run(Tiling.Count(parameter.Length), new UpdateJob<T, TUpdate>(update, p, g, s0, s1, s2, parameter.Length));
        }
    }
}

/// <summary>One tile of an optimizer's step.</summary>
internal readonly unsafe struct UpdateJob<T, TUpdate>(TUpdate update, T* parameter, T* gradient, T* state0, T* state1, T* state2, int count)
    : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var step = update;
        var end = (int)Math.Min(count, (tile + 1L) * Tiling.Elements);
        var i = tile * Tiling.Elements;
        for (; i <= end - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var p = Vector512.Load(parameter + i);
            var s0 = TUpdate.StateCount > 0 ? Vector512.Load(state0 + i) : default;
            var s1 = TUpdate.StateCount > 1 ? Vector512.Load(state1 + i) : default;
            var s2 = TUpdate.StateCount > 2 ? Vector512.Load(state2 + i) : default;
            step.Step(ref p, Vector512.Load(gradient + i), ref s0, ref s1, ref s2);
            p.Store(parameter + i);
            if (TUpdate.StateCount > 0)
            {
                s0.Store(state0 + i);
            }

            if (TUpdate.StateCount > 1)
            {
                s1.Store(state1 + i);
            }

            if (TUpdate.StateCount > 2)
            {
                s2.Store(state2 + i);
            }
        }

        if (i < end)
        {
            RunPart(i, end - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(int i, int length)
    {
        var step = update;
        var p = Lanes.LoadPart(parameter + i, length);
        var s0 = TUpdate.StateCount > 0 ? Lanes.LoadPart(state0 + i, length) : default;
        var s1 = TUpdate.StateCount > 1 ? Lanes.LoadPart(state1 + i, length) : default;
        var s2 = TUpdate.StateCount > 2 ? Lanes.LoadPart(state2 + i, length) : default;
        step.Step(ref p, Lanes.LoadPart(gradient + i, length), ref s0, ref s1, ref s2);
        Lanes.StorePart(p, parameter + i, length);
        Lanes.StorePart(s0, state0 + i, TUpdate.StateCount > 0 ? length : 0);
        Lanes.StorePart(s1, state1 + i, TUpdate.StateCount > 1 ? length : 0);
        Lanes.StorePart(s2, state2 + i, TUpdate.StateCount > 2 ? length : 0);
    }
}
