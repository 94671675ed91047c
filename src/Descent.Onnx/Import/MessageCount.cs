namespace Descent.Onnx;

/// <summary>
/// Counts the messages and texts of a file before it is parsed: an empty message takes two bytes there and a hundred in memory, so a file swollen with them
/// would take more than any machine has.
/// </summary>
internal static class MessageCount
{
    private const int DeepestMessage = 100;

    // Which fields of which messages hold messages, by the numbers of onnx.proto.
    private static readonly Message Model = MakeModel();

    /// <summary>Whether there are more than a limit. A damaged file may be cut short here; parsing it finds the damage.</summary>
    public static bool Exceeds(ReadOnlySpan<byte> file, int limit)
    {
        var count = 0;
        Walk(file, Model, 0, limit, ref count);
        return count > limit;
    }

    private static void Walk(ReadOnlySpan<byte> bytes, Message? message, int depth, int limit, ref int count)
    {
        while (count <= limit && depth < DeepestMessage && TryVarint(ref bytes, out var key))
        {
            ulong length = 0;
            switch (key & 7)
            {
                case 0 when TryVarint(ref bytes, out _):
                case 3 or 4:
                    continue;
                case 1:
                    length = 8;
                    break;
                case 2 when TryVarint(ref bytes, out length):
                    count++;
                    break;
                case 5:
                    length = 4;
                    break;
                default:
                    return;
            }

            if (length > (ulong)bytes.Length)
            {
                return;
            }

            if ((key & 7) == 2 && message is not null && message.Inner.TryGetValue((int)(key >> 3), out var inner))
            {
                Walk(bytes[..(int)length], inner, depth + 1, limit, ref count);
            }

            bytes = bytes[(int)length..];
        }
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(bytes.Length, 10); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private static Message MakeModel()
    {
        Message leaf = new(), attribute = new();
        var tensor = new Message { Inner = { [13] = leaf } };
        var shape = new Message { Inner = { [1] = leaf } };
        var type = new Message { Inner = { [1] = new Message { Inner = { [2] = shape } } } };
        var port = new Message { Inner = { [2] = type } };
        var node = new Message { Inner = { [5] = attribute } };
        var graph = new Message { Inner = { [1] = node, [5] = tensor, [11] = port, [12] = port, [13] = port, [15] = leaf } };
        attribute.Inner[5] = tensor;
        attribute.Inner[6] = graph;
        return new Message { Inner = { [7] = graph, [8] = leaf, [14] = leaf } };
    }

    private sealed class Message
    {
        public Dictionary<int, Message> Inner { get; } = [];
    }
}
