namespace Descent;

/// <summary>Writes a file so that at any moment, even after a crash, either the old or the new contents are there whole.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary name beside the file, flushes to the disk, then renames over it.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; what was there before stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file is read-only; what was there before stays.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what writers that were killed left beside a file.</summary>
    public static void RemoveLeftovers(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(folder))
        {
            Array.ForEach(Directory.GetFiles(folder, $"{Path.GetFileName(path)}.*.tmp"), File.Delete);
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, string text)
        => Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(text);
        });
}
