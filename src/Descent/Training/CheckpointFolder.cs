namespace Descent;

/// <summary>Where a <see cref="Trainer"/> keeps its checkpoints: <c>last.safetensors</c> to continue from, <c>best.safetensors</c> with the best epoch's parameters.</summary>
/// <param name="Path">The folder; made if it is not there.</param>
public sealed record CheckpointFolder(string Path)
{
    /// <summary>The shortest time between two checkpoints; the last one is always written.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The checkpoint to continue from.</summary>
    public string Last => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>The parameters of the best epoch.</summary>
    public string Best => System.IO.Path.Combine(Path, "best.safetensors");
}
