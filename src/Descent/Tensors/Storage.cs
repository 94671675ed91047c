using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent;

/// <summary>The memory behind one or more tensors. It goes back to the pool when no tensor is left that refers to it.</summary>
internal sealed unsafe class Storage
{
    private readonly byte[] buffer;
    private readonly int start;
    private bool escaped;

    /// <summary>Takes memory, at most <see cref="BufferPool.LargestBuffer"/> bytes.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="pinned">Whether it must not move, even where it is small; large memory never moves.</param>
    public Storage(long bytes, bool pinned = false)
    {
        if (bytes >= BufferPool.SmallestPooled)
        {
            buffer = BufferPool.Rent(bytes);
        }
        else
        {
            buffer = pinned ? BufferPool.AllocatePinned((int)bytes) : GC.AllocateUninitializedArray<byte>((int)bytes);
            GC.SuppressFinalize(this);
        }

        if (pinned || bytes >= BufferPool.SmallestPooled)
        {
            start = BufferPool.AlignedStart(buffer);
            Pointer = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer)) + start;
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

    /// <summary>Whether the memory stays where it is, so that its address may be kept for as long as the storage is.</summary>
    public bool IsPinned => Pointer != null;

    /// <summary>The first byte of pinned memory, on a cache line; null where the memory may move.</summary>
    public byte* Pointer { get; }

    public Span<T> Span<T>(int offset, int count)
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(buffer.AsSpan(start)).Slice(offset, count);

    public void MarkChanged() => Version++;

    /// <summary>Somebody outside holds a span: the buffer may never be used again by another tensor.</summary>
    public void MarkEscaped() => escaped = true;
}
