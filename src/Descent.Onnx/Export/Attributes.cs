using Descent.Onnx.Schema;
using Google.Protobuf;

namespace Descent.Onnx;

/// <summary>Attributes of nodes by their types.</summary>
internal static class Attributes
{
    /// <summary>A whole number.</summary>
    public static AttributeProto Integer(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>Whole numbers.</summary>
    public static AttributeProto Integers(string name, params IEnumerable<int> values)
        => new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values.Select(value => (long)value) } };

    /// <summary>A number.</summary>
    public static AttributeProto Number(string name, double value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = (float)value };

    /// <summary>A text.</summary>
    public static AttributeProto Text(string name, string value)
        => new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>Texts.</summary>
    public static AttributeProto Texts(string name, params IEnumerable<string> values) => new()
    {
        Name = name,
        Type = AttributeProto.Types.AttributeType.Strings,
        Strings = { values.Select(ByteString.CopyFromUtf8) },
    };
}
