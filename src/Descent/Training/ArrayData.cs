using System.Globalization;
using System.Security.Cryptography;

namespace Descent;

/// <summary>Arrays of an npz file as data to train on. <see cref="ArrayNames"/> says which names are taken.</summary>
internal static class ArrayData
{
    private const int MostClasses = 100_000;

    /// <summary>Whether a file holds NumPy arrays, by its name.</summary>
    public static bool IsArrayFile(string path) => Path.GetExtension(path).ToLowerInvariant() is ".npz" or ".npy";

    /// <summary>
    /// Loads and splits the data. Bytes [samples, height, width], with channels before or behind, are images; other inputs are taken as they
    /// are, and rows of numbers are standardised. Whole numbers to predict are classes, others values.
    /// </summary>
    /// <exception cref="DataException">An array is missing or does not fit the others; the message says what is there.</exception>
    public static TrainingData Load(Recipe recipe)
    {
        var path = recipe.Source;
        RecipeChecks.RefuseTableFields(recipe, path);
        var file = Open(path);
        var names = ArrayNames.Train(file);
        var others = ArrayNames.Others(file);
        var targets = file.ReadNumbers(names.Targets);
        var task = recipe.Task ?? (targets.Format.IsFloating() ? TaskKind.Regression : TaskKind.Classification);
        var train = Labelled(file, names.Inputs, targets, names.Targets, task, null);
        Dataset? Part((string Inputs, string Targets)? part)
            => part is { } given ? Labelled(file, given.Inputs, file.ReadNumbers(given.Targets), given.Targets, task, train.ClassNames) : null;

        var (test, validation) = (Part(others.Test), Part(others.Validation));
        foreach (var part in new[] { test, validation }.OfType<Dataset>().Where(part => !part.InputShape.Equals(train.InputShape)))
        {
            throw new DataException($"'{path}': {part.Name} holds samples of the shape {part.InputShape}, {train.Name} of {train.InputShape}.");
        }

        var split = Cut(train, test, validation, recipe);
        using var stream = File.OpenRead(path);
        return new TrainingData(Scaled(split, recipe.Scale), null, [Describe(names, split)], Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>The inputs of a file to predict for, as they are stored: [samples, inputShape].</summary>
    /// <exception cref="DataException">There are none, or they have another shape than the model was trained on.</exception>
    public static float[] Inputs(string path, Shape inputShape)
    {
        var file = Open(path);
        var name = ArrayNames.InputsToTrainOn(file);
        var numbers = file.ReadNumbers(name);
        var (shape, isChannelsLast) = Layout(numbers, file, name);
        return shape.Count == inputShape.Count
            ? Floats(isChannelsLast ? ChannelsFirst(numbers) : numbers, file, name)
            : throw OtherShape(path, name, shape, inputShape);
    }

    /// <summary>The samples of a file to measure a model on, as they are stored: its test part if it has one, else all.</summary>
    /// <exception cref="DataException">There are none, or they are others than those that the model was trained on.</exception>
    public static Dataset Labelled(string path, ArrayEncoder encoder)
    {
        var file = Open(path);
        var (inputs, targets) = ArrayNames.Others(file).Test ?? ArrayNames.Train(file);
        var classNames = encoder.Task == TaskKind.Classification ? encoder.OutputNames : null;
        var samples = Labelled(file, inputs, file.ReadNumbers(targets), targets, encoder.Task, classNames);
        return samples.InputShape.Count == encoder.InputShape.Count
            ? samples
            : throw OtherShape(path, inputs, samples.InputShape, encoder.InputShape);
    }

    private static DataException OtherShape(string path, string name, Shape given, Shape trained)
        => new($"'{path}': '{name}' holds samples of the shape {given}; the model was trained on {trained}.");

    private static NpzFile Open(string path)
        => Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase)
            ? NpzFile.Open(path)
            : throw new DataException($"'{path}' holds one array, and training needs two: inputs and what to predict. Save them together with numpy.savez('data.npz', x=..., y=...).");

    private static Dataset Labelled(NpzFile file, string inputs, StridedNumbers targets, string targetName, TaskKind task, IReadOnlyList<string>? known)
    {
        var name = $"'{inputs}' in {file.Path}";
        var numbers = file.ReadNumbers(inputs);
        var (shape, isChannelsLast) = Layout(numbers, file, inputs);
        numbers = isChannelsLast ? ChannelsFirst(numbers) : numbers;
        var count = numbers.Shape[0];
        if (targets.Shape.Rank is not (1 or 2) || targets.Shape.Count != count || targets.Shape[0] != count)
        {
            throw new DataException(
                $"'{file.Path}': '{targetName}' has the shape {targets.Shape}; one number for each of the {count} samples of '{inputs}' is needed: [{count}] or [{count}, 1].");
        }

        var target = NpyFile.ToTensor(targets, $"'{targetName}' in {file.Path}").ToDoubles();
        if (task == TaskKind.Regression)
        {
            return Dataset.Regression(name, shape, Floats(numbers, file, inputs), Array.ConvertAll(target, value => (float)value), [targetName]);
        }

        var labels = Labels(target, $"'{targetName}' in {file.Path}");
        var classNames = known ?? [.. Enumerable.Range(0, labels.Max() + 1).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        if (labels.Max() >= classNames.Count)
        {
            throw new DataException($"'{file.Path}': '{targetName}' has the class {labels.Max()}, which the training part does not have: its classes are 0 to {classNames.Count - 1}.");
        }

        return IsBytes(numbers) && shape.Rank == 3
            ? Dataset.Images(name, shape, numbers.Elements<byte, byte>(value => value), labels, classNames)
            : Dataset.Classification(name, shape, Floats(numbers, file, inputs), labels, classNames);
    }

    private static int[] Labels(double[] target, string name)
    {
        if (target.Length == 0)
        {
            throw new DataException($"{name} has no samples.");
        }

        var wrong = Array.FindIndex(target, value => !(value >= 0 && value < MostClasses && value == Math.Floor(value)));
        return wrong < 0
            ? Array.ConvertAll(target, value => (int)value)
            : throw new DataException(FormattableString.Invariant(
                $"{name}, sample {wrong}: {target[wrong]} is no class. Classes are whole numbers from 0 to {MostClasses - 1}; for values to predict give the task regression."));
    }

    private static bool IsBytes(StridedNumbers numbers) => numbers.Format == NumberFormat.UInt8;

    /// <summary>The shape of one sample, images with their channels first, and whether they lie last in the file.</summary>
    private static (Shape Sample, bool IsChannelsLast) Layout(StridedNumbers numbers, NpzFile file, string name)
    {
        if (numbers.Shape.Rank < 2)
        {
            throw new DataException($"'{file.Path}': '{name}' has the shape {numbers.Shape}; inputs are [samples, features] or [samples, channels, height, width].");
        }

        var sample = numbers.Shape.Inner();
        if (!IsBytes(numbers))
        {
            return (sample, false);
        }

        return sample.Lengths switch
        {
            [var height, var width] => (new Shape(1, height, width), false),
            [not (1 or 3 or 4), var width, (1 or 3 or 4) and var channels] => (new Shape(channels, sample[0], width), true),
            _ => (sample, false),
        };
    }

    // [samples, height, width, channels] seen as [samples, channels, height, width].
    private static StridedNumbers ChannelsFirst(StridedNumbers numbers)
    {
        int[] order = [0, 3, 1, 2];
        return numbers with
        {
            Shape = new Shape([.. order.Select(axis => numbers.Shape[axis])]),
            Strides = [.. order.Select(axis => numbers.Strides[axis])],
        };
    }

    private static float[] Floats(StridedNumbers numbers, NpzFile file, string name)
    {
        if (numbers.Format == NumberFormat.UInt8)
        {
            return numbers.Elements<byte, float>(value => value);
        }

        var tensor = NpyFile.ToTensor(numbers, $"'{name}' in {file.Path}");
        return tensor.Type switch
        {
            ElementType.Float32 => tensor.ToArray<float>(),
            ElementType.Float64 => Array.ConvertAll(tensor.ToArray<double>(), value => (float)value),
            _ => Array.ConvertAll(tensor.ToArray<int>(), value => (float)value),
        };
    }

    private static DataSplit Cut(Dataset train, Dataset? test, Dataset? validation, Recipe recipe)
    {
        if (recipe.Folds is { } folds)
        {
            return Split.Fold(train, folds, recipe.Fold ?? 1, recipe.Seed, recipe.ValidationFraction ?? DataSource.DefaultValidationFraction);
        }

        if (test is null)
        {
            var parts = Split.Stratified(train, recipe.TestFraction, recipe.Seed);
            (train, test) = (parts.Train, parts.Test);
        }

        var fraction = recipe.ValidationFraction ?? DataSource.DefaultValidationFraction;
        if (validation is not null || fraction == 0)
        {
            return new DataSplit(train, test, validation);
        }

        var kept = Split.Stratified(train, fraction, recipe.Seed);
        return new DataSplit(kept.Train, test, kept.Test);
    }

    private static DataSplit Scaled(DataSplit split, string? scale)
    {
        var train = split.Train;
        if (train.ImageShape is not null || scale is not null)
        {
            return ImageScaling.Apply(split, scale);
        }

        return train.InputShape.Rank == 1 ? split.Standardize() : split;
    }

    private static string Describe((string Inputs, string Targets) names, DataSplit split)
        => $"'{names.Inputs}' holds {(split.Train.ImageShape is null ? "inputs" : "images")} of the shape {split.Train.InputShape}, "
            + (split.Train.Task == TaskKind.Classification ? $"'{names.Targets}' {split.Train.ClassCount} classes" : $"'{names.Targets}' values to predict");
}
