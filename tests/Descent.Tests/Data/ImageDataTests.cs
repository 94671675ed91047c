namespace Descent.Tests.Data;

public sealed class ImageDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private void WriteMnist(string part, int images, int labels, int side = 28)
    {
        folder.Write($"mnist/{part}-images-idx3-ubyte", IdxFileTests.Idx(new byte[images * side * side], images, side, side));
        folder.WriteGzip($"mnist/{part}-labels-idx1-ubyte.gz", IdxFileTests.Idx(new byte[labels], labels));
    }

    [Fact]
    public void Mnist_SmallFilesInSubfolder_AreFound()
    {
        WriteMnist("train", 3, 3);
        WriteMnist("t10k", 2, 2);
        var split = Datasets.Mnist(folder.Root);
        Assert.Equal((3, 2), (split.Train.Count, split.Test.Count));
    }

    [Fact]
    public void Mnist_FilesThatDoNotFit_AreRefused()
    {
        WriteMnist("train", 3, 4);
        Assert.Contains(
            "4 labels for 3 images", Assert.Throws<DataException>(() => Datasets.Mnist(folder.Root)).Message, StringComparison.Ordinal);
        WriteMnist("train", 3, 3, 27);
        Assert.Contains("3 x 27 x 27", Assert.Throws<DataException>(() => Datasets.Mnist(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_DataSets_SayHowToGetThem()
    {
        var error = Assert.Throws<DataException>(() => Datasets.Mnist(folder.Root));
        Assert.Contains("descent data get mnist", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DataException>(() => Datasets.Cifar10(folder.Root));
        Assert.Contains("descent data get cifar10", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Mnist_OfficialFiles_HaveKnownLabelsAndMoments()
    {
        var split = Datasets.Mnist(SharedData.Require("mnist"));
        Assert.Equal((60000, 10000), (split.Train.Count, split.Test.Count));
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], split.Train.Labels[..10].ToArray());
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], split.Test.ClassCounts());
        Assert.Equal(60000L * 784, split.Train.StoredBytes);
        var scaling = InputScaling.FitStandardize(split.Train);
        Assert.Equal(0.3081, 1.0 / scaling.Scale[0] / 255, 1e-4);
        Assert.Equal(0.1307, -scaling.Shift[0] / scaling.Scale[0] / 255, 1e-4);
    }

    [SkippableFact]
    public void Cifar10_OfficialFiles_HaveKnownLabelsAndMoments()
    {
        var split = Datasets.Cifar10(Path.GetDirectoryName(SharedData.Require("cifar10"))!);
        Assert.Equal((50000, 10000), (split.Train.Count, split.Test.Count));
        Assert.Equal([6, 9, 9, 4, 1, 1, 2, 7, 8, 3], split.Train.Labels[..10].ToArray());
        Assert.Equal([3, 8, 8, 0, 6, 6, 1, 6, 3, 1], split.Test.Labels[..10].ToArray());
        Assert.Equal("truck", split.Test.ClassNames[9]);
        Assert.Equal(50000L * 3072, split.Train.StoredBytes);
        var pixel = split.Train.WithScaling(InputScaling.None).Input(0);
        Assert.Equal([59f, 62f, 63f], new[] { pixel[0], pixel[1024], pixel[2048] });
        var scaling = InputScaling.FitStandardize(split.Train);
        Assert.Equal(0.2470, 1.0 / scaling.Scale[0] / 255, 1e-4);
        Assert.Equal(0.4465, -scaling.Shift[2] / scaling.Scale[2] / 255, 1e-4);
    }
}
