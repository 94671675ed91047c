using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The sizes of self-attention over packed projections [n, steps, 3, heads, width]: queries, keys and values beside one another.</summary>
/// <param name="Samples">The samples n.</param>
/// <param name="Steps">The steps, or tokens, of each.</param>
/// <param name="Heads">The heads.</param>
/// <param name="Width">The features of one head.</param>
/// <param name="Causal">Whether a step sees only itself and those before it.</param>
internal readonly record struct AttentionShape(int Samples, int Steps, int Heads, int Width, bool Causal)
{
    /// <summary>The multiply-adds that are worth handing to another thread.</summary>
    private const long WorkInTile = 1 << 18;

    /// <summary>The features of all heads.</summary>
    public int Features => Heads * Width;

    /// <summary>The pairs of a sample and a head that make a tile, by shape alone.</summary>
    public int PairsInTile => (int)Math.Clamp(WorkInTile / Math.Max(1, 2L * Steps * Steps * Width), 1, Math.Max(1, Samples * Heads));

    /// <summary>Number of tiles.</summary>
    public int Tiles => Tiling.Groups(Samples * Heads, PairsInTile);

    /// <summary>What scores are multiplied by: 1 / sqrt(width).</summary>
    public double Scale => 1 / Math.Sqrt(Width);

    /// <summary>A length rounded up to whole vectors.</summary>
    public static int Rounded<T>(int length)
        where T : unmanaged => Tiling.Groups(length, Vector512<T>.Count) * Vector512<T>.Count;
}
