using System.Runtime.InteropServices;

namespace Descent.Benchmarks.Kernels;

/// <summary>Floats on a cache line, as a tensor's are, with small made-up values.</summary>
internal sealed unsafe class Buffer
{
    private const int Alignment = 64;

    private readonly float* elements;
    private readonly int length;

    /// <summary>A buffer of so many floats.</summary>
    public Buffer(int length)
    {
        this.length = length;
        elements = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);
        GC.AddMemoryPressure((long)length * sizeof(float));
        for (var i = 0; i < length; i++)
        {
            elements[i] = ((i * 31 % 257) - 128) / 128f;
        }
    }

    /// <summary>Gives the memory back.</summary>
    ~Buffer()
    {
        NativeMemory.AlignedFree(elements);
        GC.RemoveMemoryPressure((long)length * sizeof(float));
    }

    /// <summary>All of it.</summary>
    public Span<float> Span => new(elements, length);
}
