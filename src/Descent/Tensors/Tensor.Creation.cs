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

    /// <summary>A tensor of uniform random numbers in [0, 1); the same key gives the same numbers on every machine.</summary>
    /// <exception cref="DescentException">The type is not a floating one.</exception>
    public static Tensor Uniform(Shape shape, RandomKey key, ElementType type = ElementType.Float32)
        => Random(shape, type, values => key.FillUniform(values), values => key.FillUniform(values));

    /// <summary>A tensor of normal random numbers, mean 0 and deviation 1; the same key gives the same on every machine.</summary>
    /// <exception cref="DescentException">The type is not a floating one.</exception>
    public static Tensor Normal(Shape shape, RandomKey key, ElementType type = ElementType.Float32)
        => Random(shape, type, values => key.FillNormal(values), values => key.FillNormal(values));

    private static Tensor Random(Shape shape, ElementType type, Action<float[]> fillSingles, Action<double[]> fillDoubles)
    {
        if (!type.IsFloating())
        {
            throw new DescentException($"Random numbers come as Float32 or Float64, not {type}.");
        }

        return type == ElementType.Float32 ? Filled(fillSingles) : Filled(fillDoubles);

        Tensor Filled<T>(Action<T[]> fill)
            where T : unmanaged
        {
            var values = new T[shape.Count];
            fill(values);
            return From<T>(values, shape);
        }
    }
}
