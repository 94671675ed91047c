using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Descent;

/// <summary>How far a file has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">The bytes that are there, those of earlier attempts included.</param>
/// <param name="Total">The bytes that the file will have.</param>
public sealed record DownloadProgress(string File, long Received, long Total);

/// <summary>
/// Fetches one file from the first mirror that has it. What arrives is kept beside it as <c>name.part</c>, taken up again after a cut, and
/// takes the file's name only when its SHA-256 is right.
/// </summary>
internal sealed class FileDownload(
    HttpClient client, RemoteFile file, string path, TimeSpan patience, IProgress<DownloadProgress>? progress)
{
    private const int AttemptsPerMirror = 4;
    private const int BufferSize = 1 << 16;

    private readonly string partPath = path + ".part";

    /// <summary>Fetches the file unless it is there already.</summary>
    /// <exception cref="DataException">No mirror gave the right file; each one's error is told.</exception>
    public async Task RunAsync(IReadOnlyList<string> mirrors, CancellationToken cancellation)
    {
        if (await IsRightAsync(path, cancellation).ConfigureAwait(false))
        {
            progress?.Report(new DownloadProgress(file.Name, file.Size, file.Size));
            return;
        }

        var failures = new List<string>();
        foreach (var mirror in mirrors)
        {
            var address = $"{mirror.TrimEnd('/')}/{file.Name}";
            if (await TryMirrorAsync(address, failures, cancellation).ConfigureAwait(false))
            {
                File.Move(partPath, path, overwrite: true);
                return;
            }
        }

        throw new DataException(
            $"{file.Name} could not be fetched.\n  {string.Join("\n  ", failures)}\n"
            + $"Try again later (what has arrived is kept), name another mirror, or put the file at {path} yourself.");
    }

    private async Task<bool> TryMirrorAsync(string address, List<string> failures, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = PartLength();
            string failure;
            try
            {
                await ReceiveAsync(address, cancellation).ConfigureAwait(false);
                if (await IsRightAsync(partPath, cancellation).ConfigureAwait(false))
                {
                    return true;
                }

                failure = $"the file has {PartLength()} bytes of {file.Size} or a wrong SHA-256; expected {file.Sha256}";
                File.Delete(partPath);
                if (before > 0 && attempt < AttemptsPerMirror)
                {
                    // The piece kept from before may have been the wrong one.
                    continue;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
            {
                failure = exception.Message;
                if (PartLength() > before && attempt < AttemptsPerMirror)
                {
                    continue;
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                failure = $"nothing arrived for {patience.TotalSeconds:0} seconds";
            }

            failures.Add($"{address}: {failure}");
            return false;
        }
    }

    private async Task ReceiveAsync(string address, CancellationToken cancellation)
    {
        var have = PartLength();
        if (have == file.Size)
        {
            return;
        }

        if (have > file.Size)
        {
            File.Delete(partPath);
            have = 0;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        impatience.CancelAfter(patience);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, impatience.Token)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            File.Delete(partPath);
        }

        response.EnsureSuccessStatusCode();
        var resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        using var part = new FileStream(partPath, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        using var body = await response.Content.ReadAsStreamAsync(impatience.Token).ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        while (true)
        {
            impatience.CancelAfter(patience);
            var read = await body.ReadAsync(buffer, impatience.Token).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            if (part.Length + read > file.Size)
            {
                throw new IOException($"the server sends more than the {file.Size} bytes that the file has");
            }

            await part.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(file.Name, part.Length, file.Size));
        }

        if (part.Length < file.Size)
        {
            throw new IOException($"the connection ended after {part.Length} of {file.Size} bytes");
        }
    }

    private long PartLength() => File.Exists(partPath) ? new FileInfo(partPath).Length : 0;

    private async Task<bool> IsRightAsync(string candidate, CancellationToken cancellation)
    {
        if (!File.Exists(candidate) || new FileInfo(candidate).Length != file.Size)
        {
            return false;
        }

        using var content = File.OpenRead(candidate);
        var hash = await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false);
        return Convert.ToHexStringLower(hash) == file.Sha256;
    }
}
