namespace Descent.Kernels;

/// <summary>The sizes of a recurrent layer over a batch of sequences.</summary>
/// <param name="Samples">The samples n.</param>
/// <param name="Steps">The steps of each sequence.</param>
/// <param name="Inputs">The features of each step.</param>
/// <param name="Hidden">The hidden width.</param>
/// <param name="Reverse">Whether the steps are taken from the last to the first.</param>
internal readonly record struct RecurrentShape(int Samples, int Steps, int Inputs, int Hidden, bool Reverse)
{
    /// <summary>The multiply-adds that are worth handing to another thread.</summary>
    private const long WorkToShare = 1 << 18;

    /// <summary>
    /// The samples of a tile, which take all their steps on one thread. As each element of a product is one chain of its own, this may depend
    /// on the number of threads.
    /// </summary>
    public int SamplesInTile(int gates)
    {
        var share = Tiling.Groups(Tiling.Groups(Samples, Workers.Count), MatrixProductTile.MaxRows) * MatrixProductTile.MaxRows;
        var work = Math.Max(1, (long)Steps * gates * Hidden * (Inputs + Hidden));
        var least = (int)Math.Min(Samples, (WorkToShare / work) + 1);
        return Math.Max(Math.Min(share, MostSamplesInTile), least);
    }

    /// <summary>The step that is taken as number <paramref name="order"/>.</summary>
    public int Step(int order) => Reverse ? Steps - 1 - order : order;

    // More samples do not make a product quicker, and their state would leave the second cache.
    private const int MostSamplesInTile = 64;
}
