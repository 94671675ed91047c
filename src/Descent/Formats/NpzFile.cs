using System.IO.Compression;

namespace Descent;

/// <summary>NumPy's npz files: a zip archive with an npy file for each array, stored or deflated. Arrays are read when asked for.</summary>
/// <remarks>Source: <c>numpy.savez</c> and <c>numpy.savez_compressed</c>.</remarks>
public sealed class NpzFile
{
    private const string Extension = ".npy";

    private NpzFile(string path, IReadOnlyList<string> names)
    {
        Path = path;
        Names = names;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The arrays' names, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Looks into a file.</summary>
    /// <exception cref="DataException">It is missing, damaged, no zip archive, or says impossible things of its contents.</exception>
    public static NpzFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var names = ZipEntries.Read(path, archive => archive.Entries.Where(IsArray).Select(Name).ToArray(), Refuse);
        return names.Length == names.Distinct().Count()
            ? new NpzFile(path, names)
            : throw new DataException($"'{path}' is damaged: two of its arrays have the same name ({string.Join(", ", names)}).");
    }

    /// <summary>Reads one array; see <see cref="NpyFile.Read"/> for the types.</summary>
    /// <exception cref="DataException">There is no such array, or it is damaged or of a type that is not read.</exception>
    public Tensor Read(string name) => NpyFile.ToTensor(ReadNumbers(name), $"'{name}' in {Path}");

    /// <summary>Reads all arrays.</summary>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyDictionary<string, Tensor> ReadAll() => Names.ToDictionary(name => name, Read);

    /// <summary>Writes arrays, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">Names and tensors; the order is kept.</param>
    /// <param name="compress">Deflates them, as <c>savez_compressed</c> does; numbers in training data often shrink a lot, weights hardly.</param>
    /// <exception cref="DataException">A name stands there twice.</exception>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        if (arrays.GroupBy(array => array.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataException($"'{path}' cannot hold two arrays named '{twice.Key}'.");
        }

        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, tensor) in arrays)
            {
                using var entry = archive.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                NpyFile.Write(entry, tensor);
            }
        });
    }

    /// <summary>Reads one array as it stands.</summary>
    internal StridedNumbers ReadNumbers(string name)
    {
        if (!Names.Contains(name))
        {
            throw new DataException($"'{Path}' has no array '{name}'; it has {(Names.Count == 0 ? "none" : string.Join(", ", Names))}.");
        }

        return ZipEntries.Read(
            Path,
            archive =>
            {
                var entry = archive.Entries.FirstOrDefault(entry => IsArray(entry) && Name(entry) == name)
                    ?? throw new DataException($"'{Path}' was changed while it was read: the array '{name}' is gone.");
                return ZipEntries.Read(entry, stream => NpyFile.ReadNumbers(stream, entry.Length, $"'{name}' in {Path}"));
            },
            Refuse);
    }

    private static bool IsArray(ZipArchiveEntry entry) => entry.FullName.EndsWith(Extension, StringComparison.Ordinal);

    private static string Name(ZipArchiveEntry entry) => entry.FullName[..^Extension.Length];

    private static DataException Refuse(string message, Exception? cause) => new(message, cause);
}
