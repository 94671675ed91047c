using Descent.Kernels;

namespace Descent;

/// <summary>
/// Cuts a data set into minibatches, epoch after epoch. The order of an epoch depends on the seed and the epoch alone, so that training
/// can be resumed at any batch; the next batches are filled in the background while one is used.
/// </summary>
public sealed class Batches
{
    /// <summary>
    /// Batches of fewer numbers, unless they are augmented, are filled in less time than another thread takes from the kernels' threads,
    /// which have a processor each.
    /// </summary>
    private const int NumbersToPrefetch = 1 << 18;

    private readonly Stack<Batch> idle = new();

    /// <summary>Minibatches of a data set.</summary>
    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="batchSize">The number of samples in a batch.</param>
    /// <param name="seed">The same seed gives the same orders.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own; else rows come as they are stored.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <exception cref="DataException">The batch size is not positive, or no batch is left.</exception>
    public Batches(Dataset dataset, int batchSize, ulong seed = 0, bool shuffle = true, bool dropLast = false)
    {
        if (batchSize < 1)
        {
            throw new DataException($"A batch has at least one sample; the batch size is {batchSize}.");
        }

        if (dropLast && batchSize > dataset.Count)
        {
            throw new DataException(
                $"{dataset.Name} has {dataset.Count} samples, fewer than one batch of {batchSize}, and incomplete batches are "
                + "dropped: use smaller batches.");
        }

        Dataset = dataset;
        BatchSize = Math.Min(batchSize, dataset.Count);
        Seed = seed;
        Shuffle = shuffle;
        Count = dropLast ? dataset.Count / BatchSize : (dataset.Count + BatchSize - 1) / BatchSize;
    }

    /// <summary>Where the samples come from.</summary>
    public Dataset Dataset { get; }

    /// <summary>The number of samples in a full batch; no more than there are samples.</summary>
    public int BatchSize { get; }

    /// <summary>The seed of the orders.</summary>
    public ulong Seed { get; }

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffle { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>How many batches are filled ahead in the background, unless they are small; 0 fills each when it is asked for.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Random changes of the inputs, in this order; empty for none.</summary>
    public IReadOnlyList<IAugmentation> Augmentations { get; init; } = [];

    /// <summary>Mixes each input with another of its batch, and their targets, after the other changes; null for none.</summary>
    public IMixing? Mixing { get; init; }

    /// <summary>
    /// The seed of the random changes; <see cref="Seed"/> unless set. Two of the same seed and of other augmentation seeds give two views
    /// of the same samples, in the same order.
    /// </summary>
    public ulong? AugmentationSeed { get; init; }

    /// <summary>The rows of an epoch in their order.</summary>
    public int[] Order(int epoch)
    {
        var rows = Enumerable.Range(0, Dataset.Count).ToArray();
        if (Shuffle)
        {
            var stream = new RandomKey(Seed, "batches", (uint)epoch).Stream();
            stream.Shuffle(rows);
        }

        return rows;
    }

    /// <summary>The batches of an epoch from <paramref name="startBatch"/> on. A batch is good until the next one is asked for.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="startBatch">The first batch to give: 0, or where training was stopped.</param>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<Batch> Epoch(int epoch, int startBatch = 0, CancellationToken cancellation = default)
    {
        if (startBatch < 0 || startBatch > Count)
        {
            throw new DataException($"{Dataset.Name} has no batch {startBatch}: an epoch has {Count} batches of {BatchSize}.");
        }

        var isQuick = Augmentations.Count == 0 && Mixing is null && (long)BatchSize * Dataset.InputShape.Count < NumbersToPrefetch;
        return Prefetch > 0 && !isQuick ? Prefetched(epoch, startBatch, cancellation) : Synchronous(epoch, startBatch, cancellation);
    }

    /// <summary>Fills a batch; together with the team's threads unless they are at work for someone else meanwhile.</summary>
    internal void Fill(Batch batch, ReadOnlySpan<int> order, int epoch, int index, bool together)
    {
        var start = index * BatchSize;
        batch.Fill(Dataset, order.Slice(start, Math.Min(BatchSize, order.Length - start)), index, together);
        var width = Dataset.InputShape.Count;
        var key = new RandomKey(AugmentationSeed ?? Seed, "augmentation");
        for (var i = 0; i < batch.Count && Augmentations.Count > 0; i++)
        {
            var stream = key.At((uint)epoch, (uint)batch.Rows[i]).Stream();
            foreach (var augmentation in Augmentations)
            {
                augmentation.Apply(batch.Inputs.AsSpan(i * width, width), Dataset.InputShape, ref stream);
            }
        }

        if (Mixing is not null)
        {
            batch.Mix(Mixing, new RandomKey(AugmentationSeed ?? Seed, "mixing"), epoch);
        }
    }

    internal Batch Rent()
    {
        lock (idle)
        {
            return idle.TryPop(out var batch) ? batch : new Batch(Dataset, BatchSize);
        }
    }

    internal void Return(Batch batch)
    {
        lock (idle)
        {
            idle.Push(batch);
        }
    }

    private IEnumerable<Batch> Synchronous(int epoch, int startBatch, CancellationToken cancellation)
    {
        var order = Order(epoch);
        var batch = Rent();
        try
        {
            for (var index = startBatch; index < Count; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                Fill(batch, order, epoch, index, together: true);
                yield return batch;
            }
        }
        finally
        {
            Return(batch);
        }
    }

    private IEnumerable<Batch> Prefetched(int epoch, int startBatch, CancellationToken cancellation)
    {
        using var prefetch = new PrefetchQueue(this, epoch, startBatch, cancellation);
        while (prefetch.Next() is { } batch)
        {
            yield return batch;
        }
    }
}
