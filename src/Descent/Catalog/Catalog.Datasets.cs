namespace Descent;

/// <summary>Gives a known data set, split.</summary>
/// <param name="directory">Where downloaded data lies; null for the usual place.</param>
/// <param name="seed">What generated points and their split are keyed by.</param>
public delegate DataSplit DatasetFactory(string? directory, ulong seed);

public static partial class Catalog
{
    private const double GeneratedTestFraction = 0.2;

    /// <summary>The data sets that are known by name.</summary>
    public static IReadOnlyList<Definition<DatasetFactory>> Datasets { get; } =
    [
        Known(
            "iris",
            "150 flowers, 4 measurements in cm, 3 species; built in.",
            "Fisher, Annals of Eugenics, 1936; UCI; CC BY 4.0",
            (_, _) => Descent.Datasets.Iris()),
        Known(
            "digits",
            "1,797 handwritten digits of 8x8 pixels as rows of 64 numbers, 10 classes; built in.",
            "Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998; CC BY 4.0",
            (_, _) => Descent.Datasets.Digits()),
        Known(
            "mnist",
            "70,000 handwritten digits of 28x28 pixels, 10 classes, 10,000 of them to test on; downloaded once (12 MB).",
            "LeCun, Cortes and Burges, The MNIST database of handwritten digits, 1998",
            (directory, _) => Descent.Datasets.Mnist(directory)),
        Known(
            "cifar10",
            "60,000 colour photographs of 32x32 pixels, 10 classes, 10,000 of them to test on; downloaded once (170 MB).",
            "Krizhevsky, Learning multiple layers of features from tiny images, 2009",
            (directory, _) => Descent.Datasets.Cifar10(directory)),
        Generated(
            "xor",
            "200 points of a square; class 1 where exactly one coordinate is positive. No line separates the classes.",
            seed => Descent.Datasets.Xor(seed: seed)),
        Generated(
            "circles",
            "200 points on two circles around one centre, of radius 1 and 0.5.",
            seed => Descent.Datasets.Circles(seed: seed)),
        Generated("moons", "200 points on two half circles that reach into one another.", seed => Descent.Datasets.Moons(seed: seed)),
        Generated("spirals", "200 points on two arms of a spiral: hard for small networks.", seed => Descent.Datasets.Spirals(seed: seed)),
        Generated("blobs", "200 points in three round clouds.", seed => Descent.Datasets.Blobs(seed: seed)),
        Generated(
            "sine",
            "200 points of y = sin(pi x): regression from one number to one number.",
            seed => Descent.Datasets.Sine(seed: seed)),
        Generated(
            "plane",
            "200 points of z = (x + y) / 2: regression from two numbers to one, which one linear layer solves.",
            seed => Descent.Datasets.Plane(seed: seed)),
        Generated(
            "hills",
            "200 points of z = sin(pi x) cos(pi y), hills beside hollows: regression from two numbers to one.",
            seed => Descent.Datasets.Hills(seed: seed)),
    ];

    private static Definition<DatasetFactory> Known(string name, string summary, string source, DatasetFactory load) => new()
    {
        Kind = ConceptKind.Dataset,
        Name = name,
        Summary = summary,
        Source = source,
        Create = _ => load,
    };

    private static Definition<DatasetFactory> Generated(string name, string summary, Func<ulong, Dataset> generate)
        => Known(
            name,
            summary,
            "Descent: generated from the seed",
            (_, seed) => Split.Stratified(generate(seed), GeneratedTestFraction, seed));
}
