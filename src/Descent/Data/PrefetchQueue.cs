using System.Runtime.ExceptionServices;

namespace Descent;

/// <summary>
/// Fills batches on a background task, at most <see cref="Batches.Prefetch"/> ahead, in a ring of buffers. An error in the background is
/// thrown where the batch is asked for; disposing stops the task and waits for it.
/// </summary>
internal sealed class PrefetchQueue : IDisposable
{
    private readonly Batches batches;
    private readonly int epoch;
    private readonly Batch[] ring;
    private readonly SemaphoreSlim free;
    private readonly SemaphoreSlim filled = new(0);
    private readonly CancellationTokenSource stop;
    private readonly CancellationToken cancellation;
    private readonly Task filling;
    private ExceptionDispatchInfo? error;
    private int failedAt = -1;
    private int next;
    private bool holdsOne;

    public PrefetchQueue(Batches batches, int epoch, int startBatch, CancellationToken cancellation)
    {
        this.batches = batches;
        this.epoch = epoch;
        this.cancellation = cancellation;
        next = startBatch;
        ring = new Batch[batches.Prefetch + 1];
        for (var i = 0; i < ring.Length; i++)
        {
            ring[i] = batches.Rent();
        }

        free = new SemaphoreSlim(ring.Length);
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        filling = Task.Factory.StartNew(
            () => Fill(startBatch), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next batch, or null at the end of the epoch; gives the one before back to be filled again.</summary>
    public Batch? Next()
    {
        if (holdsOne)
        {
            holdsOne = false;
            free.Release();
        }

        if (next == batches.Count)
        {
            return null;
        }

        filled.Wait(cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (next == failedAt)
        {
            error!.Throw();
        }

        holdsOne = true;
        return ring[next++ % ring.Length];
    }

    public void Dispose()
    {
        stop.Cancel();
        filling.Wait();
        foreach (var batch in ring)
        {
            batches.Return(batch);
        }

        stop.Dispose();
        free.Dispose();
        filled.Dispose();
    }

    private void Fill(int startBatch)
    {
        var index = startBatch;
        try
        {
            var order = batches.Order(epoch);
            for (; index < batches.Count; index++)
            {
                free.Wait(stop.Token);
                batches.Fill(ring[index % ring.Length], order, epoch, index, together: false);
                filled.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody asks for the rest.
            return;
        }
        catch (Exception exception)
        {
            error = ExceptionDispatchInfo.Capture(exception);
            failedAt = index;
            filled.Release();
        }
    }
}
