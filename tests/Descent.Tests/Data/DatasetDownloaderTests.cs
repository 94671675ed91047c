using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Descent.Tests.Data;

public sealed class DatasetDownloaderTests : IDisposable
{
    private const string Name = "toy";
    private static readonly byte[] Content = MakeContent(100_000);
    private static readonly HttpClient Client = new();

    private readonly TemporaryFolder folder = new();

    private string Final => Path.Combine(folder.Root, Name, "toy.gz");

    private string Part => Final + ".part";

    public void Dispose() => folder.Dispose();

    private static byte[] MakeContent(int length)
    {
        var content = new byte[length];
        new Random(5).NextBytes(content);
        return content;
    }

    private static DatasetDownloader Downloader(byte[] content, string file = "toy.gz", ArchiveContent? unpack = null, double patience = 60)
    {
        var remote = new RemoteFile(file, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        return new DatasetDownloader(
            Client, new Dictionary<string, RemoteDataset> { [Name] = new(["http://127.0.0.1:1"], [remote], unpack) })
        {
            Patience = TimeSpan.FromSeconds(patience),
        };
    }

    private static FileServer Server(byte[] content) => new(new() { ["toy.gz"] = content });

    private Task<string> GetAsync(params string[] mirrors) => Downloader(Content).GetAsync(Name, folder.Root, mirrors);

    [Fact]
    public async Task Get_WholeFile_IsCheckedAndNamed()
    {
        using var server = Server(Content);
        var reports = new Reports();
        var path = await Downloader(Content).GetAsync(Name, folder.Root, [server.Address], reports);
        Assert.Equal(Path.Combine(folder.Root, Name), path);
        Assert.Equal(Content, File.ReadAllBytes(Final));
        Assert.False(File.Exists(Part));
        Assert.Equal(new DownloadProgress("toy.gz", Content.Length, Content.Length), reports.Last);
        await GetAsync(server.Address);
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task Get_PartIsThere_IsResumed()
    {
        using var server = Server(Content);
        folder.Write($"{Name}/toy.gz.part", Content[..40_000]);
        await GetAsync(server.Address);
        Assert.Equal([40_000], server.Starts);
        Assert.Equal(Content, File.ReadAllBytes(Final));
    }

    [Fact]
    public async Task Get_ServerWithoutRanges_StartsAgain()
    {
        using var server = new FileServer(new() { ["toy.gz"] = Content }) { Ranges = false };
        folder.Write($"{Name}/toy.gz.part", Content[..40_000]);
        await GetAsync(server.Address);
        Assert.Equal(Content, File.ReadAllBytes(Final));
    }

    [Fact]
    public async Task Get_PartOfAnotherFile_IsThrownAway()
    {
        using var server = Server(Content);
        folder.Write($"{Name}/toy.gz.part", new byte[40_000]);
        await GetAsync(server.Address);
        Assert.Equal([40_000, 0], server.Starts);
        Assert.Equal(Content, File.ReadAllBytes(Final));
    }

    [Fact]
    public async Task Get_WrongContent_TriesTheNextMirror()
    {
        using var wrong = Server(MakeContent(Content.Length).Reverse().ToArray());
        using var right = Server(Content);
        await GetAsync(wrong.Address, right.Address);
        Assert.Equal(Content, File.ReadAllBytes(Final));
        File.Delete(Final);
        var error = await Assert.ThrowsAsync<DataException>(() => GetAsync(wrong.Address));
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Final));
        Assert.False(File.Exists(Part));
    }

    [Fact]
    public async Task Get_DamagedFileIsThere_IsFetchedAgain()
    {
        using var server = Server(Content);
        folder.Write($"{Name}/toy.gz", new byte[Content.Length]);
        await GetAsync(server.Address);
        Assert.Equal(Content, File.ReadAllBytes(Final));
    }

