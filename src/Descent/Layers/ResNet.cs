namespace Descent;

/// <summary>Residual networks.</summary>
public static class ResNet
{
    /// <summary>
    /// The residual network for small images such as CIFAR's: a 3 x 3 convolution with 16 channels, three groups of basic blocks with 16, 32
    /// and 64 channels, each group after the first halving the image, the mean over all pixels, and a linear layer.
    /// </summary>
    /// <param name="depth">The layers with weights, 6 k + 2: 20, 32, 44, 56, 110.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="channels">The channels of the images.</param>
    /// <param name="size">Height and width of the images; a multiple of 4.</param>
    /// <exception cref="SpecificationException">The depth is not 6 k + 2, or the size no multiple of 4.</exception>
    /// <remarks>Source: He, Zhang, Ren and Sun, CVPR 2016, section 4.2, with projections (option B).</remarks>
    public static Sequential ForSmallImages(int depth = 20, int classes = 10, int channels = 3, int size = 32)
    {
        if (depth < 8 || depth % 6 != 2 || size < 4 || size % 4 != 0)
        {
            throw new SpecificationException(
                $"A residual network for small images has 6 k + 2 layers and takes sizes that 4 divides, not {depth} layers and size {size}; use 20, 32, 44, 56 or 110.");
        }

        List<Layer> layers =
        [
            new Conv2d(channels, 16, 3, padding: 1, bias: false, weightInitializer: new He()), new BatchNorm(16), new Relu(),
        ];
        var inputs = 16;
        foreach (var outputs in (ReadOnlySpan<int>)[16, 32, 64])
        {
            for (var block = 0; block < (depth - 2) / 6; block++)
            {
                layers.Add(new ResidualBlock(inputs, outputs, inputs == outputs ? 1 : 2));
                inputs = outputs;
            }
        }

        return new Sequential([.. layers, new AveragePool2d(size / 4), new Flatten(), new Linear(64, classes)]);
    }
}
