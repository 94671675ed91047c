using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;

namespace Descent.Lab;

/// <summary>The built page, which the library carries as resources; every address that is no file is the page itself, which finds its way.</summary>
internal static class WebFiles
{
    private const string Prefix = "web/";
    private const string Page = "index.html";

    private static readonly Assembly Source = typeof(WebFiles).Assembly;
    private static readonly HashSet<string> Names = [.. Source.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    private static readonly FileExtensionContentTypeProvider Types = new();
    private static readonly ConcurrentDictionary<string, byte[]> Compressed = new();

    /// <summary>Whether the page was built.</summary>
    public static bool Exist => Names.Contains(Page);

    /// <summary>Whether there is such a file.</summary>
    public static bool Has(string name) => Names.Contains(name);

    /// <summary>Answers a request for a file, or for a page.</summary>
    public static async Task Serve(HttpContext context)
    {
        var asked = context.Request.Path.Value!.TrimStart('/');
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await Problems.Write(context, StatusCodes.Status405MethodNotAllowed, "Pages are only read.").ConfigureAwait(false);
            return;
        }

        var name = Names.Contains(asked) ? asked : Path.HasExtension(asked) ? null : Page;
        if (name is null || !Exist)
        {
            await Problems.Write(context, StatusCodes.Status404NotFound, LabServer.MissingPage ?? $"There is no file '{asked}'.").ConfigureAwait(false);
            return;
        }

        var response = context.Response;
        response.ContentType = Types.TryGetContentType(name, out var type) ? Text(type) : "application/octet-stream";

        // Names below assets/ hold a hash of what is in them.
        response.Headers.CacheControl = name.StartsWith("assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        var content = Read(name);
        if (!name.EndsWith(".woff2", StringComparison.Ordinal))
        {
            response.Headers.Vary = "Accept-Encoding";
            if (context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            {
                response.Headers.ContentEncoding = "br";
                content = Compressed.GetOrAdd(name, static name => Compress(Read(name)));
            }
        }

        response.ContentLength = content.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string Text(string type)
        => type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("javascript", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;

    /// <summary>The contents of a file that there is.</summary>
    public static byte[] Read(string name)
    {
        using var resource = Source.GetManifestResourceStream(Prefix + name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var brotli = new BrotliStream(stream, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        return stream.ToArray();
    }
}
