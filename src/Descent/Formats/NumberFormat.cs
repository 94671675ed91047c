namespace Descent;

/// <summary>How one number is laid out in a file of another library.</summary>
internal enum NumberFormat
{
    Float16,
    BFloat16,
    Float32,
    Float64,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Boolean,
}

/// <summary>Facts about a <see cref="NumberFormat"/>.</summary>
internal static class NumberFormats
{
    /// <summary>The bytes of one number.</summary>
    public static int Size(this NumberFormat format) => format switch
    {
        NumberFormat.Float64 or NumberFormat.Int64 or NumberFormat.UInt64 => 8,
        NumberFormat.Float32 or NumberFormat.Int32 or NumberFormat.UInt32 => 4,
        NumberFormat.Float16 or NumberFormat.BFloat16 or NumberFormat.Int16 or NumberFormat.UInt16 => 2,
        _ => 1,
    };

    /// <summary>Whether the number is a floating one.</summary>
    public static bool IsFloating(this NumberFormat format)
        => format is NumberFormat.Float16 or NumberFormat.BFloat16 or NumberFormat.Float32 or NumberFormat.Float64;
}
