using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent;

public sealed partial class Tensor
{
    /// <summary>A tensor with a copy of the given elements, last axis innermost.</summary>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> elements, Shape shape)
        where T : unmanaged
    {
        if (elements.Length != shape.Count)
        {
            throw new ShapeException($"The shape {shape} holds {shape.Count} elements, but {elements.Length} were given.");
        }

        var tensor = new Tensor(shape, ElementTypes.Of<T>());
        elements.CopyTo(tensor.Span<T>());
        return tensor;
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, Shape)"/>
    public static Tensor From<T>(T[] elements, params ReadOnlySpan<int> shape)
        where T : unmanaged
        => From<T>(elements.AsSpan(), shape.IsEmpty ? new Shape(elements.Length) : new Shape(shape));

    /// <summary>A matrix with a copy of the given rows.</summary>
    public static Tensor From<T>(T[,] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        var elements = rows.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref rows[0, 0], rows.Length);
        return From(elements, new Shape(rows.GetLength(0), rows.GetLength(1)));
    }

    /// <summary>A single number.</summary>
    public static Tensor Scalar(double value, ElementType type = ElementType.Float32) => Full(Shape.Scalar, value, type);

    /// <summary>A tensor with the same value everywhere.</summary>
    public static Tensor Full(Shape shape, double value, ElementType type = ElementType.Float32)
    {
        var tensor = new Tensor(shape, type);
        switch (type)
        {
            case ElementType.Float32:
                tensor.Span<float>().Fill((float)value);
                break;
            case ElementType.Float64:
                tensor.Span<double>().Fill(value);
                break;
            default:
                tensor.Span<int>().Fill((int)value);
                break;
        }

        return tensor;
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, ElementType type = ElementType.Float32) => Full(shape, 0, type);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape, ElementType type = ElementType.Float32) => Full(shape, 1, type);

    /// <summary>Random numbers of the normal distribution with mean 0 and standard deviation 1; the same key gives the same numbers.</summary>
    /// <exception cref="DescentException">The type is not a floating one.</exception>
    public static Tensor Normal(Shape shape, RandomKey key, ElementType type = ElementType.Float32)
    {
        var tensor = Floating(shape, type);
        if (type == ElementType.Float32)
        {
            key.FillNormal(tensor.Span<float>());
        }
        else
        {
            key.FillNormal(tensor.Span<double>());
        }

        return tensor;
    }

    /// <summary>Random numbers, uniform in [0, 1); the same key gives the same numbers.</summary>
    /// <exception cref="DescentException">The type is not a floating one.</exception>
    public static Tensor Uniform(Shape shape, RandomKey key, ElementType type = ElementType.Float32)
    {
        var tensor = Floating(shape, type);
        if (type == ElementType.Float32)
        {
            key.FillUniform(tensor.Span<float>());
        }
        else
        {
            key.FillUniform(tensor.Span<double>());
        }

        return tensor;
    }

    private static Tensor Floating(Shape shape, ElementType type)
        => type.IsFloating()
            ? new Tensor(shape, type)
            : throw new DescentException($"Random numbers are not made as {type}: ask for Float32 or Float64.");
}
