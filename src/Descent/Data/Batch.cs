using Descent.Kernels;

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

    /// <summary>The classes of those that the inputs were mixed with, [Count]; may be longer; empty where nothing is mixed.</summary>
    public int[] PartnerLabels { get; private set; } = [];

    /// <summary>The share of each input's own class in the mixture, [Count]; may be longer; empty where nothing is mixed.</summary>
    public float[] Shares { get; private set; } = [];

    /// <summary>The shape of one input.</summary>
    public Shape SampleShape { get; }

    /// <summary>The shape of the inputs: [Count, sample shape].</summary>
    public Shape InputShape => SampleShape.Prepend(Count);

    /// <summary>The inputs as a tensor of their own, [Count, sample shape].</summary>
    public Tensor ToTensor() => Tensor.From<float>(Inputs.AsSpan(0, InputShape.Count), InputShape);

    /// <summary>Mixes each sample with another of the batch.</summary>
    /// <param name="mixing">How.</param>
    /// <param name="key">The source of randomness.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    internal void Mix(IMixing mixing, RandomKey key, int epoch)
    {
        if (Shares.Length == 0)
        {
            (Shares, PartnerLabels) = (new float[Rows.Length], new int[Labels.Length]);
        }

        var (width, outputs) = (SampleShape.Count, Values.Length / Rows.Length);
        var inputs = Inputs.AsSpan(0, Count * width).ToArray();
        var values = Values.ToArray();
        var partners = Enumerable.Range(0, Count).ToArray();
        var order = key.For("partners").At((uint)epoch, (uint)Index).Stream();
        order.Shuffle(partners);
        for (var i = 0; i < Count; i++)
        {
            var (partner, stream) = (partners[i], key.At((uint)epoch, (uint)Rows[i]).Stream());
            var share = mixing.Apply(Inputs.AsSpan(i * width, width), inputs.AsSpan(partner * width, width), SampleShape, ref stream);
            Shares[i] = (float)share;
            if (Labels.Length > 0)
            {
                PartnerLabels[i] = Labels[partner];
            }

            for (var output = 0; output < outputs; output++)
            {
                Values[(i * outputs) + output] = (float)((share * values[(i * outputs) + output]) + ((1 - share) * values[(partner * outputs) + output]));
            }
        }
    }

    internal void Fill(Dataset dataset, ReadOnlySpan<int> rows, int index, bool together)
    {
        Count = rows.Length;
        Index = index;
        rows.CopyTo(Rows);
        dataset.CopyInputs(rows, Inputs, together);
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
