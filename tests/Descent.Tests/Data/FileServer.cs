using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Descent.Tests.Data;

/// <summary>A web server on this machine that misbehaves as told.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, byte[]> files;

    public FileServer(Dictionary<string, byte[]> files)
    {
        this.files = files;
        listener.Start();
        Serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/files";

    public bool Ranges { get; init; } = true;

    /// <summary>The connection is cut after so many bytes of a body.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    /// <summary>The server falls silent after so many bytes of a body.</summary>
    public int SilentAfter { get; init; } = int.MaxValue;

    /// <summary>The first byte that each request asked for.</summary>
    public List<int> Starts { get; } = [];

    private Task Serving { get; }

    public void Dispose()
    {
        listener.Stop();
        Serving.Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            using (client)
            {
                try
                {
                    await AnswerAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The client went away, which is its right.
                    continue;
                }
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var request = await reader.ReadLineAsync() ?? string.Empty;
        var start = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
            {
                start = int.Parse(header["Range: bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        Starts.Add(start);
        if (!files.TryGetValue(request.Split(' ')[1].Replace("/files/", string.Empty, StringComparison.Ordinal), out var content))
        {
            await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            return;
        }

        start = Ranges ? start : 0;
        var status = start > 0 ? $"206 Partial Content\r\nContent-Range: bytes {start}-{content.Length - 1}/{content.Length}" : "200 OK";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {content.Length - start}\r\nConnection: close\r\n\r\n"));
        var sent = Math.Min(content.Length - start, Math.Min(CutAfter, SilentAfter));
        await stream.WriteAsync(content.AsMemory(start, sent));
        if (SilentAfter < content.Length - start)
        {
            await reader.ReadLineAsync();
        }
    }
}
