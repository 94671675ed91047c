namespace Descent.Kernels;

/// <summary>
/// The sizes of a connectionist temporal classification: logits [samples, steps, classes] against labels [samples, longest].
/// </summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Steps">The steps of the longest input.</param>
/// <param name="Classes">The classes, the blank among them.</param>
/// <param name="Longest">The labels of the longest target.</param>
/// <param name="Blank">The class that stands for no label.</param>
internal readonly record struct CtcShape(int Samples, int Steps, int Classes, int Longest, int Blank)
{
    /// <summary>
    /// The states of one kind in a step: the blanks before, between and after the labels; as many labels, the first place being none.
    /// </summary>
    public int Width => Longest + 1;

    /// <summary>The states of a step: blanks, then labels.</summary>
    public int States => 2 * Width;

    /// <summary>How many samples make a tile.</summary>
    public int SamplesInTile => Tiling.Rows((int)Math.Min(int.MaxValue, (long)Steps * (Classes + States)));

    /// <summary>The number of tiles.</summary>
    public int Tiles => Tiling.Groups(Samples, SamplesInTile);

    /// <summary>The numbers of a sample's own working memory: rows of states with room for vectors that hang over.</summary>
    public int Row => Tiling.Groups(Width + 1, 16) * 16;
}
