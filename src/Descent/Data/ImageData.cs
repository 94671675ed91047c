namespace Descent;

public static partial class Datasets
{
    private static readonly string[] CifarClasses =
    [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ];

    /// <summary>Where data is looked for if nobody says: the variable DESCENT_DATA, else the folder <c>data</c>.</summary>
    public static string DefaultDirectory
        => Environment.GetEnvironmentVariable("DESCENT_DATA") is { Length: > 0 } directory ? directory : "data";

    /// <summary>
    /// MNIST: 60,000 and 10,000 handwritten digits of 28x28 pixels in [0, 1], shape [1, 28, 28], 10 classes, in the official parts.
    /// </summary>
    /// <param name="directory">
    /// The folder of the four official files, gzipped or not, or one above it; else <see cref="DefaultDirectory"/>.
    /// </param>
    /// <exception cref="DataException">A file is missing or damaged.</exception>
    /// <remarks>Source: LeCun, Cortes, Burges.</remarks>
    public static DataSplit Mnist(string? directory = null)
        => new(MnistPart(directory, "train", "mnist"), MnistPart(directory, "t10k", "mnist test"));

    /// <summary>
    /// CIFAR-10: 50,000 and 10,000 colour photographs of 32x32 pixels in [0, 1], shape [3, 32, 32], 10 classes, in the official parts.
    /// </summary>
    /// <param name="directory">
    /// The folder of the binary version's files, gzipped or not, or one above it; else <see cref="DefaultDirectory"/>.
    /// </param>
    /// <exception cref="DataException">A file is missing or damaged.</exception>
    /// <remarks>Source: Krizhevsky, 2009. The images take 184 MB; they stay bytes.</remarks>
    public static DataSplit Cifar10(string? directory = null)
    {
        string[] folders = ["", "cifar10", "cifar-10-batches-bin", Path.Combine("cifar10", "cifar-10-batches-bin")];
        string Locate(string file) => Find("cifar10", directory, folders, file, file + ".gz");

        var training = Enumerable.Range(1, 5).Select(batch => Locate($"data_batch_{batch}.bin")).ToArray();
        var test = Locate("test_batch.bin");
        var classNames = CifarClassNames(Path.Combine(Path.GetDirectoryName(test)!, "batches.meta.txt"));
        return new DataSplit(CifarPart("cifar10", training, classNames), CifarPart("cifar10 test", [test], classNames));
    }

    private static Dataset MnistPart(string? directory, string part, string name)
    {
        string[] folders = ["", "mnist", "MNIST", Path.Combine("MNIST", "raw")];
        string Locate(string kind) => Find(
            "mnist", directory, folders, $"{part}-{kind}-ubyte", $"{part}-{kind}-ubyte.gz", $"{part}-{kind.Replace('-', '.')}-ubyte");

        string imagesPath = Locate("images-idx3"), labelsPath = Locate("labels-idx1");
        IdxFile images = IdxFile.Read(imagesPath), labels = IdxFile.Read(labelsPath);
        if (images.Dimensions is not [var count, 28, 28])
        {
            throw new DataException($"{imagesPath} holds {string.Join(" x ", images.Dimensions)} elements; MNIST images are N x 28 x 28.");
        }

        if (labels.Dimensions is not [var labelCount] || labelCount != count)
        {
            throw new DataException(
                $"{labelsPath} holds {string.Join(" x ", labels.Dimensions)} labels for {count} images of {imagesPath}.");
        }

        return Dataset.Images(
            name, new Shape(1, 28, 28), images.Elements, Array.ConvertAll(labels.Elements, label => (int)label), DigitNames(10));
    }

    private static Dataset CifarPart(string name, string[] paths, string[] classNames)
    {
        var file = CifarFile.Read(paths);
        return Dataset.Images(name, new Shape(3, 32, 32), file.Pixels, file.Labels, classNames);
    }

    private static string[] CifarClassNames(string path)
    {
        if (!File.Exists(path))
        {
            return CifarClasses;
        }

        string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == CifarClasses.Length
            ? names
            : throw new DataException($"{path} names {names.Length} classes; CIFAR-10 has {CifarClasses.Length}.");
    }

    private static string Find(string name, string? directory, string[] folders, params string[] files)
    {
        var root = directory ?? DefaultDirectory;
        foreach (var folder in folders)
        {
            foreach (var file in files)
            {
                var path = Path.Combine(root, folder, file);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        throw new DataException(
            $"{name}: there is no {files[0]} (or {files[1]}) in {Path.GetFullPath(root)} or its folder {folders[1]}. "
            + $"Fetch it with `descent data get {name}`, or say where it is with --data-dir or the variable DESCENT_DATA.");
    }
}
