namespace Descent;

/// <summary>
/// Files in CIFAR-10's binary format: records of one label byte and 3,072 pixel bytes, red plane, green plane, blue plane, each 32x32
/// row by row; nothing before, between or after. May be gzipped.
/// </summary>
/// <remarks>Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.</remarks>
public sealed class CifarFile
{
    /// <summary>The bytes of one image: 3 x 32 x 32.</summary>
    public const int PixelsPerImage = 3 * 32 * 32;

    private const int MaximumRecords = 100_000;
    private const int FirstRecords = 10_000;
    private const int Classes = 10;

    private byte[] pixels;
    private int[] labels;
    private int count;

    private CifarFile(int capacity)
    {
        pixels = new byte[capacity * PixelsPerImage];
        labels = new int[capacity];
    }

    /// <summary>[images, 3, 32, 32].</summary>
    public byte[] Pixels => pixels;

    /// <summary>The class of each image, 0 to 9.</summary>
    public int[] Labels => labels;

    /// <summary>Reads files one after another into one block.</summary>
    /// <exception cref="DataException">
    /// A file is missing, empty, ends within a record or has a label above 9; the record is named.
    /// </exception>
    public static CifarFile Read(params IReadOnlyList<string> paths)
    {
        var records = paths.Where(File.Exists)
            .Sum(path => Math.Min(FirstRecords, DataFile.LargestContent(path) / (PixelsPerImage + 1)));
        var file = new CifarFile((int)Math.Clamp(records, 1, MaximumRecords));
        foreach (var path in paths)
        {
            DataFile.Read(path, stream => file.Append(stream, path));
        }

        Array.Resize(ref file.pixels, file.count * PixelsPerImage);
        Array.Resize(ref file.labels, file.count);
        return file;
    }

    private int Append(Stream stream, string path)
    {
        var first = count;
        while (stream.ReadByte() is >= 0 and var label)
        {
            var record = count - first;
            if (label >= Classes)
            {
                throw new DataException(
                    $"{path}, record {record}: label {label}, classes are 0..{Classes - 1}; is this the binary version of CIFAR-10?");
            }

            if (count == MaximumRecords)
            {
                throw new DataException($"{path}: more than {MaximumRecords} records; CIFAR-10 has 10,000 in each file.");
            }

            if (count == labels.Length)
            {
                var larger = Math.Min(MaximumRecords, 2 * labels.Length);
                Array.Resize(ref pixels, larger * PixelsPerImage);
                Array.Resize(ref labels, larger);
            }

            var read = DataFile.Fill(stream, pixels.AsSpan(count * PixelsPerImage, PixelsPerImage));
            if (read < PixelsPerImage)
            {
                throw new DataException(
                    $"{path} is cut off: record {record} ends after {read + 1} of {PixelsPerImage + 1} bytes; fetch the file again.");
            }

            labels[count++] = label;
        }

        return count > first ? count - first : throw new DataException(
            $"{path} is empty; a record of {PixelsPerImage + 1} bytes was expected.");
    }
}
