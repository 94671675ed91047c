using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;

namespace Descent;

/// <summary>The updates of one optimizer's step: collected parameter by parameter, then run together. Kept from step to step.</summary>
internal sealed unsafe class StepUpdates
{
    private bool collecting;
    private UpdateBatch? batch;
    private UpdateBatch? all;
    private Parameter? parameter;
    private Tensor? gradient;
    private Tensor[]? state;

    /// <summary>From now on updates may be collected.</summary>
    public void Begin() => collecting = true;

    /// <summary>
    /// Says whose turn it is. Only these tensors are sure to live until the step's end, so an update of any others is run at once.
    /// </summary>
    public void Expect(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        this.parameter = parameter;
        this.gradient = gradient;
        this.state = state;
    }

    /// <summary>Collects an update, or runs it at once where its memory may move or go.</summary>
    public void Add<TUpdate>(in TUpdate update, Parameter parameter, Tensor gradient, Tensor[] state)
        where TUpdate : struct, IUpdate
    {
        if (!collecting
            || !ReferenceEquals(parameter, this.parameter)
            || !ReferenceEquals(gradient, this.gradient)
            || !ReferenceEquals(state, this.state)
            || !AreCollectable<TUpdate>(parameter.Value, state))
        {
            Run();
            RunAtOnce(in update, parameter, gradient, state);
        }
        else if (gradient.Storage.IsPinned)
        {
            Collect(in update, parameter.Value, gradient, state);
        }
        else
        {
            RunAtOnce(in update, parameter, gradient, state);
        }
    }

    /// <summary>Runs what was collected.</summary>
    public void Run() => batch?.Run();

    /// <summary>Forgets what was collected and does not run, as after an error.</summary>
    public void End()
    {
        batch?.Clear();
        collecting = false;
        (parameter, gradient, state) = (null, null, null);
    }

    /// <summary>Whether there are as many states as the update asks for, each as long as the parameter and in its place for good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreCollectable<TUpdate>(Tensor values, Tensor[] state)
        where TUpdate : struct, IUpdate
    {
        foreach (var tensor in state)
        {
            if (!tensor.Storage.IsPinned || tensor.Count != values.Count || tensor.Type != values.Type)
            {
                return false;
            }
        }

        return state.Length == TUpdate.StateCount;
    }

    private void Collect<TUpdate>(in TUpdate update, Tensor values, Tensor gradient, Tensor[] state)
        where TUpdate : struct, IUpdate
    {
        var first = Pinning.Pointer(values);
        if (batch is not UpdateBatch<TUpdate> typed)
        {
            typed = Change<TUpdate>();
        }
        else if (typed.EndsWith(first))
        {
            typed.Run();
        }

        values.Storage.MarkChanged();
        ref var segment = ref typed.Add(in update, values.Count, values.Shape.Rank > 1 ? values.Shape[0] : 1);
        segment.Place(
            values.Type == ElementType.Float64,
            first,
            Pinning.Pointer(gradient),
            TUpdate.StateCount > 0 ? Changed(state[0]) : null,
            TUpdate.StateCount > 1 ? Changed(state[1]) : null,
            TUpdate.StateCount > 2 ? Changed(state[2]) : null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void* Changed(Tensor state)
    {
        state.Storage.MarkChanged();
        return Pinning.Pointer(state);
    }

    /// <summary>Goes over to updates of another kind; those collected so far are run first, as they may be for the same parameter.</summary>
    private UpdateBatch<TUpdate> Change<TUpdate>()
        where TUpdate : struct, IUpdate
    {
        Run();
        for (var known = all; known is not null; known = known.Next)
        {
            if (known is UpdateBatch<TUpdate> typed)
            {
                batch = typed;
                return typed;
            }
        }

        var first = new UpdateBatch<TUpdate> { Next = all };
        (batch, all) = (first, first);
        return first;
    }

    private static void RunAtOnce<TUpdate>(in TUpdate update, Parameter parameter, Tensor gradient, Tensor[] state)
        where TUpdate : struct, IUpdate
    {
        if (parameter.Type == ElementType.Float32)
        {
            RunAtOnce<float, TUpdate>(in update, parameter, gradient, state);
        }
        else
        {
            RunAtOnce<double, TUpdate>(in update, parameter, gradient, state);
        }
    }

    private static void RunAtOnce<T, TUpdate>(in TUpdate update, Parameter parameter, Tensor gradient, Tensor[] state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate
    {
        Update.Apply(update, parameter.Change<T>(), gradient.Span<T>(), State(0), State(1), State(2));
        GC.KeepAlive(parameter);
        GC.KeepAlive(gradient);
        GC.KeepAlive(state);

        Span<T> State(int index)
        {
            if (index >= state.Length)
            {
                return default;
            }

            state[index].Storage.MarkChanged();
            return state[index].Span<T>();
        }
    }
}
