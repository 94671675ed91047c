namespace Descent;

public sealed partial class Tensor
{
    /// <summary>
    /// The transposed convolution of images [n, in, h, w] with a weight [in, out / groups, kh, kw]: each number of the input adds its
    /// multiple of a kernel to the output. It is the gradient of a convolution for its input, and runs on that kernel:
    /// y [n, out, (h - 1) stride - 2 padding + dilation (kh - 1) + more + 1, likewise]; with "same" padding [n, out, h stride, likewise].
    /// </summary>
    /// <param name="weight">The kernels.</param>
    /// <param name="bias">One number for each output channel, or null.</param>
    /// <param name="options">Stride, padding, dilation and groups; 1, 0, 1 and 1 unless given.</param>
    /// <param name="more">Rows and columns of the output that are added below and on the right; below the stride or the dilation.</param>
    /// <exception cref="ShapeException">The channels differ, more is too much, or nothing is left of the output.</exception>
    public Tensor ConvolutionTranspose2d(
        Tensor weight, Tensor? bias = null, ConvolutionOptions? options = null, (int Height, int Width) more = default)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var moves = options ?? new();
        var (x, w) = (Shape, weight.Shape);
        if (x.Rank != 4 || w.Rank != 4 || x[1] != w[0] || w[0] % moves.Groups != 0)
        {
            throw new ShapeException(
                $"transposed convolution: images [n, in, height, width] and a weight [in, out / groups, height, width] with {moves.Groups} "
                + $"groups that divide in are needed, not {x} and {w}; make the layer with as many input channels as the images have.");
        }

        var channels = w[1] * moves.Groups;
        if (bias is not null && !bias.Shape.Equals(new Shape(channels)))
        {
            throw new ShapeException(
                $"transposed convolution: the bias {bias.Shape} must hold one number for each of the {channels} output channels.");
        }

        var output = new Shape(
            x[0], channels,
            moves.TransposedSize(x[2], w[2], moves.StrideHeight, moves.PaddingHeight, moves.DilationHeight, more.Height),
            moves.TransposedSize(x[3], w[3], moves.StrideWidth, moves.PaddingWidth, moves.DilationWidth, more.Width));
        var operation = new Convolution2dInputGradientOperation(moves with { Extra = (-more.Height, -more.Width) }, output);
        var y = operation.Apply(this, weight)[0];
        return bias is null ? y : y + bias.Reshape(channels, 1, 1);
    }
}
