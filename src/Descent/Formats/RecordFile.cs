using System.Buffers.Binary;
using System.Numerics;

namespace Descent;

/// <summary>
/// TensorFlow's record framing: the length as 8 bytes, its masked checksum, the contents, their masked checksum; all little-endian.
/// </summary>
/// <remarks>
/// Source: TensorFlow's <c>record_writer.h</c> and <c>crc32c.h</c>. The checksum is CRC-32C (RFC 3720), masked by a rotation and an addition so that a
/// checksum over data that holds checksums stays a good one.
/// </remarks>
internal static class RecordFile
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The contents within their frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> content)
    {
        var record = new byte[sizeof(ulong) + sizeof(uint) + content.Length + sizeof(uint)];
        var span = record.AsSpan();
        BinaryPrimitives.WriteUInt64LittleEndian(span, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[sizeof(ulong)..], MaskedChecksum(span[..sizeof(ulong)]));
        content.CopyTo(span[(sizeof(ulong) + sizeof(uint))..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[^sizeof(uint)..], MaskedChecksum(content));
        return record;
    }

    /// <summary>((crc &gt;&gt; 15) | (crc &lt;&lt; 17)) + 0xA282EAD8.</summary>
    public static uint MaskedChecksum(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Checksum(bytes), 15) + MaskDelta;

    /// <summary>CRC-32C, the Castagnoli polynomial.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
