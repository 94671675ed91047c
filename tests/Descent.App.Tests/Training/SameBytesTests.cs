namespace Descent.App.Tests.Training;

/// <summary>One seed gives one model, byte for byte, for any number of threads and any width of vectors.</summary>
[Collection("processes")]
public class SameBytesTests
{
    /// <summary>Batches of 256 x 256 activations are four tiles of elementwise kernels and many of the matrix product.</summary>
    private static readonly string[] Dense =
    [
        "train", "digits", "--model", "linear 256, batchnorm, relu, dropout 0.3, linear 128, tanh, linear 10", "--epochs", "4", "--batch-size", "256",
        "--validation-fraction", "0.1", "--clip-norm", "1", "--patience", "3",
    ];

    private static readonly string[] Convolutional =
    [
        "train", "digits", "--model", "reshape 1x8x8, conv 16 3x3 pad 1, batchnorm, relu, maxpool 2, conv 32 3x3 pad 1, relu, flatten, dropout 0.3, linear 10",
        "--epochs", "2", "--batch-size", "128", "--optimizer", "momentum rate=0.05",
    ];

    private static readonly string[] Small =
    [
        "train", "digits", "--model", "reshape 1x8x8, conv 4 3x3 pad 1, batchnorm, relu, avgpool 2, flatten, dropout 0.3, linear 10", "--epochs", "1",
        "--batch-size", "128",
    ];

    public static TheoryData<string> Networks => new("dense", "convolutional");

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Train_WithOtherThreadsAndVectors_GivesTheSameModel(string network)
    {
        var training = network == "dense" ? Dense : Convolutional;
        var one = await Train(training, 1);
        Assert.Equal(one, await Train(training, 2));
        Assert.Equal(one, await Train(training, 3));
        Assert.Equal(one, await Train(training, 2, ("DOTNET_EnableAVX512", "0")));
    }

    /// <summary>Without AVX2 fused multiply-add is emulated, which takes long.</summary>
    [Fact]
    public async Task Train_WithoutFusedMultiplyAdd_GivesTheSameModel()
        => Assert.Equal(await Train(Small, 2), await Train(Small, 1, ("DOTNET_EnableAVX2", "0")));

    [Fact]
    public async Task Train_WithOtherSeed_GivesAnotherModel()
        => Assert.NotEqual(await Train(Small, 2), await Train([.. Small, "--seed", "1"], 2));

    /// <summary>Trains in a process of its own and gives the model's file.</summary>
    private static async Task<string> Train(string[] training, int threads, params (string Name, string Value)[] environment)
    {
        using var folder = new TrainedFolder();
        await TrainingProcess.Finish([.. folder.Arguments(training), "--threads", $"{threads}"], environment);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.Run.ModelFile)));
    }
}
