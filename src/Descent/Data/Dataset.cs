using Descent.Kernels;

namespace Descent;

/// <summary>
/// Samples held in memory, checked when made and never changed after: inputs of one shape, and for each sample a class or the values to
/// predict. Images stay bytes and become numbers batch by batch.
/// </summary>
public sealed partial class Dataset
{
    /// <summary>Fewer numbers are copied in less time than another thread takes to help, and a tile of so many is worth its while.</summary>
    private const int NumbersToShare = 32_768, NumbersInTile = 12_288;

    /// <summary>Rows from this length on are asked for while the row before is copied.</summary>
    private const int NumbersToAsk = 512;

    private readonly SampleStore store;
    private readonly int[]? storeRows;
    private readonly int[]? labels;
    private readonly float[]? values;

    private Dataset(Dataset from, SampleStore store, int[]? storeRows, int[]? labels, float[]? values, int count)
        : this(from.Name, from.Task, from.InputShape, store, storeRows, labels, values, count)
    {
        Scaling = from.Scaling;
        ImageShape = from.ImageShape;
        FeatureNames = from.FeatureNames;
        ClassNames = from.ClassNames;
        TargetNames = from.TargetNames;
        Lines = from.Lines;
    }

    private Dataset(
        string name, TaskKind task, Shape inputShape, SampleStore store, int[]? storeRows, int[]? labels, float[]? values, int count)
    {
        Name = name;
        Task = task;
        InputShape = inputShape;
        Count = count;
        this.store = store;
        this.storeRows = storeRows;
        this.labels = labels;
        this.values = values;
    }

    /// <summary>What the data set is called.</summary>
    public string Name { get; private init; }

    /// <summary>Whether a class or values are to be predicted.</summary>
    public TaskKind Task { get; }

    /// <summary>The shape of one input, without the batch axis: [64], [3, 32, 32].</summary>
    public Shape InputShape { get; private init; }

    /// <summary>The shape of one input as an image [channels, height, width]; null if the inputs are no images.</summary>
    public Shape? ImageShape { get; private init; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>A name for each feature of a flat input; empty if they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; private init; } = [];

    /// <summary>The names of the classes, by label; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>The names of the values to predict; empty for classification.</summary>
    public IReadOnlyList<string> TargetNames { get; private init; } = [];

    /// <summary>The number of classes; 0 for regression.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>How many numbers a model answers with for one sample: the number of classes or of values.</summary>
    public int OutputCount => Task == TaskKind.Classification ? ClassNames.Count : TargetNames.Count;

    /// <summary>How stored inputs become numbers.</summary>
    public InputScaling Scaling { get; private init; } = InputScaling.None;

    /// <summary>The largest value that a stored input can have, 255 for bytes of colour; null where inputs are plain numbers.</summary>
    public float? InputMaximum => store.Maximum;

    /// <summary>The labels, one for each sample, in [0, <see cref="ClassCount"/>); empty for regression.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>The values to predict, [Count, OutputCount] row by row; empty for classification.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The line of the file that each sample is from; null where it is from no table.</summary>
    internal int[]? Lines { get; private init; }

    /// <summary>The number of channels that are scaled apart: those of an image, else each feature is its own.</summary>
    internal int Channels => ImageShape is { } image ? image[0] : InputShape.Count;

    /// <summary>The bytes of memory that the stored inputs take; subsets share them.</summary>
    internal long StoredBytes => store.Bytes;

    /// <summary>The same samples with inputs scaled another way; the stored inputs are shared.</summary>
    /// <exception cref="DataException">The scaling has another number of channels than the inputs.</exception>
    public Dataset WithScaling(InputScaling scaling)
        => scaling.Channels == 1 || scaling.Channels == Channels
            ? new Dataset(this, store, storeRows, labels, values, Count) { Scaling = scaling }
            : throw new DataException($"{Name}: a scaling for {scaling.Channels} channels does not fit inputs {InputShape} of {Channels}.");

    /// <summary>The same samples with inputs of another shape and as many elements: images as flat rows, or flat rows as images.</summary>
    /// <exception cref="ShapeException">The shapes differ in their number of elements.</exception>
    public Dataset Reshape(Shape inputShape)
        => inputShape.Count == InputShape.Count
            ? new Dataset(this, store, storeRows, labels, values, Count) { InputShape = inputShape }
            : throw new ShapeException(
                $"{Name}: inputs {InputShape} cannot be reshaped to {inputShape}: {InputShape.Count} elements are not {inputShape.Count}.");

    /// <summary>The same samples under another name.</summary>
    public Dataset Named(string name) => new(this, store, storeRows, labels, values, Count) { Name = name };

    /// <summary>The same samples, with the lines that they are from.</summary>
    internal Dataset WithLines(int[] lines) => new(this, store, storeRows, labels, values, Count) { Lines = lines };

