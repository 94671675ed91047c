namespace Descent;

public static partial class Catalog
{
    /// <summary>The random changes of what is trained on.</summary>
    public static IReadOnlyList<Definition<IInputChange>> Augmentations { get; } =
    [
        RandomFlip.Definition,
        RandomCrop.Definition,
        RandomAffine.RotationDefinition,
        RandomAffine.Definition,
        ColorJitter.Definition,
        Cutout.Definition,
        RandomErasing.Definition,
        RandomNoise.Definition,
        Mixup.Definition,
        CutMix.Definition,
    ];
}
