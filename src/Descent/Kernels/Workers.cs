namespace Descent.Kernels;

/// <summary>One piece of work that is cut into tiles by its shape, never by the number of workers. A struct, so that the loop over tiles is specialised.</summary>
public interface ITileJob
{
    /// <summary>Does tile number <paramref name="tile"/>; tiles write to places of their own and may run in any order, at the same time.</summary>
    void Run(int tile);
}

/// <summary>The team that kernels share their tiles among.</summary>
public static class Workers
{
    /// <summary>Runs all tiles of a job and returns when the last is done.</summary>
    public static void Run<TJob>(int tiles, in TJob job)
        where TJob : struct, ITileJob
    {
        var copy = job;
        for (var tile = 0; tile < tiles; tile++)
        {
            copy.Run(tile);
        }
    }
}
