using System.Globalization;
using System.IO.Compression;

namespace Descent;

/// <summary>Reads zip archives without believing what they say of themselves: lengths are held against the file, contents against their checksum.</summary>
internal static class ZipEntries
{
    // Deflate cannot shrink anything further than this.
    private const long LargestRatio = 1032;

    /// <summary>Runs a reader over an archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="refuse">Makes the exception for a message.</param>
    public static T Read<T>(string path, Func<ZipArchive, T> reader, Func<string, Exception?, DescentException> refuse)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            CheckLengths(archive, file.Length);
            return reader(archive);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw refuse($"There is no file '{path}'.", error);
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or NotSupportedException)
        {
            throw refuse($"'{path}' is damaged, or no zip archive: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw refuse($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Runs a reader over the unpacked bytes of one entry and compares their checksum with the archive's.</summary>
    /// <exception cref="InvalidDataException">The checksum differs.</exception>
    public static T Read<T>(ZipArchiveEntry entry, Func<Stream, T> reader)
    {
        using var checkedStream = new ChecksumStream(entry.Open());
        var read = reader(checkedStream);
        checkedStream.ReadToEnd(entry.Length);
        return checkedStream.Checksum == entry.Crc32
            ? read
            : throw new InvalidDataException($"the checksum of the entry '{entry.FullName}' is not that of its contents");
    }

    // Entries that lie over one another, or that unpack to more than is possible, are how an archive is made to explode.
    private static void CheckLengths(ZipArchive archive, long fileLength)
    {
        var packed = 0L;
        foreach (var entry in archive.Entries)
        {
            packed += entry.CompressedLength;
            if (entry.CompressedLength < 0 || packed > fileLength || entry.Length < 0
                || entry.Length / LargestRatio > entry.CompressedLength)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"the entry '{entry.FullName}' would unpack from {entry.CompressedLength} to {entry.Length} bytes in an archive of {fileLength}"));
            }
        }
    }
}
