using System.Buffers.Binary;

namespace Descent;

/// <summary>
/// A file in the IDX format of MNIST: two zero bytes, the element type, the number of axes, each axis's length as a big-endian 32-bit
/// number, then the elements. Only unsigned bytes are read. May be gzipped.
/// </summary>
/// <remarks>Source: the MNIST page of LeCun, Cortes and Burges.</remarks>
public sealed class IdxFile
{
    private const byte UnsignedByte = 8;
    private const int MaximumRank = 4;
    private const int FirstChunk = 1 << 20;

    private IdxFile(int[] dimensions, byte[] elements)
    {
        Dimensions = dimensions;
        Elements = elements;
    }

    /// <summary>The axis lengths, outermost first: [60000, 28, 28].</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>All elements, the last axis running fastest.</summary>
    public byte[] Elements { get; }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DataException">
    /// The file is missing, no IDX file of bytes, shorter or longer than its header says; the message says what was expected.
    /// </exception>
    public static IdxFile Read(string path)
    {
        var most = File.Exists(path) ? DataFile.LargestContent(path) : 0;
        return DataFile.Read(path, stream => Read(stream, path, most));
    }

    private static IdxFile Read(Stream stream, string path, long mostContent)
    {
        Span<byte> header = stackalloc byte[4 + (4 * MaximumRank)];
        var read = DataFile.Fill(stream, header[..4]);
        if (read < 4)
        {
            throw new DataException($"{path}: an IDX file begins with 4 bytes of type and rank; the file ends after {read}.");
        }

        if (header[0] != 0 || header[1] != 0)
        {
            throw new DataException($"{path} is not an IDX file: it begins with bytes {header[0]:x2} {header[1]:x2}, IDX with 00 00.");
        }

        int type = header[2], rank = header[3];
        if (type != UnsignedByte)
        {
            throw new DataException($"{path}: IDX element type {type:x2}; only 08, unsigned bytes, can be read.");
        }

        if (rank is < 1 or > MaximumRank)
        {
            throw new DataException($"{path}: IDX rank {rank}; expected 1 to {MaximumRank}.");
        }

        read = DataFile.Fill(stream, header[4..(4 + (4 * rank))]);
        if (read < 4 * rank)
        {
            throw new DataException($"{path}: the IDX header is cut off after {4 + read} of {4 + (4 * rank)} bytes.");
        }

        var dimensions = new int[rank];
        var count = 1L;
        for (var axis = 0; axis < rank; axis++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + (4 * axis))..]);
            count *= length;
            if (length is 0 or > int.MaxValue || count > Array.MaxLength)
            {
                throw new DataException($"{path}: IDX axis {axis} has length {length}; the file is damaged or too large for memory.");
            }

            dimensions[axis] = (int)length;
        }

        var expected = $"a header of {4 + (4 * rank)} bytes and {string.Join(" x ", dimensions)} = {count} elements";
        if (count > mostContent)
        {
            throw new DataException(
                $"{path} is cut off: the header announces {expected}, the file cannot hold more than {mostContent} bytes.");
        }

        return new IdxFile(dimensions, ReadElements(stream, path, (int)count, expected));
    }

    // The buffer grows with what is read, so that a false header costs nothing.
    private static byte[] ReadElements(Stream stream, string path, int count, string expected)
    {
        var elements = new byte[Math.Min(count, FirstChunk)];
        var filled = 0;
        while (true)
        {
            filled += DataFile.Fill(stream, elements.AsSpan(filled));
            if (filled < elements.Length)
            {
                throw new DataException($"{path} is cut off: expected {expected}, found {filled} elements.");
            }

            if (filled == count)
            {
                break;
            }

            Array.Resize(ref elements, (int)Math.Min(count, 2L * elements.Length));
        }

        return stream.ReadByte() < 0 ? elements : throw new DataException(
            $"{path} is too long: expected {expected}, found more bytes after them.");
    }
}
