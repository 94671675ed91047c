using System.Formats.Tar;
using System.IO.Compression;

namespace Descent;

/// <summary>Unpacks the expected files of a gzipped tar archive and nothing else: names in the archive never become paths.</summary>
internal static class ArchiveReader
{
    private const long LargestUnsized = 1 << 20;

    /// <summary>Whether all files are there with the right length.</summary>
    public static bool IsUnpacked(string folder, ArchiveContent content)
        => content.Files.All(file =>
            new FileInfo(Path.Combine(folder, file.Key)) is { Exists: true } info && (file.Value < 0 || info.Length == file.Value));

    /// <summary>Unpacks the files into a folder; each gets its name only when it is whole.</summary>
    /// <exception cref="DataException">The archive is damaged, or a file is missing from it or has another length.</exception>
    public static async Task UnpackAsync(string archive, string folder, ArchiveContent content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        try
        {
            using var packed = File.OpenRead(archive);
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            using var tar = new TarReader(unpacked);
            while (await tar.GetNextEntryAsync(cancellationToken: cancellation).ConfigureAwait(false) is { } entry)
            {
                var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                    || !content.Files.TryGetValue(name, out var length) || entry.DataStream is not { } data)
                {
                    continue;
                }

                if (length >= 0 ? entry.Length != length : entry.Length > LargestUnsized)
                {
                    throw new DataException($"{archive}: {name} has {entry.Length} bytes, {length} were expected.");
                }

                var path = Path.Combine(folder, name);
                using (var file = File.Create(path + ".part"))
                {
                    await data.CopyToAsync(file, cancellation).ConfigureAwait(false);
                }

                File.Move(path + ".part", path, overwrite: true);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DataException($"{archive} is damaged: {exception.Message}", exception);
        }

        if (!IsUnpacked(folder, content))
        {
            var missing = content.Files.Keys.Where(name => !File.Exists(Path.Combine(folder, name)));
            throw new DataException($"{archive} lacks {string.Join(", ", missing)}.");
        }
    }
}
