namespace Descent.Tests.Kernels;

/// <summary>What a kernel allocates once it is warm.</summary>
internal static class Allocations
{
    private const int Rounds = 5;
    private const int Runs = 10;

    /// <summary>
    /// The bytes that the calling thread allocates in ten runs, the least of several rounds: the first time that the thread has to sleep
    /// until another has done its tile, which may be at any moment on a busy machine, the runtime allocates for that once.
    /// </summary>
    public static long OnceWarm(Action kernel)
    {
        kernel();
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var run = 0; run < Runs; run++)
            {
                kernel();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
