using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Descent;

/// <summary>Finds the data that a recipe names: a built-in, generated or downloaded data set, or a file.</summary>
public static class DataSource
{
    internal const double DefaultValidationFraction = 0.1;
    private const int HashedRows = 1000;
    private const int GeneratedCount = 1000;
    private const int MostExcluded = 10_000_000;

    /// <summary>The names of the data sets that need no file.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["iris", "digits", "xor", "circles", "moons", "spirals", "blobs", "sine", "plane", "hills"];

    /// <summary>The names of the data sets that are downloaded once.</summary>
    public static IReadOnlyList<string> Downloadable { get; } = ["mnist", "cifar10"];

    /// <summary>Whether a source is a data set known by name.</summary>
    internal static bool IsNamed(string source) => BuiltIn.Concat(Downloadable).Contains(source.ToLowerInvariant());

    /// <summary>Whether a source is a table: a file that is neither a data set known by name nor NumPy arrays.</summary>
    public static bool IsTable(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return !IsNamed(source) && File.Exists(source) && !ArrayData.IsArrayFile(source);
    }

    /// <summary>Loads and splits the data.</summary>
    /// <exception cref="DataException">The source is not known, or its contents cannot be used; the message says where and how to mend it.</exception>
    public static TrainingData Load(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        RecipeChecks.RefuseNumbers(recipe);
        if (recipe.Patience > 0)
        {
            // Stopping early needs a validation part, however few the rows are.
            recipe = recipe with { ValidationFraction = recipe.ValidationFraction ?? DefaultValidationFraction };
        }

        var name = recipe.Source.ToLowerInvariant();
        if (IsNamed(name))
        {
            return LoadNamed(name, recipe);
        }

        if (File.Exists(recipe.Source))
        {
            return ArrayData.IsArrayFile(recipe.Source) ? ArrayData.Load(recipe) : LoadTable(recipe);
        }

        return recipe.Locate<TrainingData>("source", () => throw new DataException(Missing(recipe.Source)));
    }

    private static string Missing(string source)
    {
        var named = BuiltIn.Concat(Downloadable);
        if (Directory.Exists(source))
        {
            return $"'{source}' is a folder; give a CSV or npz file, or one of: {string.Join(", ", named)}.";
        }

        var remedy = Path.HasExtension(source) && !Path.IsPathRooted(source)
            ? $"A relative path begins at {Environment.CurrentDirectory}. " : "";
        return $"There is no file and no data set '{RecipeText.Shown(source)}'. {remedy}{NearestNames.Suggest(source.ToLowerInvariant(), named)}";
    }

    private static TrainingData LoadNamed(string name, Recipe recipe)
    {
        RecipeChecks.RefuseTableFields(recipe, name);
        var (split, hasOwnTest) = name switch
        {
            "iris" => (recipe.Folds is null ? Datasets.Iris().Standardize() : Datasets.Iris(), true),
            "digits" => (Datasets.Digits(), true),
            "mnist" => (Datasets.Mnist(recipe.DataDirectory), true),
            "cifar10" => (Datasets.Cifar10(recipe.DataDirectory), true),
            _ when recipe.Folds is not null => (new DataSplit(Generate(name, recipe.Seed), Generate(name, recipe.Seed)), false),
            _ => (Split.Stratified(Generate(name, recipe.Seed), recipe.TestFraction, recipe.Seed), false),
        };
        RecipeChecks.RefuseOtherTask(recipe, name, split.Train.Task);
        var fraction = recipe.ValidationFraction ?? (hasOwnTest ? 0 : DefaultValidationFraction);
        if (recipe.Folds is { } folds)
        {
            split = Split.Fold(split.Train, folds, recipe.Fold ?? 1, recipe.Seed, fraction);
            split = name == "iris" ? split.Standardize() : split;
        }
        else if (fraction > 0)
        {
            var parts = Split.Stratified(split.Train, fraction, recipe.Seed);
            split = new DataSplit(parts.Train, split.Test, parts.Test);
        }

        split = recipe.Locate("scale", () => ImageScaling.Apply(split, recipe.Scale));
        if (split.Train.ImageShape is { } image)
        {
            split = split.Reshape(image);
        }

        string[] notes = recipe.Folds is not null && hasOwnTest
            ? [Describe(split), $"the folds are of the training part of {name}; its own test part is left for the end"]
            : [Describe(split)];
        return new TrainingData(split, null, notes, Hash(split));
    }

