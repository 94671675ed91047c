namespace Descent;

/// <summary>The type descriptions of npy files: byte order, kind and size, such as <c>&lt;f4</c>.</summary>
internal static class NpyTypes
{
    private static readonly Dictionary<string, NumberFormat> Formats = new()
    {
        ["f2"] = NumberFormat.Float16,
        ["f4"] = NumberFormat.Float32,
        ["f8"] = NumberFormat.Float64,
        ["i1"] = NumberFormat.Int8,
        ["i2"] = NumberFormat.Int16,
        ["i4"] = NumberFormat.Int32,
        ["i8"] = NumberFormat.Int64,
        ["u1"] = NumberFormat.UInt8,
        ["u2"] = NumberFormat.UInt16,
        ["u4"] = NumberFormat.UInt32,
        ["u8"] = NumberFormat.UInt64,
        ["b1"] = NumberFormat.Boolean,
    };

    /// <summary>How a tensor's numbers are described.</summary>
    public static string Of(ElementType type) => type switch
    {
        ElementType.Float32 => "<f4",
        ElementType.Float64 => "<f8",
        _ => "<i4",
    };

    /// <summary>Reads a description.</summary>
    /// <exception cref="DataException">The type is not read; Python objects never are, as loading them runs code.</exception>
    public static (NumberFormat Format, bool IsBigEndian) Parse(string description, string path)
    {
        if (description.Length > 0 && Formats.TryGetValue(description[1..], out var format)
            && (description[0] is '<' or '>' || (description[0] == '|' && format.Size() == 1)))
        {
            return (format, description[0] == '>');
        }

        throw new DataException(
            description.Contains('O', StringComparison.Ordinal)
                ? $"{path} holds Python objects ('{description}'), which are never loaded, as that would run code. Save numbers."
                : $"{path} holds the type '{description}'; {string.Join(", ", Formats.Keys)} are read, little or big endian. Convert it with astype.");
    }
}
