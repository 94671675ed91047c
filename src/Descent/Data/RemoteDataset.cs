namespace Descent;

/// <summary>A file to fetch and what it must be.</summary>
/// <param name="Name">The file's name at every mirror.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits.</param>
internal sealed record RemoteFile(string Name, long Size, string Sha256);

/// <summary>The files that a tar archive must hold; others in it are passed over.</summary>
/// <param name="Folder">The folder they are put into.</param>
/// <param name="Files">Their names with their lengths in bytes; -1 where it does not matter.</param>
internal sealed record ArchiveContent(string Folder, IReadOnlyDictionary<string, long> Files);

/// <summary>A data set that can be fetched.</summary>
internal sealed record RemoteDataset(IReadOnlyList<string> Mirrors, IReadOnlyList<RemoteFile> Files, ArchiveContent? Unpack = null)
{
    private const long CifarBatch = 30_730_000;

    /// <summary>The data sets whose official files are known.</summary>
    public static IReadOnlyDictionary<string, RemoteDataset> Known { get; } = new Dictionary<string, RemoteDataset>
    {
        ["mnist"] = new(
            ["https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist"],
            [
                new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            ]),
        ["cifar10"] = new(
            ["https://www.cs.toronto.edu/~kriz"],
            [new("cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")],
            new ArchiveContent("cifar-10-batches-bin", new Dictionary<string, long>
            {
                ["data_batch_1.bin"] = CifarBatch,
                ["data_batch_2.bin"] = CifarBatch,
                ["data_batch_3.bin"] = CifarBatch,
                ["data_batch_4.bin"] = CifarBatch,
                ["data_batch_5.bin"] = CifarBatch,
                ["test_batch.bin"] = CifarBatch,
                ["batches.meta.txt"] = -1,
            })),
    };
}
