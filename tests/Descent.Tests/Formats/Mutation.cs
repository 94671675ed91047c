namespace Descent.Tests.Formats;

/// <summary>A file that was damaged: cut, flipped, swollen or made to lie, the same for the same random numbers.</summary>
internal static class Mutation
{
    private static readonly byte[][] Lies =
    [
        "99999999999"u8.ToArray(), "-1"u8.ToArray(), "1e999"u8.ToArray(), "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\""u8.ToArray(),
        "2147483647"u8.ToArray(), "0"u8.ToArray(), "NaN"u8.ToArray(), "\r\n"u8.ToArray(), ","u8.ToArray(), [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF],
    ];

    public static byte[] Of(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var change = random.Next(4) == 0 ? 3 : 1; change > 0; change--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        // Half of all changes fall into the beginning, where headers are.
        var place = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Count, 100) + 1 : bytes.Count + 1);
        var length = Math.Min(random.Next(1, 40), bytes.Count - place);
        var lie = Lies[random.Next(Lies.Length)];
        switch (random.Next(7))
        {
            case 0:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 1 when place < bytes.Count:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(place, length);
                break;
            case 3:
                bytes.InsertRange(place, Enumerable.Repeat(bytes.GetRange(place, length), random.Next(1, 200)).SelectMany(piece => piece));
                break;
            case 4:
                bytes.InsertRange(place, lie);
                break;
            case 5:
                bytes.RemoveRange(place, Math.Min(lie.Length, bytes.Count - place));
                bytes.InsertRange(place, lie);
                break;
            default:
                ReplaceNumber(bytes, place, lie);
                break;
        }
    }

    /// <summary>Puts a lie where the next number of a text stands.</summary>
    private static void ReplaceNumber(List<byte> bytes, int place, byte[] lie)
    {
        var start = bytes.FindIndex(place, value => value is >= (byte)'0' and <= (byte)'9');
        if (start >= 0)
        {
            var end = bytes.FindIndex(start, value => value is < (byte)'0' or > (byte)'9');
            bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
            bytes.InsertRange(start, lie);
        }
    }
}
