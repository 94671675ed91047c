namespace Descent;

/// <summary>How a score of single classes becomes one number.</summary>
public enum Averaging
{
    /// <summary>The plain mean over all classes, absent ones too: every class counts the same.</summary>
    Macro,

    /// <summary>The counts of all classes together: every sample counts the same.</summary>
    Micro,

    /// <summary>The mean weighted by how many samples are of each class.</summary>
    Weighted,

    /// <summary>The score of class 1 alone.</summary>
    Binary,
}
