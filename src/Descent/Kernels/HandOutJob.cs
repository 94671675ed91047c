using System.Diagnostics;

namespace Descent.Kernels;

/// <summary>A job of one tile for each thread, in which they wait for one another: what sharing work out costs by itself.</summary>
/// <param name="arrived">How many are there, 0 at first.</param>
/// <param name="members">How many are to come.</param>
internal readonly unsafe struct HandOutJob(int* arrived, int members) : ITileJob
{
    /// <summary>Where the machine leaves no processor to a thread, the others do not wait for ever.</summary>
    private static readonly long Patience = Stopwatch.Frequency / 1000;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        Interlocked.Increment(ref *arrived);
        var started = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref *arrived) < members && Stopwatch.GetTimestamp() - started < Patience)
        {
            // The last to come lets all go.
        }
    }
}
