namespace Descent.Tests.Checks;

/// <summary>Every layer and activation of the Catalog that takes numbers, whatever its options and shapes, against differences.</summary>
public class LayerPropertyTests
{
    private const int Cases = 20;
    private const int Tries = 3;

    // Take indices, two inputs, or a text that is no number, or have so many units with kinks that one of them is always near: each has cases
    // of its own in CatalogGradientTests or beside it.
    private static readonly string[] Others =
        ["embedding", "embedding-bag", "transformer-decoder", "residual-of", "reshape", "permute", "unflatten", "residual", "transformer"];

    public static TheoryData<string> Names
        => new(ModelSpecification.Known.Select(definition => definition.Name).Except(Others));

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfAnyOptionsAndShape_AgreesWithDifferences(string name)
        => Property.Holds(LayerCase.Any(ModelSpecification.Known.Single(definition => definition.Name == name)), Cases, one =>
        {
            // A kink that options put between two differences is not there for other numbers; a wrong derivative is.
            var errors = Enumerable.Range(0, Tries).Select(offset => Check(one, one.Seed + offset).First());
            Assert.True(errors.Any(error => error.Error <= 1e-6), $"{one}: {Check(one, one.Seed).First()}");
        });

    private static LayerGradientCheck Check(LayerCase one, int seed)
        => new(ModelSpecification.Build(one.Specification, one.Sample), one.Sample, batch: 3, seed);
}
