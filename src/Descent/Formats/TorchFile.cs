using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Descent;

/// <summary>
/// Reads the tensors of a PyTorch file (<c>torch.save</c> of a state dictionary, since version 1.6) without running anything: of the pickle in it only the
/// instructions and the few names are known that state dictionaries are made of, and a name is never looked up.
/// </summary>
/// <remarks>Source: Python's <c>pickletools</c>, protocol 2, and PyTorch's serialization notes.</remarks>
public static class TorchFile
{
    private const string Pickle = "/data.pkl";
    private const int LargestPickle = 1 << 26;
    private const int MostRepetition = 4;

    /// <summary>
    /// Reads all tensors: 64-bit floats as Float64, other floats as Float32, whole numbers and truth values as Int32. Inner dictionaries and lists give names with
    /// dots, such as <c>model.fc.weight</c>; numbers and texts are passed over.
    /// </summary>
    /// <exception cref="ModelFileException">
    /// The file is missing, damaged, in the format before 1.6, or holds anything but tensors, dictionaries, lists, numbers and texts: the instruction or the
    /// name is told.
    /// </exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ZipEntries.Read(path, archive => Read(archive, path), (message, cause) => new ModelFileException(
            cause is InvalidDataException ? $"{message} Files of torch.save before PyTorch 1.6 are no archives: load and save such a file anew." : message, cause));
    }

    private static Dictionary<string, Tensor> Read(ZipArchive archive, string path)
    {
        var pickles = archive.Entries.Where(entry => entry.FullName.EndsWith(Pickle, StringComparison.Ordinal)).ToArray();
        if (pickles is not [var pickle] || pickle.Length > LargestPickle)
        {
            throw new ModelFileException($"'{path}' is no file of torch.save: it has no single entry NAME{Pickle} of at most {LargestPickle >> 20} MiB.");
        }

        var root = pickle.FullName[..^Pickle.Length];
        if (archive.GetEntry(root + "/byteorder") is { } order && Encoding.ASCII.GetString(Bytes(order, path)) != "little")
        {
            throw new ModelFileException($"'{path}' was written on a big-endian machine; only little-endian files are read.");
        }

        var named = new TorchNames(path).Of(new TorchPickle(Bytes(pickle, path), path).Read());
        var made = new Dictionary<TorchTensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var storage in named.Select(pair => pair.Value).Distinct().GroupBy(tensor => tensor.Storage.Key))
        {
            var entry = archive.GetEntry($"{root}/data/{storage.Key}")
                ?? throw new ModelFileException($"'{path}' is cut or damaged: the numbers '{storage.Key}' are missing.");
            var bytes = Bytes(entry, path);
            var read = 0L;
            foreach (var tensor in storage)
            {
                read += (long)tensor.Shape.Count * tensor.Storage.Format.Size();
                if (read > MostRepetition * (long)bytes.Length)
                {
                    throw new ModelFileException($"'{path}': many tensors share the numbers '{storage.Key}'; together they would be over {MostRepetition} times as large.");
                }

                made[tensor] = Make(tensor, bytes, path);
            }
        }

        return named.ToDictionary(pair => pair.Key, pair => made[pair.Value]);
    }

    private static Tensor Make(TorchTensor tensor, byte[] bytes, string path)
    {
        var (key, format, count) = tensor.Storage;
        if (bytes.Length != count * format.Size())
        {
            throw new ModelFileException(string.Create(
                CultureInfo.InvariantCulture, $"'{path}' is damaged: the numbers '{key}' take {bytes.Length} bytes, and {count} of {format} were announced."));
        }

        Int128 last = tensor.Offset;
        for (var axis = 0; axis < tensor.Shape.Rank; axis++)
        {
            last += (Int128)(tensor.Shape[axis] - 1) * tensor.Strides[axis];
        }

        if (tensor.Shape.Count > 0 && (tensor.Offset < 0 || tensor.Strides.Any(stride => stride < 0) || last >= count))
        {
            throw new ModelFileException($"'{path}' is damaged: a tensor {tensor.Shape} reaches beyond its {count} numbers '{key}'.");
        }

        try
        {
            return new StridedNumbers(bytes, format, tensor.Shape, tensor.Strides, tensor.Offset).ToTensor();
        }
        catch (Exception error) when (error is OverflowException or ShapeException)
        {
            throw new ModelFileException($"'{path}': a tensor {tensor.Shape} of {format}: {error.Message}.", error);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry, string path)
        => entry.Length <= Array.MaxLength
            ? ZipEntries.Read(entry, stream => DataFile.Take(stream, (int)entry.Length))
            : throw new ModelFileException($"'{path}': the entry '{entry.FullName}' is larger than {Array.MaxLength} bytes.");
}
