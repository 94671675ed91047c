using System.Runtime.InteropServices;

namespace Descent;

/// <summary>
/// NumPy's npy files: one array each. Read: floating numbers of 16, 32 and 64 bits, whole numbers of 8 to 64 bits, truth values, either byte
/// order, C and Fortran order. Python objects are refused, so that reading never runs code.
/// </summary>
/// <remarks>Source: <c>numpy.lib.format</c>, versions 1.0 to 3.0; version 1.0 is written.</remarks>
public static class NpyFile
{
    /// <summary>Reads a file: 64-bit floats as Float64, other floats as Float32, whole numbers and truth values as Int32.</summary>
    /// <exception cref="DataException">
    /// The file is missing, damaged, cut, of a type that is not read, or holds a whole number beyond 32 bits. Memory stays within a few times
    /// the file's size.
    /// </exception>
    public static Tensor Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ToTensor(DataFile.Read(path, stream => ReadNumbers(stream, stream.CanSeek ? stream.Length : null, path)), path);
    }

    /// <summary>Writes a tensor, atomically: little-endian, C order.</summary>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream => Write(stream, tensor));
    }

    /// <summary>Writes a tensor to a stream.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        NpyHeader.Write(stream, tensor);
        stream.Write(tensor.Type switch
        {
            ElementType.Float32 => MemoryMarshal.AsBytes(tensor.ToArray<float>().AsSpan()),
            ElementType.Float64 => MemoryMarshal.AsBytes(tensor.ToArray<double>().AsSpan()),
            _ => MemoryMarshal.AsBytes(tensor.ToArray<int>().AsSpan()),
        });
    }

    /// <summary>Reads an array as it stands.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="announced">The length that the file has, or says that it has; null where nothing does.</param>
    /// <param name="path">What errors call it.</param>
    internal static StridedNumbers ReadNumbers(Stream stream, long? announced, string path)
    {
        var header = NpyHeader.Read(stream, path);
        var needs = $"the shape {header.Shape} of {header.Format} needs {header.DataBytes} bytes";
        if (announced is { } length && length - header.Length != header.DataBytes)
        {
            throw new DataException($"{path} is damaged or cut: {needs} after its head, and {length - header.Length} are there.");
        }

        if (header.DataBytes > Array.MaxLength)
        {
            throw new DataException($"{path} is too large: {needs}; at most {Array.MaxLength} are read. Save it in parts.");
        }

        var bytes = DataFile.Take(stream, (int)header.DataBytes);
        if (bytes.Length < header.DataBytes || stream.ReadByte() >= 0)
        {
            throw new DataException($"{path} is damaged or cut: {needs}, and {(bytes.Length < header.DataBytes ? $"{bytes.Length}" : "more")} are there.");
        }

        if (header.IsBigEndian)
        {
            StridedNumbers.Reverse(bytes, header.Format.Size());
        }

        return new StridedNumbers(bytes, header.Format, header.Shape, StridedNumbers.Dense(header.Shape, header.IsFortranOrder));
    }

    /// <summary>Makes the tensor.</summary>
    internal static Tensor ToTensor(StridedNumbers numbers, string path)
    {
        try
        {
            return numbers.ToTensor();
        }
        catch (Exception error) when (error is OverflowException or ShapeException)
        {
            throw new DataException($"{path}: {error.Message}.", error);
        }
    }
}
