using System.Numerics;

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
            var row = new UpdateRow<T>(p, g, s0, s1, s2);
            if (parameter.Length <= Tiling.Elements)
            {
                row.Step(in update, parameter.Length);
            }
            else
            {
                Tiling.Run(Tiling.Count(parameter.Length), new UpdateJob<T, TUpdate>(update, row, parameter.Length));
            }
        }
    }
}

/// <summary>One tile of an optimizer's step over one parameter.</summary>
internal readonly struct UpdateJob<T, TUpdate>(TUpdate update, UpdateRow<T> row, int count) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate
{
    public void Run(int tile)
    {
        var start = tile * Tiling.Elements;
        row.From(start).Step(in update, Math.Min(Tiling.Elements, count - start));
    }
}
