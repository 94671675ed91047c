namespace Descent;

/// <summary>What one prediction computes with: a model compiled for it alone, and memory for its inputs and outputs.</summary>
internal sealed class InferenceSlot(Layer model, SharedPreparations? shared)
{
    private readonly CompiledModel compiled = new(model, shared);
    private float[] inputs = [];
    private float[] outputs = [];

    /// <summary>Memory for inputs.</summary>
    public Span<float> Inputs(int count) => Grown(ref inputs, count);

    /// <summary>The outputs for what was written to <see cref="Inputs"/>.</summary>
    public ReadOnlySpan<float> Run(Shape batch, int outputCount)
    {
        var output = Grown(ref outputs, outputCount);
        compiled.Forward(inputs.AsSpan(0, batch.Count), batch, output);
        return output;
    }

    private static Span<float> Grown(ref float[] memory, int count)
    {
        if (memory.Length < count)
        {
            memory = new float[count];
        }

        return memory.AsSpan(0, count);
    }
}

/// <summary>The slots of a model, made as they are needed, at most so many; whoever finds none waits.</summary>
internal sealed class InferencePool(Layer model, int most)
{
    private readonly Stack<InferenceSlot> free = new(most);
    private readonly SharedPreparations? shared = most > 1 ? new() : null;
    private int made;

    /// <summary>How many weights were laid out for all slots.</summary>
    public int Preparations => shared?.Count ?? 0;

    /// <summary>The number of slots that were made.</summary>
    public int Made => Volatile.Read(ref made);

    /// <summary>A slot for the caller alone.</summary>
    public InferenceSlot Rent()
    {
        lock (free)
        {
            while (free.Count == 0 && made == most)
            {
                Monitor.Wait(free);
            }

            if (free.TryPop(out var slot))
            {
                return slot;
            }

            made++;
        }

        return new InferenceSlot(model, shared);
    }

    /// <summary>Gives a slot back.</summary>
    public void Return(InferenceSlot slot)
    {
        lock (free)
        {
            free.Push(slot);
            Monitor.Pulse(free);
        }
    }
}
