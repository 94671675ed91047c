using System.IO.Compression;

namespace Descent;

/// <summary>Opens and reads data files, gzipped or plain, with errors for people and memory bounded by what is really there.</summary>
internal static class DataFile
{
    // Deflate cannot shrink anything further than this.
    private const long LargestRatio = 1032;
    private const int FirstChunk = 1 << 20;

    /// <summary>Runs a reader over a file, unpacked if it begins as gzip does.</summary>
    /// <exception cref="DataException">The file is missing, cannot be read, or its compression is damaged.</exception>
    public static T Read<T>(string path, Func<Stream, T> reader)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (!IsGzip(file))
            {
                return reader(file);
            }

            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return reader(unpacked);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path} does not exist.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"{path}: the gzip compression is damaged; fetch the file again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The most bytes that a file can hold when unpacked.</summary>
    public static long LargestContent(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return IsGzip(file) ? file.Length * LargestRatio : file.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads until the buffer is full or the stream ends; returns the bytes read.</summary>
    public static int Fill(Stream stream, Span<byte> buffer) => stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);

    /// <summary>Reads as many bytes as there are, up to a number. The buffer grows with what is read, so that a false length costs nothing.</summary>
    public static byte[] Take(Stream stream, int count)
    {
        var bytes = new byte[Math.Min(count, FirstChunk)];
        var filled = 0;
        while (true)
        {
            filled += Fill(stream, bytes.AsSpan(filled));
            if (filled < bytes.Length || filled == count)
            {
                Array.Resize(ref bytes, filled);
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = Fill(file, magic);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }
}
