using System.Globalization;
using System.IO.Compression;

namespace Descent;

/// <summary>Reads the data that is embedded in the library; see BuiltIn/ATTRIBUTION.md.</summary>
internal static class BuiltInData
{
    private const int DigitCount = 1797;
    private const int DigitPixels = 64;
    private const int DigitMaximum = 16;

    public static Dataset Digits()
    {
        var pixels = new byte[DigitCount * DigitPixels];
        var labels = new int[DigitCount];
        var row = 0;
        foreach (var line in Lines("digits.csv.gz"))
        {
            var fields = line.Split(',');
            for (var i = 0; i < DigitPixels; i++)
            {
                pixels[(row * DigitPixels) + i] = byte.Parse(fields[i], CultureInfo.InvariantCulture);
            }

            labels[row++] = int.Parse(fields[DigitPixels], CultureInfo.InvariantCulture);
        }

        return Dataset.Images("digits", new Shape(1, 8, 8), pixels, labels, Datasets.DigitNames(10), DigitMaximum)
            .Reshape(new Shape(DigitPixels))
            .WithScaling(InputScaling.None);
    }

    public static Dataset Iris()
    {
        var inputs = new List<float>();
        var labels = new List<int>();
        var classNames = new List<string>();
        string[] header = [];
        foreach (var line in Lines("iris.csv.gz"))
        {
            var fields = line.Split(',');
            if (header.Length == 0)
            {
                header = fields;
                continue;
            }

            inputs.AddRange(fields.SkipLast(1).Select(field => float.Parse(field, CultureInfo.InvariantCulture)));
            if (!classNames.Contains(fields[^1]))
            {
                classNames.Add(fields[^1]);
            }

            labels.Add(classNames.IndexOf(fields[^1]));
        }

        return Dataset.Classification("iris", new Shape(header.Length - 1), [.. inputs], [.. labels], classNames, header[..^1]);
    }

    private static IEnumerable<string> Lines(string file)
    {
        var resource = typeof(BuiltInData).Assembly.GetManifestResourceStream($"Descent.Data.{file}")
            ?? throw new DataException($"The built-in file {file} is missing from the library.");
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
