namespace Descent;

/// <summary>The random changes of a training, in their order: those of single inputs, then at most one mixture.</summary>
/// <param name="Augmentations">The changes of single inputs.</param>
/// <param name="Mixing">The mixture; null for none.</param>
public sealed record AugmentationPlan(IReadOnlyList<IAugmentation> Augmentations, IMixing? Mixing)
{
    /// <summary>No change.</summary>
    public static AugmentationPlan None { get; } = new([], null);

    /// <summary>The plan for a data set: each change knows the scaling that it needs.</summary>
    /// <exception cref="DescentException">One makes no sense for such inputs; the message says why.</exception>
    public AugmentationPlan For(Dataset training)
        => new([.. Augmentations.Select(change => change.For(training))], Mixing?.For(training));
}

/// <summary>Random changes as short text, joined by commas: <c>flip, crop pad=4, mixup alpha=0.2</c>.</summary>
public static class AugmentationSpecification
{
    /// <summary>Reads the text and makes the changes.</summary>
    /// <exception cref="SpecificationException">
    /// A name or an option is unknown, a value is out of range, or there are two mixtures.
    /// </exception>
    public static AugmentationPlan Make(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var changes = SpecificationText.Split(text, character => character is ',' or '\n')
            .Where(part => part.Length > 0)
            .Select(part => Specification.Make(part, Catalog.Augmentations, "augmentation"))
            .ToArray();
        var mixtures = changes.OfType<IMixing>().ToArray();
        return mixtures.Length <= 1
            ? new AugmentationPlan([.. changes.OfType<IAugmentation>()], mixtures.FirstOrDefault())
            : throw new SpecificationException(
                $"'{mixtures[0].Name}' and '{mixtures[1].Name}' both mix each input with another: choose one of them.");
    }
}
