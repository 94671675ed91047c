namespace Descent.Onnx;

/// <summary>What the numbers of a value mean.</summary>
internal enum OnnxKind
{
    /// <summary>Floating numbers.</summary>
    Numbers,

    /// <summary>Whole numbers, as Int32.</summary>
    Integers,

    /// <summary>Truth values, as the floating numbers 1 and 0.</summary>
    Truths,
}

/// <summary>A value that flows along an edge of a graph.</summary>
/// <param name="Tensor">Its numbers.</param>
/// <param name="Kind">What they mean.</param>
/// <param name="IsStatic">Whether it follows from shapes and constants alone, so that it may decide how something is computed.</param>
internal sealed record OnnxValue(Tensor Tensor, OnnxKind Kind, bool IsStatic = false)
{
    /// <summary>The shape.</summary>
    public Shape Shape => Tensor.Shape;

    /// <summary>A value of floating numbers.</summary>
    public static implicit operator OnnxValue(Tensor tensor) => new(tensor, tensor.Type.IsFloating() ? OnnxKind.Numbers : OnnxKind.Integers);

    /// <summary>Static whole numbers.</summary>
    public static OnnxValue Of(ReadOnlySpan<int> numbers, Shape? shape = null)
        => new(Tensor.From(numbers, shape ?? new Shape(numbers.Length)), OnnxKind.Integers, IsStatic: true);

    /// <summary>The value of another computation, of the same kind.</summary>
    public OnnxValue With(Tensor tensor) => this with { Tensor = tensor };

    /// <summary>The whole numbers, read without leaving the record.</summary>
    public int[] ToIntegers() => Tensor.Span<int>().ToArray();
}
