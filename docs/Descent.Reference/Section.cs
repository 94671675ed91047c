namespace Descent.Reference;

/// <summary>A part of the reference: the concepts of one kind.</summary>
/// <param name="One">One of them: <c>loss</c>.</param>
/// <param name="Folder">The folder of their pages: <c>losses</c>.</param>
/// <param name="Definitions">The concepts.</param>
/// <param name="Example">How a training names one, with {0} for its specification; empty where trainings do not.</param>
internal sealed record Section(string One, string Folder, IReadOnlyList<Definition> Definitions, string Example)
{
    public static IReadOnlyList<Section> All { get; } =
    [
        new("loss", "losses", Catalog.Losses, "--loss \"{0}\""),
        new("activation", "activations", Catalog.Activations, "--model \"linear 64, {0}, linear 10\""),
        new("layer", "layers", Catalog.Layers, ""),
        new("optimizer", "optimizers", Catalog.Optimizers, "--optimizer \"{0}\""),
        new("schedule", "schedules", Catalog.Schedules, "--schedule \"{0}\""),
        new("augmentation", "augmentations", Catalog.Augmentations, "--augment \"{0}\""),
        new("initializer", "initializers", Catalog.Initializers, "--model \"linear 64 init={1}, relu, linear 10\""),
        new("metric", "metrics", Catalog.Metrics, ""),
        new("finding", "findings", Catalog.Findings, ""),
    ];
}
