using System.Globalization;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// An array of numbers with a shape, stored contiguously with the last axis innermost, and the record of how it was computed.
/// Tensors are values: operations make new ones and nothing changes them (a <see cref="Parameter"/> is what changes). Never disposed: memory is used again by itself.
/// </summary>
public sealed partial class Tensor
{
    private const long LargestBytes = BufferPool.LargestBuffer;

    internal Tensor(Shape shape, ElementType type)
        : this(shape, type, new Storage(Bytes(shape, type)), 0)
    {
    }

    internal Tensor(Shape shape, ElementType type, Storage storage, int offset)
    {
        Shape = shape;
        Type = type;
        Storage = storage;
        Offset = offset;
    }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>Whether a gradient can be asked for: the tensor was tracked, or was computed from one that is.</summary>
    public bool RequiresGradient { get; private set; }

    /// <summary>The entry of the record that computed this tensor; null for data, parameters and whatever no gradient flows through.</summary>
    public Entry? Source { get; private set; }

    internal Storage Storage { get; private set; }

    internal int Offset { get; private set; }

    /// <summary>The same numbers, as a leaf of the record that gradients can be asked for.</summary>
    /// <exception cref="DescentException">The tensor holds integers.</exception>
    public Tensor Tracked()
        => Type.IsFloating()
            ? new Tensor(Shape, Type, Storage, Offset) { RequiresGradient = true, StepMask = StepMask }
            : throw new DescentException("Integers have no gradient: only Float32 and Float64 tensors can be tracked.");

    /// <summary>The same numbers without their history: no gradient flows through.</summary>
    public Tensor Detached() => RequiresGradient ? new Tensor(Shape, Type, Storage, Offset) { StepMask = StepMask } : this;

    /// <summary>The same values in memory of their own, without history.</summary>
    public Tensor Copy()
    {
        Tape.Observe("a tensor was copied");
        var copy = new Tensor(Shape, Type);
        StridedCopy.All(this, copy);
        return copy;
    }

    /// <summary>Whether every element has the bits of another tensor's.</summary>
    internal bool HasBitsOf(Tensor other) => StridedCopy.Same(this, other);

    internal Tensor Untracked() => new(Shape, Type, Storage, Offset);

    /// <summary>A copy of the elements, last axis innermost.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the element type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        Tape.Observe("values of a tensor were read");
        var copy = Span<T>().ToArray();
        GC.KeepAlive(Storage);
        return copy;
    }

    /// <summary>A copy of the elements as double, whatever their type.</summary>
    public double[] ToDoubles() => Type switch
    {
        ElementType.Float32 => Array.ConvertAll(ToArray<float>(), value => (double)value),
        ElementType.Float64 => ToArray<double>(),
        _ => Array.ConvertAll(ToArray<int>(), value => (double)value),
    };

    /// <summary>The elements in place, for reading.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the element type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        Tape.Observe("values of a tensor were read");
        Storage.MarkEscaped();
        return Span<T>();
    }

    /// <summary>The value of a tensor that holds a single element.</summary>
    /// <exception cref="ShapeException">There is not exactly one element.</exception>
    public double Item()
        => Count == 1 ? ElementAt(0) : throw new ShapeException($"Item reads a tensor of one element; this one has the shape {Shape}.");

    /// <summary>The element at an index for each axis.</summary>
    /// <exception cref="ShapeException">The number of indices is not the rank, or one is out of range.</exception>
    public double At(params ReadOnlySpan<int> indices)
    {
        if (indices.Length != Shape.Rank)
        {
            throw new ShapeException($"At needs {Shape.Rank} indices for the shape {Shape}, not {indices.Length}.");
        }

        var position = 0;
        for (var axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)Shape[axis])
            {
                throw new ShapeException($"Index {indices[axis]} is outside axis {axis} of the shape {Shape}.");
            }

            position = (position * Shape[axis]) + indices[axis];
        }

        return ElementAt(position);
    }

    internal Span<T> Span<T>()
        where T : unmanaged
        => ElementTypes.Of<T>() == Type
            ? Storage.Span<T>(Offset, Count)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The tensor holds {Type}, not {typeof(T).Name}."));

    /// <summary>The first element's address; only where the memory stays in its place.</summary>
    internal unsafe T* Pointer<T>()
        where T : unmanaged
        => Storage.IsPinned ? (T*)Storage.Pointer + Offset : throw new InvalidOperationException("The memory of this tensor may move.");

    private static long Bytes(Shape shape, ElementType type)
    {
        var bytes = (long)shape.Count * type.Size();
        return bytes <= LargestBytes
            ? bytes
            : throw new ShapeException(
                $"A tensor {shape} of {type} takes {bytes >> 20} MiB; one tensor holds at most {LargestBytes >> 20} MiB. Use smaller batches or several tensors.");
    }

    /// <summary>Makes a program's tensor stand for other values of the same shape and type.</summary>
    internal void LookAt(Storage storage, int offset) => (Storage, Offset) = (storage, offset);

    internal void Attach(Entry source)
    {
        Source = source;
        RequiresGradient = true;
    }

    private double ElementAt(int position)
    {
        Tape.Observe("a value of a tensor was read");
        var value = Type switch
        {
            ElementType.Float32 => Span<float>()[position],
            ElementType.Float64 => Span<double>()[position],
            _ => Span<int>()[position],
        };
        GC.KeepAlive(Storage);
        return value;
    }
}
