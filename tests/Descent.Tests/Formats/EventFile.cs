using System.Buffers.Binary;
using System.Text;

namespace Descent.Tests.Formats;

/// <summary>One event, as TensorBoard would read it.</summary>
internal sealed record LoggedEvent(double WallTime, long Step, string? Version, string? Tag, float Value);

/// <summary>Reads event files and holds every checksum; written apart from the writer, from the published formats.</summary>
internal static class EventFile
{
    public static List<LoggedEvent> Read(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var events = new List<LoggedEvent>();
        while (bytes.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            Assert.Equal(Masked(bytes[..8]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            var content = bytes.Slice(12, length);
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]));
            events.Add(Event(content));
            bytes = bytes[(16 + length)..];
        }

        return events;
    }

    private static LoggedEvent Event(ReadOnlySpan<byte> message)
    {
        var read = new LoggedEvent(0, 0, null, null, 0);
        foreach (var (field, bytes) in Fields(message))
        {
            read = field switch
            {
                1 => read with { WallTime = BitConverter.ToDouble(bytes) },
                2 => read with { Step = BitConverter.ToInt64(bytes) },
                3 => read with { Version = Encoding.UTF8.GetString(bytes) },
                5 => Value(Fields(Assert.Single(Fields(bytes)).Bytes), read),
                _ => throw new InvalidDataException($"field {field}"),
            };
        }

        return read;
    }

    private static LoggedEvent Value(List<(int Field, byte[] Bytes)> fields, LoggedEvent read)
    {
        Assert.Equal([1, 2], fields.Select(field => field.Field));
        return read with { Tag = Encoding.UTF8.GetString(fields[0].Bytes), Value = BitConverter.ToSingle(fields[1].Bytes) };
    }

    private static List<(int Field, byte[] Bytes)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int Field, byte[] Bytes)>();
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            var length = (key & 7) switch { 0 => 0, 1 => 8, 5 => 4, 2 => (int)Varint(ref message), var form => throw new InvalidDataException($"form {form}") };
            fields.Add(((int)(key >> 3), (key & 7) == 0 ? BitConverter.GetBytes(Varint(ref message)) : message[..length].ToArray()));
            message = message[length..];
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    // Bit by bit, from RFC 3720, and not by the processor's instruction as the writer does it.
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
            }
        }

        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32C(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }
}
