using System.Runtime.InteropServices;

namespace Descent.Kernels;

/// <summary>
/// Working memory of one thread: aligned to 64 bytes, kept between calls and grown when needed, so that kernels do not allocate in steady
/// state.
/// Each slot is one block; renting a slot again gives the same block, so a kernel names a slot of its own for every block that it holds at
/// once.
/// The contents are not cleared.
/// </summary>
internal sealed unsafe class Scratch
{
    /// <summary>Elements past the end of every block that may be read or written, for vectors that hang over.</summary>
    public const int Slack = 128;

    private const int SlotCount = 16;
    private const int Alignment = 64;

    [ThreadStatic]
    private static Scratch? current;

    private readonly void*[] blocks = new void*[SlotCount];
    private readonly nuint[] sizes = new nuint[SlotCount];

    ~Scratch()
    {
        foreach (var block in blocks)
        {
            NativeMemory.AlignedFree(block);
        }
    }

    /// <summary>The block of a slot, with room for at least <paramref name="length"/> elements and <see cref="Slack"/> more.</summary>
    public static T* Rent<T>(int slot, nint length)
        where T : unmanaged
    {
        var scratch = current ??= new Scratch();
        var size = ((nuint)length + Slack) * (nuint)sizeof(T);
        if (scratch.sizes[slot] < size)
        {
            scratch.Grow(slot, size);
        }

        return (T*)scratch.blocks[slot];
    }

    private void Grow(int slot, nuint size)
    {
        NativeMemory.AlignedFree(blocks[slot]);
        blocks[slot] = null;
        sizes[slot] = 0;
        blocks[slot] = NativeMemory.AlignedAlloc(size, Alignment);
        sizes[slot] = size;
    }
}
