namespace Descent.Tests.Autograd;

public sealed class UnwantedGradientTests
{
    [Fact]
    public void Gradient_OfInputsThatAreNotTracked_IsNotComputed()
    {
        var (image, kernel, vector) = (Tensor.Ones(new Shape(2, 3, 4, 4)), Tensor.Ones(new Shape(5, 3, 3, 3)).Tracked(), Tensor.Ones(new Shape(5)));
        var (matrix, square) = (Tensor.Ones(new Shape(3, 3)), Tensor.Ones(new Shape(3, 3)).Tracked());
        var channels = Tensor.Ones(new Shape(3));

        Assert.Equal([false, true, false], Wanted(image.Convolution2d(kernel, vector)));
        Assert.Equal([false, true], Wanted(matrix.MatMul(square)));
        Assert.Equal([true, false], Wanted(square * matrix));
        Assert.Equal(
            [true, false, false, false, false],
            Wanted(new FixedNormalizationOperation(1e-5).Apply(square, channels, channels, channels, channels)[0]));
    }

    private static bool[] Wanted(Tensor output)
    {
        var entry = output.Source!;
        var gradients = Record.Without(() => entry.Operation.Gradient(entry, [Tensor.Ones(output.Shape)]));
        return Array.ConvertAll(gradients, gradient => gradient is not null);
    }
}
