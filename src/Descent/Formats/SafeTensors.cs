using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Descent;

/// <summary>
/// The safetensors format: a JSON header with names, types, shapes and places, then the numbers, little-endian. It holds no code.
/// Floats are stored as F32, doubles as F64, integers as I32; F16 and BF16 are read as float. The metadata of a written file has the checksum of
/// its contents, which they are held to when it is read.
/// </summary>
/// <remarks>Source: the safetensors format of Hugging Face, version 0.</remarks>
public static class SafeTensors
{
    private const int LengthBytes = 8;
    private const int LargestHeader = 100_000_000;
    private const string Metadata = "__metadata__";

    /// <summary>Writes tensors and metadata to a file, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and tensors; the order is kept.</param>
    /// <param name="metadata">Texts to keep with them.</param>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        => AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes tensors and metadata to a stream.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyList{KeyValuePair{string, Tensor}}, IReadOnlyDictionary{string, string})"/>
    public static void Write(Stream stream, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var header = Header(tensors, metadata ?? new Dictionary<string, string>());
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in tensors)
        {
            stream.Write(Bytes(tensor));
        }
    }

    /// <summary>Reads a file; memory stays within the file's size.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged, cut, or no safetensors file; the message says where.</exception>
    public static SafeTensorsFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFileException($"There is no file '{path}'.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ModelFileException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    private static SafeTensorsFile Read(Stream stream, string path)
    {
        var size = stream.Length;
        if (size < LengthBytes)
        {
            throw new ModelFileException($"'{path}' has {size} bytes: too short for a safetensors file. It may have been cut while copying.");
        }

        var start = new byte[LengthBytes];
        stream.ReadExactly(start);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (headerLength < 2 || headerLength > LargestHeader || headerLength > (ulong)(size - LengthBytes))
        {
            throw new ModelFileException($"'{path}' is no safetensors file, or is cut: its header would be {headerLength} bytes long in a file of {size}.");
        }

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        try
        {
            return new SafeTensorsHeader(path, size - LengthBytes - (long)headerLength).Read(header, stream);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ModelFileException($"'{path}' is no safetensors file: its header is not JSON ({error.Message})", error);
        }
    }

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(Metadata);
            foreach (var (key, value) in metadata.Where(pair => pair.Key != SafeTensorsChecksum.Key))
            {
                json.WriteString(key, value);
            }

            json.WriteString(SafeTensorsChecksum.Key, Checksum(tensors, metadata));
            json.WriteEndObject();
            long at = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", TypeName(tensor));
                json.WriteStartArray("shape");
                foreach (var axis in tensor.Shape)
                {
                    json.WriteNumberValue(axis);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += (long)tensor.Count * tensor.Type.Size());
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The numbers start on a multiple of 8, so that they can be mapped.
        while (buffer.Length % LengthBytes != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static string Checksum(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var checksum = new SafeTensorsChecksum();
        foreach (var (name, tensor) in tensors)
        {
            checksum.Add(name, TypeName(tensor), tensor.Shape, Bytes(tensor));
        }

        return checksum.With(metadata);
    }

    private static string TypeName(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float32 => "F32",
        ElementType.Float64 => "F64",
        _ => "I32",
    };

    private static ReadOnlySpan<byte> Bytes(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes(tensor.ToArray<float>().AsSpan()),
        ElementType.Float64 => MemoryMarshal.AsBytes(tensor.ToArray<double>().AsSpan()),
        _ => MemoryMarshal.AsBytes(tensor.ToArray<int>().AsSpan()),
    };
}
