using System.Runtime.InteropServices;

namespace Descent.Kernels;

/// <summary>
/// Memory that a kernel needs only while it runs: one block for each thread and slot, on 64-byte lines, kept and reused, grown when too small.
/// What a block holds at the start is undefined; a kernel must not call another one that uses the same slot while it needs its own block.
/// </summary>
internal static unsafe class ScratchBuffers
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static Blocks? blocks;

    /// <summary>Whose block it is: each use has its own, so that nested kernels do not overwrite one another.</summary>
    internal enum Slot
    {
        /// <summary>The matrix product's panels of the right factor.</summary>
        ProductRight,

        /// <summary>The matrix product's part of the left factor.</summary>
        ProductLeft,

        /// <summary>The matrix product's block of C, where it cannot be summed in place.</summary>
        ProductResult,

        /// <summary>The matrix product's sums of a chain after the first.</summary>
        ProductChain,

        /// <summary>Free for convolutions and other kernels that call the matrix product.</summary>
        Caller,

        /// <summary>A sequence's packed weights and biases, kept by the caller while tiles run.</summary>
        SequenceWeights,

        /// <summary>What one tile of a sequence or of attention keeps between its products.</summary>
        SequenceTile,

        /// <summary>Another copy of a matrix that is made orthogonal, and two of its rows' products.</summary>
        Orthogonalization,
    }

    /// <summary>At least <paramref name="count"/> elements, aligned to 64 bytes, until the next call for the same slot on this thread.</summary>
    internal static T* Get<T>(Slot slot, nint count)
        where T : unmanaged
        => (T*)(blocks ??= new Blocks()).Get((int)slot, (nuint)count * (nuint)sizeof(T));

    /// <summary>A thread's blocks; the finalizer gives them back some time after the thread has ended.</summary>
    private sealed class Blocks
    {
        private readonly void*[] starts = new void*[Enum.GetValues<Slot>().Length];
        private readonly nuint[] sizes = new nuint[Enum.GetValues<Slot>().Length];

        ~Blocks()
        {
            foreach (var start in starts)
            {
                NativeMemory.AlignedFree(start);
            }
        }

        internal void* Get(int slot, nuint bytes)
        {
            if (sizes[slot] < bytes)
            {
                NativeMemory.AlignedFree(starts[slot]);
                starts[slot] = null;
                sizes[slot] = 0;
                var rounded = (bytes + Alignment - 1) / Alignment * Alignment;
                starts[slot] = NativeMemory.AlignedAlloc(rounded, Alignment);
                sizes[slot] = rounded;
            }

            return starts[slot];
        }
    }
}
