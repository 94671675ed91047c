using System.Globalization;
using Descent.Onnx.Schema;

namespace Descent.Onnx;

/// <summary>Numbers of a tensor that lie in a file of their own, which must be beside the model or below it.</summary>
/// <param name="path">The model's file.</param>
/// <param name="name">The tensor.</param>
internal sealed class ExternalData(string path, string name)
{
    /// <summary>The bytes.</summary>
    /// <param name="places">The entries location, offset and length.</param>
    /// <param name="length">How many bytes the tensor has.</param>
    /// <exception cref="ModelFileException">The location leaves the model's folder, or the file is missing or too short.</exception>
    public byte[] Read(IReadOnlyList<StringStringEntryProto> places, long length)
    {
        string? Entry(string key) => places.FirstOrDefault(entry => entry.Key == key)?.Value;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var location = Entry("location") ?? throw Refuse("does not say in which file its numbers lie");
        var file = location.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(folder, location));
        if (Path.IsPathRooted(location) || !file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || LeavesByLink(folder, file))
        {
            throw Refuse($"has its numbers in '{location}', which is not in the model's folder");
        }

        var offset = Number(Entry("offset"), 0);
        if (Number(Entry("length"), length) != length)
        {
            throw Refuse($"announces {Entry("length")} bytes, and its shape needs {length}");
        }

        try
        {
            using var stream = File.OpenRead(file);
            if (offset < 0 || offset > stream.Length || length > stream.Length - offset || length > Array.MaxLength)
            {
                throw Refuse(string.Create(CultureInfo.InvariantCulture, $"needs {length} bytes at {offset} of '{location}', which has {stream.Length}"));
            }

            stream.Position = offset;
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"'{path}': the numbers of the tensor '{name}' are in '{location}', which cannot be read: {error.Message}", error);
        }
    }

    // Neither the file nor a folder on the way to it may be a link to elsewhere.
    private static bool LeavesByLink(string folder, string file)
    {
        for (var at = file; at is not null && at.Length > folder.Length; at = Path.GetDirectoryName(at))
        {
            if (new FileInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    private long Number(string? text, long otherwise) => text is null
        ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse($"has the place '{text}', which is no number");

    private ModelFileException Refuse(string what) => new($"'{path}': the tensor '{name}' {what}.");
}
