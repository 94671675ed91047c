using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Updates of many parameters that are collected first and then run in one pass; kept and filled again at each step.</summary>
internal abstract class UpdateBatch
{
    /// <summary>The batch of another kind of update that the same optimizer uses; null at the end of the list.</summary>
    public UpdateBatch? Next { get; init; }

    /// <summary>Runs what was collected, in any order, and empties the batch.</summary>
    public abstract void Run();

    /// <summary>Forgets what was collected.</summary>
    public abstract void Clear();
}

/// <summary>Where one parameter, its gradient and its states lie, in memory that does not move.</summary>
internal unsafe struct UpdateSegment
{
    public void* Parameter;
    public void* Gradient;
    public void* State0;
    public void* State1;
    public void* State2;

    /// <summary>Whether they hold doubles rather than floats.</summary>
    public bool IsDouble;

    /// <summary>Says where. Step after step it is the same: what is not written to stays in the caches of all threads.</summary>
    public void Place(bool isDouble, void* parameter, void* gradient, void* state0, void* state1, void* state2)
    {
        if (IsDouble != isDouble || Parameter != parameter || Gradient != gradient || State0 != state0 || State1 != state1 || State2 != state2)
        {
            IsDouble = isDouble;
            Parameter = parameter;
            Gradient = gradient;
            State0 = state0;
            State1 = state1;
            State2 = state2;
        }
    }
}

/// <summary>The updates of one kind.</summary>
internal sealed unsafe class UpdateBatch<TUpdate> : UpdateBatch
    where TUpdate : struct, IUpdate
{
    private readonly SegmentTiles tiles = new();
    private UpdateSegment[] segments = new UpdateSegment[8];
    private TUpdate[] updates = new TUpdate[8];

    /// <summary>Adds a parameter, whose addresses the caller fills in: written where they stay, as copying them would wait for the writes.</summary>
    public ref UpdateSegment Add(in TUpdate update, int elements, int rows)
    {
        var at = tiles.Add(elements, rows);
        if (at == segments.Length)
        {
            Array.Resize(ref segments, 2 * at);
            Array.Resize(ref updates, 2 * at);
        }

        updates[at] = update;
        return ref segments[at];
    }

    /// <summary>Whether the parameter was the last one to be added: its second update has to wait for the first.</summary>
    public bool EndsWith(void* parameter) => tiles.Count > 0 && segments[tiles.Count - 1].Parameter == parameter;

    /// <inheritdoc/>
    public override void Run()
    {
        tiles.Run(new Job(segments, updates));
        tiles.Clear();
    }

    /// <inheritdoc/>
    public override void Clear() => tiles.Clear();

    private readonly struct Job(UpdateSegment[] segments, TUpdate[] updates) : ISegmentJob
    {
        public void Run(int segment, int start, int elements)
        {
            ref var at = ref segments[segment];
            if (at.IsDouble)
            {
                Row<double>(ref at).From(start).Step(in updates[segment], elements);
            }
            else
            {
                Row<float>(ref at).From(start).Step(in updates[segment], elements);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static UpdateRow<T> Row<T>(ref UpdateSegment at)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => new((T*)at.Parameter, (T*)at.Gradient, (T*)at.State0, (T*)at.State1, (T*)at.State2);
    }
}