    private static Dataset Generate(string name, ulong seed) => name switch
    {
        "xor" => Datasets.Xor(GeneratedCount, seed: seed),
        "circles" => Datasets.Circles(GeneratedCount, seed: seed),
        "moons" => Datasets.Moons(GeneratedCount, seed: seed),
        "spirals" => Datasets.Spirals(GeneratedCount, seed: seed),
        "blobs" => Datasets.Blobs(GeneratedCount, seed: seed),
        "plane" => Datasets.Plane(GeneratedCount, seed: seed),
        "hills" => Datasets.Hills(GeneratedCount, seed: seed),
        _ => Datasets.Sine(GeneratedCount, seed: seed),
    };

    private static TrainingData LoadTable(Recipe recipe)
    {
        if (recipe.Scale is "unit")
        {
            throw recipe.Refusal("scale", "scale 'unit' is for images; the columns of a table are standardised, or taken as they are with 'none'.");
        }

        var data = TabularData.Load(recipe.Source, Csv(recipe), new TabularOptions
        {
            Target = recipe.Target ?? TabularOptions.Last,
            Task = recipe.Task,
            Features = recipe.Features ?? [],
            Ignore = recipe.Ignore ?? [],
            Categorical = recipe.Categorical ?? [],
            StandardizeInputs = recipe.Scale is not "none",
            DropDuplicates = recipe.Duplicates is "drop",
            Exclude = recipe.Locate("exclude", () => Lines(recipe.Exclude ?? [])),
            StandardizeTarget = recipe.TargetScale is not "none" && !recipe.Locate("loss", () => NeedsTargetUnit(recipe.Loss)),
            TestFraction = recipe.TestFraction,
            ValidationFraction = recipe.ValidationFraction,
            TestPath = recipe.TestFile,
            Folds = recipe.Folds,
            Fold = recipe.Fold ?? 1,
            Seed = recipe.Seed,
        });
        using var file = File.OpenRead(recipe.Source);
        return new TrainingData(data.Split, data.Encoder, data.Report.Sentences, Convert.ToHexStringLower(SHA256.HashData(file)))
        {
            Ignored = data.Report.Ignored,
        };
    }

    private static HashSet<int> Lines(IReadOnlyList<string> texts)
    {
        var lines = new HashSet<int>();
        foreach (var text in texts)
        {
            var ends = text.Split('-');
            if (ends.Length > 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first || last - (long)first > MostExcluded)
            {
                throw new SpecificationException($"exclude '{RecipeText.Shown(text)}' is no line of a file; give whole numbers, or ranges such as 12-15.");
            }

            lines.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return lines;
    }

    // That does not depend on a loss's options, which may wait for the data.
    private static bool NeedsTargetUnit(string? loss)
        => loss?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var name, ..]
            && Specification.Make(name, Catalog.Losses, "loss").NeedsTargetUnit;

    /// <summary>How a recipe says that CSV files are to be read.</summary>
    public static CsvOptions Csv(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new CsvOptions
        {
            Header = recipe.Header switch
            {
                "auto" => CsvHeader.Auto,
                "yes" => CsvHeader.Yes,
                "none" => CsvHeader.None,
                var other => throw new SpecificationException($"header '{other}' is not known; it is auto, yes or none."),
            },
            Delimiter = recipe.Delimiter,
            Missing = recipe.Missing ?? CsvOptions.DefaultMissing,
        };
    }

    private static string Describe(DataSplit split) => split.Train.Task == TaskKind.Classification
        ? $"{split.Train.ClassCount} classes: {string.Join(", ", split.Train.ClassNames)}"
        : $"{split.Train.OutputCount} value to predict: {string.Join(", ", split.Train.TargetNames)}";

    private static string Hash(DataSplit split)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { split.Train, split.Validation, split.Test }.OfType<Dataset>())
        {
            hash.AppendData(MemoryMarshal.AsBytes(part.Labels));
            hash.AppendData(MemoryMarshal.AsBytes(part.Values));
            for (var i = 0; i < Math.Min(part.Count, HashedRows); i++)
            {
                hash.AppendData(MemoryMarshal.AsBytes(part.Input((int)((long)i * part.Count / Math.Min(part.Count, HashedRows))).AsSpan()));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
