namespace Descent.Benchmarks.Workloads;

/// <summary>
/// The floating-point operations of a network's products, from shapes: two for each product of a forward pass; in a training step the same
/// for the weights' gradients, and the same for the inputs', which the first layer does not need.
/// </summary>
internal static class Work
{
    /// <summary>A training step of fully connected layers, from the widths of inputs, hidden layers and outputs.</summary>
    public static double Dense(int batch, bool isFirst, params ReadOnlySpan<int> widths)
        => (3 * DenseForward(batch, widths)) - (isFirst ? DenseForward(batch, widths[..2]) : 0);

    /// <summary>Their forward pass.</summary>
    public static double DenseForward(int batch, params ReadOnlySpan<int> widths)
    {
        double sum = 0;
        for (var layer = 1; layer < widths.Length; layer++)
        {
            sum += 2.0 * batch * widths[layer - 1] * widths[layer];
        }

        return sum;
    }

    /// <summary>A training step of a convolution with a square kernel, by the height and width of its output.</summary>
    public static double Convolution(int batch, bool isFirst, int inputs, int outputs, int kernel, int side)
        => (isFirst ? 2 : 3) * ConvolutionForward(batch, inputs, outputs, kernel, side);

    /// <summary>The forward pass of ResNet-20 on 32x32 images: three groups of three blocks, with projections between them.</summary>
    public static double ResNet20Forward(int batch)
    {
        var sum = ConvolutionForward(batch, 3, 16, 3, 32) + DenseForward(batch, 64, 10);
        var (inputs, side) = (16, 32);
        foreach (var outputs in (ReadOnlySpan<int>)[16, 32, 64])
        {
            side = outputs == inputs ? side : side / 2;
            sum += ConvolutionForward(batch, inputs, outputs, 3, side) + (5 * ConvolutionForward(batch, outputs, outputs, 3, side))
                + (outputs == inputs ? 0 : ConvolutionForward(batch, inputs, outputs, 1, side));
            inputs = outputs;
        }

        return sum;
    }

    /// <summary>A training step of a recurrent layer on data and of a classifier of each step; rows are steps of samples.</summary>
    public static double Recurrent(int rows, int gates, int inputs, int hidden, int classes)
        => (2 * DenseForward(rows, inputs, gates * hidden)) + (3 * DenseForward(rows, hidden, gates * hidden))
            + (3 * DenseForward(rows, hidden, classes));

    /// <summary>A training step of a transformer's encoder block on data.</summary>
    public static double Encoder(int batch, int tokens, int features, int feedForward)
    {
        var rows = batch * tokens;
        var dense = DenseForward(rows, features, 3 * features) + DenseForward(rows, features, features)
            + DenseForward(rows, features, feedForward, features);
        return (3 * dense) - DenseForward(rows, features, 3 * features) + (3 * 4.0 * rows * tokens * features);
    }

    /// <summary>Its forward pass.</summary>
    public static double ConvolutionForward(int batch, int inputs, int outputs, int kernel, int side)
        => 2.0 * batch * inputs * outputs * kernel * kernel * side * side;
}
