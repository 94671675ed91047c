using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent;

/// <summary>The memory behind one or more tensors. It goes back to the pool when no tensor is left that refers to it.</summary>
internal sealed class Storage
{
    private readonly byte[] buffer;
    private readonly int start;
    private bool escaped;

    /// <summary>Takes memory, at most <see cref="BufferPool.LargestBuffer"/> bytes.</summary>
    public Storage(long bytes)
    {
        if (bytes < BufferPool.SmallestPooled)
        {
            buffer = GC.AllocateUninitializedArray<byte>((int)bytes);
            GC.SuppressFinalize(this);
        }
        else
        {
            buffer = BufferPool.Rent(bytes);
            start = BufferPool.AlignedStart(buffer);
        }
    }

    ~Storage()
    {
        // Where there was not enough memory the constructor did not get to its end.
        if (buffer is null)
        {
            return;
        }

        if (escaped)
        {
            BufferPool.Forget(buffer);
        }
        else
        {
            BufferPool.Return(buffer);
        }
    }

    /// <summary>How often the contents were changed in place; a record that was made before a change is no longer true.</summary>
    public int Version { get; private set; }

    public Span<T> Span<T>(int offset, int count)
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(buffer.AsSpan(start)).Slice(offset, count);

    public void MarkChanged() => Version++;

    /// <summary>Somebody outside holds a span: the buffer may never be used again by another tensor.</summary>
    public void MarkEscaped() => escaped = true;
}