    /// <summary>Some of the samples, in the order given; the stored inputs are shared, not copied.</summary>
    /// <exception cref="DataException">A row does not exist.</exception>
    public Dataset Subset(ReadOnlySpan<int> rows)
    {
        DatasetChecks.Rows(Name, rows, Count);
        var chosen = rows.ToArray();
        if (storeRows is not null)
        {
            foreach (ref var row in chosen.AsSpan())
            {
                row = storeRows[row];
            }
        }

        var chosenLabels = labels is null ? null : new int[rows.Length];
        var chosenValues = values is null ? null : new float[rows.Length * OutputCount];
        for (var i = 0; i < rows.Length; i++)
        {
            if (chosenLabels is not null)
            {
                chosenLabels[i] = labels![rows[i]];
            }
        }

        if (chosenValues is not null)
        {
            CopyValues(rows, chosenValues);
        }

        return new Dataset(this, store, chosen, chosenLabels, chosenValues, rows.Length)
        {
            Lines = Lines is { } lines ? [.. rows.ToArray().Select(row => lines[row])] : null,
        };
    }

    /// <summary>Some of the samples: those from <paramref name="start"/> on.</summary>
    public Dataset Slice(int start, int count) => Subset(Enumerable.Range(start, count).ToArray());

    /// <summary>Writes the scaled inputs of some rows one after another: [rows.Length, InputShape].</summary>
    /// <exception cref="DataException">A row does not exist, or the destination is too short.</exception>
    public void CopyInputs(ReadOnlySpan<int> rows, Span<float> destination) => CopyInputs(rows, destination, together: false);

    /// <summary>The same, perhaps by all threads of the team: for a caller who waits for the rows.</summary>
    internal unsafe void CopyInputs(ReadOnlySpan<int> rows, Span<float> destination, bool together)
    {
        DatasetChecks.Rows(Name, rows, Count);
        var width = InputShape.Count;
        DatasetChecks.Destination(Name, rows.Length * width, destination.Length);
        if (!together || rows.Length * width < NumbersToShare)
        {
            CopyScaled(rows, destination);
            return;
        }

        fixed (int* first = rows)
        fixed (float* target = destination)
        {
            var rowsInTile = Math.Max(1, NumbersInTile / width);
            Workers.Run(Tiling.Groups(rows.Length, rowsInTile), new CopyRowsJob(this, first, rows.Length, rowsInTile, target));
        }
    }

    private void CopyScaled(ReadOnlySpan<int> rows, Span<float> destination)
    {
        var width = InputShape.Count;
        for (var i = 0; i < rows.Length; i++)
        {
            if (width >= NumbersToAsk && i + 1 < rows.Length)
            {
                store.Ask(Stored(rows[i + 1]), width);
            }

            store.CopyRow(Stored(rows[i]), Scaling, destination.Slice(i * width, width));
        }
    }

    private int Stored(int row) => storeRows is null ? row : storeRows[row];

    private readonly unsafe struct CopyRowsJob(Dataset dataset, int* rows, int count, int rowsInTile, float* destination) : ITileJob
    {
        public void Run(int tile)
        {
            var (first, width) = (tile * rowsInTile, dataset.InputShape.Count);
            var copied = Math.Min(rowsInTile, count - first);
            dataset.CopyScaled(new(rows + first, copied), new(destination + ((nint)first * width), copied * width));
        }
    }

    /// <summary>The scaled input of one sample.</summary>
    public float[] Input(int row)
    {
        var input = new float[InputShape.Count];
        CopyInputs([row], input);
        return input;
    }

    /// <summary>Writes the labels of some rows.</summary>
    /// <exception cref="DataException">A row does not exist, the destination is too short, or the task is regression.</exception>
    public void CopyLabels(ReadOnlySpan<int> rows, Span<int> destination)
    {
        var from = labels ?? throw new DataException($"{Name} has values to predict, not classes: use {nameof(CopyValues)}.");
        DatasetChecks.Rows(Name, rows, Count);
        DatasetChecks.Destination(Name, rows.Length, destination.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            destination[i] = from[rows[i]];
        }
    }

    /// <summary>Writes the values of some rows: [rows.Length, OutputCount].</summary>
    /// <exception cref="DataException">A row does not exist, the destination is too short, or the task is classification.</exception>
    public void CopyValues(ReadOnlySpan<int> rows, Span<float> destination)
    {
        var from = values ?? throw new DataException($"{Name} has classes to predict, not values: use {nameof(CopyLabels)}.");
        DatasetChecks.Rows(Name, rows, Count);
        var width = OutputCount;
        DatasetChecks.Destination(Name, rows.Length * width, destination.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            from.AsSpan(rows[i] * width, width).CopyTo(destination.Slice(i * width, width));
        }
    }

    /// <summary>How many samples each class has.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in Labels)
        {
            counts[label]++;
        }

        return counts;
    }
}
