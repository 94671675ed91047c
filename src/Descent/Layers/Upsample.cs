namespace Descent;

/// <summary>Images or sequences made larger, by repeating their pixels or by mixing neighbours.</summary>
/// <remarks>Shapes: x [n, c, h, w], y [n, c, h height, w width]; or x [n, c, length], y [n, c, length width].</remarks>
public sealed class Upsample : Layer
{
    private readonly (int Height, int Width) factor;
    private readonly bool linear;
    private readonly bool alignCorners;

    /// <summary>An upsampling.</summary>
    /// <param name="height">The factor for the height; for sequences it is not used.</param>
    /// <param name="width">The factor for the width, or the length of sequences.</param>
    /// <param name="linear">Whether neighbours are mixed (bilinear for images); else each pixel is repeated.</param>
    /// <param name="alignCorners">
    /// Whether the corners' pixels lie on one another, not their outer edges; only where neighbours are mixed.
    /// </param>
    /// <exception cref="SpecificationException">A factor is below 1, or corners are aligned without mixing.</exception>
    public Upsample(int height, int width, bool linear = false, bool alignCorners = false)
    {
        if (height < 1 || width < 1 || (alignCorners && !linear))
        {
            throw new SpecificationException(
                $"upsample needs factors of at least 1, not {height} x {width}, and aligned corners mean something for mode=linear only.");
        }

        (factor, this.linear, this.alignCorners) = ((height, width), linear, alignCorners);
    }

    /// <summary>How upsample describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "upsample",
        Aliases = ["interpolate"],
        Summary = "Makes images or sequences larger by a whole factor; before a convolution, on the way back up to full size.",
        FormulaText = "y[i] = x[floor(i / factor)], or (1 - t) x[k] + t x[k + 1] with k + t = max((i + 1/2) / factor - 1/2, 0), "
            + "along each axis",
        Options =
        [
            new Option("factor", OptionKind.Size, "how many times as high and wide", "2") { Minimum = 1, Positional = true },
            new Option("mode", OptionKind.Text, "repeat pixels, or mix neighbours along each axis", "nearest")
            {
                Choices = ["nearest", "linear", "bilinear"],
            },
            new Option("align-corners", OptionKind.Flag, "lay corners on one another: k + t = i (n - 1) / (n factor - 1)", "false"),
        ],
        Expects = "images [channels, height, width] or sequences [channels, length]",
        Source = "Odena, Dumoulin and Olah, Deconvolution and checkerboard artifacts, Distill 2016",
        Caveats = "Adds no detail. With aligned corners the spacing depends on the size, so an image and its tiles come out differently.",
        Create = values => _ => new Upsample(
            values.Size("factor").Height, values.Size("factor").Width, values.Text("mode") != "nearest", values.Flag("align-corners")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank switch
        {
            2 => new Shape(input[0], input[1] * factor.Width),
            3 => new Shape(input[0], input[1] * factor.Height, input[2] * factor.Width),
            _ => throw new ShapeException(
                $"upsample takes images [channels, height, width] or sequences [channels, length], not samples {input}. "
                + "Put a reshape before it."),
        };
    }

    /// <inheritdoc/>
    public override string Describe()
        => $"upsample {ImageShape.Text(factor.Height, factor.Width)}{(linear ? " mode=linear" : "")}"
            + $"{(alignCorners ? " align-corners" : "")}";

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var images = SequenceShape.AsImages(input, "upsample");
        return images.Upsample(input.Shape.Rank == 3 ? 1 : factor.Height, factor.Width, linear, alignCorners).As(input.Shape.Rank);
    }
}
