namespace Descent.Tests.Catalog;

public class AugmentationSpecificationTests
{
    [Fact]
    public void Make_SeveralChanges_KeepsTheirOrder()
    {
        var plan = AugmentationSpecification.Make("flip 0.3, crop pad=2, jitter brightness=0.1, mixup alpha=0.4");
        Assert.Equal([typeof(RandomFlip), typeof(RandomCrop), typeof(ColorJitter)], plan.Augmentations.Select(change => change.GetType()));
        Assert.IsType<Mixup>(plan.Mixing);
        Assert.Empty(AugmentationSpecification.Make(" ").Augmentations);
    }

    [Theory]
    [InlineData("flop", "flip")]
    [InlineData("crop pad=0", "pad=0")]
    [InlineData("mixup, cutmix", "choose one")]
    [InlineData("rotate degrees=200", "180")]
    public void Make_Wrong_SaysWhat(string text, string part)
        => Assert.Contains(
            part, Assert.Throws<SpecificationException>(() => AugmentationSpecification.Make(text)).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_OfEveryAugmentation_IsThatOfItsDefinition(string name)
    {
        var made = Specification.Make(name, Descent.Catalog.Augmentations, "augmentation");
        Assert.Equal(name, made.Name);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("crop")]
    [InlineData("rotate")]
    [InlineData("affine")]
    [InlineData("jitter")]
    [InlineData("cutout")]
    [InlineData("erase")]
    [InlineData("cutmix")]
    public void For_RowsOfNumbers_IsRefusedWithTheReason(string name)
    {
        var error = Assert.Throws<ShapeException>(() => AugmentationSpecification.Make(name).For(Datasets.Moons(20)));
        Assert.Contains($"'{name}' is for images", error.Message, StringComparison.Ordinal);
        Assert.Contains("'noise'", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Names => new(Descent.Catalog.Augmentations.Select(definition => definition.Name));
}
