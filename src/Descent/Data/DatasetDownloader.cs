namespace Descent;

/// <summary>
/// Fetches the official files of known data sets: resumed where it was cut off, checked by SHA-256, from the next mirror if one fails.
/// </summary>
public sealed class DatasetDownloader
{
    private static readonly HttpClient SharedClient = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly HttpClient client;
    private readonly IReadOnlyDictionary<string, RemoteDataset> known;

    /// <summary>A downloader of the known data sets.</summary>
    /// <param name="client">The client to fetch with, for a proxy or the like; else one that all share.</param>
    public DatasetDownloader(HttpClient? client = null)
        : this(client ?? SharedClient, RemoteDataset.Known)
    {
    }

    internal DatasetDownloader(HttpClient client, IReadOnlyDictionary<string, RemoteDataset> known)
    {
        this.client = client;
        this.known = known;
    }

    /// <summary>The data sets that can be fetched.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. RemoteDataset.Known.Keys];

    /// <summary>How long to wait while nothing arrives.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Fetches a data set into a folder of its name and returns that folder; files that are there already are checked and kept.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="directory">The folder that holds data sets, as <see cref="Datasets.Mnist"/> is given it.</param>
    /// <param name="mirrors">Addresses of folders to fetch from in place of the known ones.</param>
    /// <param name="progress">Told how far each file has come.</param>
    /// <param name="cancellation">Stops the fetching; what has arrived is kept and taken up the next time.</param>
    /// <exception cref="DataException">The name is unknown, or no mirror gave the right file; each one's error is told.</exception>
    public async Task<string> GetAsync(
        string name,
        string directory,
        IReadOnlyList<string>? mirrors = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (!known.TryGetValue(name.ToLowerInvariant(), out var dataset))
        {
            throw new DataException($"There is no data set '{name}' to fetch. {NearestNames.Suggest(name, known.Keys)}");
        }

        var folder = Path.Combine(directory, name.ToLowerInvariant());
        try
        {
            Directory.CreateDirectory(folder);
            var unpackedFolder = dataset.Unpack is { } content ? Path.Combine(folder, content.Folder) : folder;
            if (dataset.Unpack is not null && ArchiveReader.IsUnpacked(unpackedFolder, dataset.Unpack))
            {
                return folder;
            }

            foreach (var file in dataset.Files)
            {
                var path = Path.Combine(folder, file.Name);
                var download = new FileDownload(client, file, path, Patience, progress);
                await download.RunAsync(mirrors ?? dataset.Mirrors, cancellation).ConfigureAwait(false);
                if (dataset.Unpack is not null)
                {
                    await ArchiveReader.UnpackAsync(path, unpackedFolder, dataset.Unpack, cancellation).ConfigureAwait(false);
                    File.Delete(path);
                }
            }

            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{name} cannot be written to {folder}: {exception.Message}", exception);
        }
    }
}
