using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>One piece of work that is cut into tiles by its shape, never by the number of workers. A struct, so that the loop over tiles is specialised.</summary>
public interface ITileJob
{
    /// <summary>Does tile number <paramref name="tile"/>; tiles write to places of their own and may run in any order, at the same time.</summary>
    void Run(int tile);
}

/// <summary>
/// The team that kernels share their tiles among: the calling thread and <see cref="Count"/> - 1 threads of its own,
/// which spin for some microseconds after a job and then sleep.
/// </summary>
public static unsafe class Workers
{
    private static readonly Lock ChangingCount = new();
    private static WorkerTeam team = new(Environment.ProcessorCount);

    [ThreadStatic]
    private static bool alone;

    /// <summary>
    /// The number of threads that work on a job, the calling one included; at first the number of processors. It never shows in a result.
    /// A job that runs while it is changed is finished by the threads that began it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static int Count
    {
        get => Volatile.Read(ref team).Count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (ChangingCount)
            {
                if (value != team.Count)
                {
                    var former = team;
                    Volatile.Write(ref team, new WorkerTeam(value));
                    former.Retire();
                }
            }
        }
    }

    /// <summary>
    /// Whether the current thread does its jobs by itself. For a thread beside others that are busy too, as in a server: the team would only
    /// take their processors from them. It never shows in a result.
    /// </summary>
    internal static bool Alone { get => alone; set => alone = value; }

    /// <summary>
    /// Runs the tiles 0 to <paramref name="tiles"/> - 1 of a job and returns when the last is done. While the team is busy with another job
    /// (another thread's, or the one that this call is made from) the calling thread runs all tiles itself. Allocates nothing.
    /// </summary>
    /// <remarks>An exception in a tile reaches the caller; tiles that have not begun by then are left out.</remarks>
    public static void Run<TJob>(int tiles, in TJob job)
        where TJob : struct, ITileJob
        => Run(tiles, in job, isBoundByCaches: false);

    /// <summary>
    /// The same, but no thread takes over a share that another has begun: for tiles that take all of them as long, and that each finds in its
    /// own cache from the job before.
    /// </summary>
    internal static void RunBoundByCaches<TJob>(int tiles, in TJob job)
        where TJob : struct, ITileJob
        => Run(tiles, in job, isBoundByCaches: true);

    private static void Run<TJob>(int tiles, in TJob job, bool isBoundByCaches)
        where TJob : struct, ITileJob
    {
        // The copy lives on this stack, which outlasts the job: no thread is at work on it when TryRun returns.
        var copy = job;
        if (tiles > 1 && !alone && Volatile.Read(ref team).TryRun(tiles, &RunTile<TJob>, Unsafe.AsPointer(ref copy), isBoundByCaches))
        {
            return;
        }

        for (var tile = 0; tile < tiles; tile++)
        {
            copy.Run(tile);
        }
    }

    private static void RunTile<TJob>(void* job, int tile)
        where TJob : struct, ITileJob
        => Unsafe.AsRef<TJob>(job).Run(tile);
}
