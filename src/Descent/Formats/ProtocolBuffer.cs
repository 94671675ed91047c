namespace Descent;

/// <summary>The few wire forms of Protocol Buffers that events need: a key (field number and form), then the value.</summary>
/// <remarks>Source: the Protocol Buffers encoding, as published with protobuf 3.</remarks>
internal static class ProtocolBuffer
{
    /// <summary>A whole number, seven bits a byte, least significant first.</summary>
    public const int Varint = 0;

    /// <summary>Eight bytes, little-endian.</summary>
    public const int Fixed64 = 1;

    /// <summary>A length and as many bytes: texts and messages.</summary>
    public const int Bytes = 2;

    /// <summary>Four bytes, little-endian.</summary>
    public const int Fixed32 = 5;

    /// <summary>Writes a field of bytes.</summary>
    public static void Write(Stream stream, byte key, ReadOnlySpan<byte> bytes)
    {
        stream.WriteByte(key);
        WriteVarint(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    /// <summary>Writes a whole number.</summary>
    public static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
