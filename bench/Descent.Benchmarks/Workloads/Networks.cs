namespace Descent.Benchmarks.Workloads;

/// <summary>The networks of the workloads.</summary>
internal static class Networks
{
    /// <summary>The pixels of a small image behind the convolution of <see cref="SimpleCnn"/>.</summary>
    public const int SimpleCnnFeatures = 16 * 32 * 32;

    /// <summary>Fully connected layers with ReLU between them.</summary>
    public static Layer Dense(params ReadOnlySpan<int> widths)
    {
        var layers = new List<Layer>();
        for (var layer = 1; layer < widths.Length; layer++)
        {
            if (layer > 1)
            {
                layers.Add(new Relu());
            }

            layers.Add(new Linear(widths[layer - 1], widths[layer]));
        }

        return new Sequential([.. layers]);
    }

    /// <summary>The 2-2-1 network of textbooks; the last sigmoid is part of the loss.</summary>
    public static Layer TwoTwoOne() => new Sequential(new Linear(2, 2), new Sigmoid(), new Linear(2, 1));

    /// <summary>A convolution from 3 to 16 channels and a classifier of ten classes.</summary>
    public static Layer SimpleCnn()
        => new Sequential(new Conv2d(3, 16, 3, padding: 1), new Relu(), new Flatten(), new Linear(SimpleCnnFeatures, 10));

    /// <summary>LeNet-5 on 28x28 images, with ReLU and maxima.</summary>
    /// <remarks>Source: LeCun et al., Gradient-based learning applied to document recognition, 1998.</remarks>
    public static Layer LeNet() => new Sequential(
        new Conv2d(1, 6, 5, padding: 2), new Relu(), new MaxPool2d(2),
        new Conv2d(6, 16, 5), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(400, 120), new Relu(), new Linear(120, 84), new Relu(), new Linear(84, 10));
}
