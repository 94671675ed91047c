using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Descent;

/// <summary>Reads the header and tensors of one safetensors file, believing nothing that it has not checked.</summary>
internal sealed class SafeTensorsHeader(string path, long dataLength)
{
    private sealed record Place(string Name, string Type, Shape Shape, long Begin, long End);

    public SafeTensorsFile Read(byte[] header, Stream stream)
    {
        using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Damaged("its header is no JSON object");
        }

        var metadata = new Dictionary<string, string>();
        var places = new List<Place>();
        var names = new HashSet<string>();
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (!names.Add(entry.Name))
            {
                throw Damaged($"'{entry.Name}' stands twice in its header");
            }

            if (entry.Name == "__metadata__")
            {
                ReadMetadata(entry.Value, metadata);
            }
            else
            {
                places.Add(ReadPlace(entry));
            }
        }

        if (metadata.Keys.FirstOrDefault(SafeTensorsChecksum.ComesWith) is { } own && !metadata.ContainsKey(SafeTensorsChecksum.Key))
        {
            throw Damaged($"its metadata has '{RecipeText.Shown(own)}', which Descent writes together with a checksum, and there is none");
        }

        var tensors = new Dictionary<string, Tensor>();
        var checksum = metadata.ContainsKey(SafeTensorsChecksum.Key) ? new SafeTensorsChecksum() : null;
        long expected = 0;
        foreach (var place in places.OrderBy(place => place.Begin).ThenBy(place => place.End))
        {
            if (place.Begin != expected)
            {
                throw Damaged(string.Create(CultureInfo.InvariantCulture, $"the tensor '{place.Name}' starts at byte {place.Begin}, where {expected} is the next free one"));
            }

            expected = place.End;
            tensors.Add(place.Name, ReadTensor(place, stream, checksum));
        }

        if (expected != dataLength)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"its tensors end at byte {expected} of {dataLength}"));
        }

        return !metadata.Remove(SafeTensorsChecksum.Key, out var written) || written == checksum!.With(metadata)
            ? new SafeTensorsFile(path, tensors, metadata)
            : throw Damaged($"its contents do not have the checksum that it was written with. Where another program changed it on purpose, it should leave out '{SafeTensorsChecksum.Key}' from the metadata");
    }

    private void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Damaged("its metadata is no JSON object");
        }

        foreach (var text in element.EnumerateObject())
        {
            metadata[text.Name] = text.Value.ValueKind == JsonValueKind.String ? text.Value.GetString()! : throw Damaged($"the metadata '{text.Name}' is no text");
        }
    }

    private Place ReadPlace(JsonProperty entry)
    {
        var name = entry.Name;
        if (entry.Value.ValueKind != JsonValueKind.Object
            || !entry.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !entry.Value.TryGetProperty("shape", out var axes) || axes.ValueKind != JsonValueKind.Array
            || !entry.Value.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2
            || !offsets[0].TryGetInt64(out var begin) || !offsets[1].TryGetInt64(out var end))
        {
            throw Damaged($"the header of '{name}' is incomplete");
        }

        var lengths = new List<int>();
        foreach (var axis in axes.EnumerateArray())
        {
            lengths.Add(axis.ValueKind == JsonValueKind.Number && axis.TryGetInt32(out var length) && length >= 0
                ? length
                : throw Damaged($"the shape of '{name}' is not made of whole numbers"));
        }

        Shape shape;
        try
        {
            shape = new Shape(lengths.ToArray());
        }
        catch (ShapeException error)
        {
            throw Damaged($"'{name}': {error.Message}");
        }

        var type = dtype.GetString()!;
        var bytes = shape.Count * (long)ElementBytes(name, type);
        return begin >= 0 && end <= dataLength && end - begin == bytes
            ? new Place(name, type, shape, begin, end)
            : throw Damaged(string.Create(
                CultureInfo.InvariantCulture, $"'{name}' {shape} of type {type} needs {bytes} bytes, but stands at {begin} to {end} of {dataLength}"));
    }

    private int ElementBytes(string name, string type) => type switch
    {
        "F64" => 8,
        "F32" or "I32" => 4,
        "F16" or "BF16" => 2,
        _ => throw new ModelFileException($"'{path}': the tensor '{name}' has the type {type}; Descent reads F32, F64, F16, BF16 and I32."),
    };

    private static Tensor ReadTensor(Place place, Stream stream, SafeTensorsChecksum? checksum)
    {
        var bytes = new byte[place.End - place.Begin];
        stream.ReadExactly(bytes);
        checksum?.Add(place.Name, place.Type, place.Shape, bytes);
        return place.Type switch
        {
            "F64" => Tensor.From<double>(MemoryMarshal.Cast<byte, double>(bytes), place.Shape),
            "I32" => Tensor.From<int>(MemoryMarshal.Cast<byte, int>(bytes), place.Shape),
            "F16" => Widened(MemoryMarshal.Cast<byte, Half>(bytes), place.Shape, half => (float)half),
            "BF16" => Widened(MemoryMarshal.Cast<byte, ushort>(bytes), place.Shape, bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
            _ => Tensor.From<float>(MemoryMarshal.Cast<byte, float>(bytes), place.Shape),
        };
    }

    private static Tensor Widened<T>(ReadOnlySpan<T> values, Shape shape, Func<T, float> widen)
    {
        var wide = new float[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = widen(values[i]);
        }

        return Tensor.From<float>(wide, shape);
    }

    private ModelFileException Damaged(string what) => new($"'{path}' is damaged or no safetensors file: {what}.");
}
