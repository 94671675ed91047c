namespace Descent;

/// <summary>
/// Some samples side by side, in arrays that are used again for later batches: what is to be kept beyond the next step of the
/// enumeration must be copied.
/// </summary>
public sealed class Batch
{
    internal Batch(Dataset dataset, int capacity)
    {
        SampleShape = dataset.InputShape;
        Rows = new int[capacity];
        Inputs = new float[capacity * dataset.InputShape.Count];
        Labels = new int[dataset.Task == TaskKind.Classification ? capacity : 0];
        Values = new float[dataset.Task == TaskKind.Regression ? capacity * dataset.OutputCount : 0];
    }

    /// <summary>The number of samples; the last batch of an epoch may have fewer than the others.</summary>
    public int Count { get; internal set; }

    /// <summary>The place of this batch in its epoch, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>The rows of the data set that the samples come from; the first <see cref="Count"/> count.</summary>
    public int[] Rows { get; }

    /// <summary>[Count, sample shape]; may be longer than that.</summary>
    public float[] Inputs { get; }

    /// <summary>The classes, [Count]; may be longer; empty for regression.</summary>
    public int[] Labels { get; }

    /// <summary>The values to predict, [Count, width]; may be longer; empty for classification.</summary>
    public float[] Values { get; }

    /// <summary>The shape of one input.</summary>
    public Shape SampleShape { get; }

    /// <summary>The shape of the inputs: [Count, sample shape].</summary>
    public Shape InputShape => SampleShape.Prepend(Count);

    /// <summary>The inputs as a tensor of their own, [Count, sample shape].</summary>
    public Tensor ToTensor() => Tensor.From<float>(Inputs.AsSpan(0, InputShape.Count), InputShape);

    internal void Fill(Dataset dataset, ReadOnlySpan<int> rows, int index)
    {
        Count = rows.Length;
        Index = index;
        rows.CopyTo(Rows);
        dataset.CopyInputs(rows, Inputs);
        if (dataset.Task == TaskKind.Classification)
        {
            dataset.CopyLabels(rows, Labels);
        }
        else
        {
            dataset.CopyValues(rows, Values);
        }
    }
}
