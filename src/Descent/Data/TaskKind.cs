namespace Descent;

/// <summary>What is to be predicted.</summary>
public enum TaskKind
{
    /// <summary>One class out of several for each sample.</summary>
    Classification,

    /// <summary>One or more real numbers for each sample.</summary>
    Regression,
}
