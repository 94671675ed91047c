using System.Runtime.CompilerServices;

namespace Descent;

/// <summary>Tensors in memory that never moves, whatever their size: what parameters and optimizer states are kept in.</summary>
internal static unsafe class Pinning
{
    /// <summary>The values in memory that does not move: the tensor itself where its memory is such, a copy elsewhere.</summary>
    public static Tensor InPlace(Tensor values) => values.Storage.IsPinned ? values : Copy(values);

    /// <summary>A copy in memory of its own, which does not move, without history.</summary>
    public static Tensor Copy(Tensor values)
    {
        var bytes = values.Count * (long)values.Type.Size();
        var storage = new Storage(bytes, pinned: true);
        values.Storage.Span<byte>((int)(values.Offset * (long)values.Type.Size()), (int)bytes).CopyTo(storage.Span<byte>(0, (int)bytes));
        GC.KeepAlive(values);
        return new Tensor(values.Shape, values.Type, storage, 0);
    }

    /// <summary>The address of a tensor's first element, good as long as its storage lives; null where the memory may move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void* Pointer(Tensor tensor)
    {
        var start = tensor.Storage.Pointer;
        return start == null ? null : start + (tensor.Offset * (long)tensor.Type.Size());
    }
}
