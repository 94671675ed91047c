using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>
/// The head of an npy file: magic, version, and a Python dictionary literal with the keys descr, fortran_order and shape. It is read as
/// exactly that and never evaluated.
/// </summary>
/// <param name="Format">The format of the numbers.</param>
/// <param name="IsBigEndian">Whether the most significant byte of a number comes first.</param>
/// <param name="IsFortranOrder">Whether the first axis is innermost.</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Length">The bytes before the numbers.</param>
/// <remarks>Source: NumPy Enhancement Proposal 1 and <c>numpy.lib.format</c>, versions 1.0, 2.0 and 3.0.</remarks>
internal sealed record NpyHeader(NumberFormat Format, bool IsBigEndian, bool IsFortranOrder, Shape Shape, int Length)
{
    private const int Alignment = 64;
    private const int LargestText = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of the numbers.</summary>
    public long DataBytes => (long)Shape.Count * Format.Size();

    /// <summary>Reads the head; the stream then stands at the numbers.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="DataException">It is no npy file, cut, or of a kind that is not read; the message says which.</exception>
    public static NpyHeader Read(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[12];
        var read = DataFile.Fill(stream, start[..8]);
        if (read < 8 || !start[..6].SequenceEqual(Magic))
        {
            throw new DataException($"{path} is no npy file, or is cut: it does not begin with the bytes 93 'NUMPY' and a version.");
        }

        var (major, minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new DataException($"{path}: npy version {major}.{minor} is not known; 1.0, 2.0 and 3.0 are read.");
        }

        var width = major == 1 ? 2 : 4;
        if (DataFile.Fill(stream, start.Slice(8, width)) < width)
        {
            throw new DataException($"{path} is cut off within its head.");
        }

        var length = width == 2 ? BitConverter.ToUInt16(start[8..]) : BitConverter.ToUInt32(start[8..]);
        if (length > LargestText)
        {
            throw new DataException($"{path} is damaged: its head would be {length} bytes long; at most {LargestText} are read.");
        }

        var bytes = new byte[length];
        if (DataFile.Fill(stream, bytes) < bytes.Length)
        {
            throw new DataException($"{path} is cut off within its head of {length} bytes.");
        }

        var (type, fortran, shape) = new NpyDictionary(Encoding.Latin1.GetString(bytes), path).Read();
        var (format, bigEndian) = NpyTypes.Parse(type, path);
        return new NpyHeader(format, bigEndian, fortran, ShapeOf(shape, path), 8 + width + bytes.Length);
    }

    /// <summary>Writes the head of a tensor, padded so that the numbers start on a multiple of 64.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        var axes = string.Concat(tensor.Shape.Select(length => string.Create(CultureInfo.InvariantCulture, $"{length}, ")));
        var shape = tensor.Shape.Rank == 1 ? axes.TrimEnd() : axes.TrimEnd(' ', ',');
        var text = $"{{'descr': '{NpyTypes.Of(tensor.Type)}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = Magic.Length + 4 + text.Length + 1;
        text += new string(' ', (Alignment - (length % Alignment)) % Alignment) + '\n';
        stream.Write(Magic);
        stream.Write([1, 0, (byte)text.Length, (byte)(text.Length >> 8)]);
        stream.Write(Encoding.Latin1.GetBytes(text));
    }

    private static Shape ShapeOf(IReadOnlyList<long> lengths, string path)
    {
        if (lengths.FirstOrDefault(length => length > int.MaxValue) is var tooLong and not 0)
        {
            throw new DataException($"{path}: an axis of length {tooLong} is longer than {int.MaxValue}: the file is damaged or too large.");
        }

        try
        {
            return new Shape([.. lengths.Select(length => (int)length)]);
        }
        catch (ShapeException error)
        {
            throw new DataException($"{path}: {error.Message}", error);
        }
    }
}