    [Fact]
    public async Task Get_TooMuchContent_IsRefused()
    {
        using var server = Server([.. Content, 1]);
        var error = await Assert.ThrowsAsync<DataException>(() => GetAsync(server.Address));
        Assert.Contains("more than the 100000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CutConnection_IsTakenUpAgain()
    {
        using var server = new FileServer(new() { ["toy.gz"] = Content }) { CutAfter = 30_000 };
        await GetAsync(server.Address);
        Assert.Equal([0, 30_000, 60_000, 90_000], server.Starts);
        Assert.Equal(Content, File.ReadAllBytes(Final));
    }

    [Fact]
    public async Task Get_CutTooOften_KeepsThePartAndSaysSo()
    {
        using var server = new FileServer(new() { ["toy.gz"] = Content }) { CutAfter = 1_000 };
        var error = await Assert.ThrowsAsync<DataException>(() => GetAsync(server.Address));
        Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        Assert.Equal(4_000, new FileInfo(Part).Length);
    }

    [Fact]
    public async Task Get_NotFoundOrUnreachable_NamesEachMirror()
    {
        using var server = new FileServer([]);
        var error = await Assert.ThrowsAsync<DataException>(() => GetAsync(server.Address, "http://127.0.0.1:1"));
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:1/toy.gz", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<DataException>(() => Downloader(Content).GetAsync("toi", folder.Root));
        Assert.Contains("'toy'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Cancelled_KeepsWhatArrived()
    {
        using var server = new FileServer(new() { ["toy.gz"] = Content }) { SilentAfter = 30_000 };
        using var source = new CancellationTokenSource();
        var reports = new Reports { OnReport = report => source.CancelAfter(report.Received >= 30_000 ? 0 : 10_000) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Downloader(Content).GetAsync(Name, folder.Root, [server.Address], reports, source.Token));
        Assert.Equal(30_000, new FileInfo(Part).Length);
    }

    [Fact]
    public async Task Get_SilentServer_IsGivenUp()
    {
        using var server = new FileServer(new() { ["toy.gz"] = Content }) { SilentAfter = 30_000 };
        var error = await Assert.ThrowsAsync<DataException>(
            () => Downloader(Content, patience: 0.3).GetAsync(Name, folder.Root, [server.Address]));
        Assert.Contains("nothing arrived", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Archive_UnpacksExpectedFilesOnly()
    {
        var archive = Tar(("data/a.bin", Content[..500]), ("data/../../evil.bin", Content[..9]), ("data/other.txt", Content[..9]));
        using var server = new FileServer(new() { ["toy.tar.gz"] = archive });
        var unpack = new ArchiveContent("inner", new Dictionary<string, long> { ["a.bin"] = 500 });
        var path = await Downloader(archive, "toy.tar.gz", unpack).GetAsync(Name, folder.Root, [server.Address]);
        Assert.Equal([Path.Combine(path, "inner", "a.bin")], Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories));
        await Downloader(archive, "toy.tar.gz", unpack).GetAsync(Name, folder.Root, [server.Address]);
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task Get_ArchiveThatLacksAFile_SaysWhich()
    {
        var archive = Tar(("data/a.bin", Content[..500]));
        using var server = new FileServer(new() { ["toy.tar.gz"] = archive });
        async Task<string> Error(string name, long length) => (await Assert.ThrowsAsync<DataException>(
            () => Downloader(archive, "toy.tar.gz", new ArchiveContent("inner", new Dictionary<string, long> { [name] = length }))
                .GetAsync(Name, folder.Root, [server.Address]))).Message;
        Assert.Contains("lacks b.bin", await Error("b.bin", 500), StringComparison.Ordinal);
        Assert.Contains("a.bin has 500 bytes, 501", await Error("a.bin", 501), StringComparison.Ordinal);
    }

    private static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var writer = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return packed.ToArray();
    }

    private sealed class Reports : IProgress<DownloadProgress>
    {
        public DownloadProgress? Last { get; private set; }

        public Action<DownloadProgress>? OnReport { get; init; }

        public void Report(DownloadProgress value)
        {
            Last = value;
            OnReport?.Invoke(value);
        }
    }
}
