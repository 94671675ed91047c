namespace Descent;

/// <summary>The type of a tensor's elements.</summary>
public enum ElementType
{
    /// <summary>32-bit floating point: what networks train in.</summary>
    Float32,

    /// <summary>64-bit floating point: what gradients are checked in.</summary>
    Float64,

    /// <summary>32-bit integers: class labels and indices. Never differentiated.</summary>
    Int32,
}

/// <summary>Facts about an <see cref="ElementType"/>.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element in bytes.</summary>
    public static int Size(this ElementType type) => type == ElementType.Float64 ? 8 : 4;

    /// <summary>Whether gradients can flow through elements of this type.</summary>
    public static bool IsFloating(this ElementType type) => type != ElementType.Int32;

    /// <summary>The element type that stores values of <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not float, double or int.</exception>
    public static ElementType Of<T>()
        where T : unmanaged
        => typeof(T) == typeof(float) ? ElementType.Float32
            : typeof(T) == typeof(double) ? ElementType.Float64
            : typeof(T) == typeof(int) ? ElementType.Int32
            : throw new NotSupportedException($"A tensor holds float, double or int, not {typeof(T).Name}.");
}
