using Descent.Kernels;

namespace Descent;

/// <summary>
/// Changes brightness, contrast, saturation and hue of an image by random amounts, in this order, as another light or camera would.
/// </summary>
/// <remarks>
/// Input: [1 or 3, height, width]. On pixels p from 0 to 1, which is what is computed with whatever the scaling: brightness p f; contrast
/// (p - m) f + m with the mean grey m; saturation (p - g) f + g with the pixel's grey g = 0.299 r + 0.587 g + 0.114 b; hue: a turn of the
/// colour circle. Each factor f is uniform in [1 - amount, 1 + amount], the turn in [-amount, amount] circles; results are held in [0, 1].
/// Source: Howard, Some improvements on deep convolutional neural network based image classification, 2013.
/// </remarks>
public sealed class ColorJitter : IAugmentation
{
    private const double RedShare = 0.299;
    private const double GreenShare = 0.587;
    private const double BlueShare = 0.114;

    private readonly double brightness;
    private readonly double contrast;
    private readonly double saturation;
    private readonly double hue;
    private readonly InputScaling scaling;
    private readonly double maximum;

    /// <summary>An augmentation of pixels from 0 to 1.</summary>
    /// <param name="brightness">The largest change of brightness, as a share, from 0 to 1.</param>
    /// <param name="contrast">The largest change of contrast, as a share, from 0 to 1.</param>
    /// <param name="saturation">The largest change of saturation, as a share, from 0 to 1; 0 for images of one channel.</param>
    /// <param name="hue">The largest turn of the colour circle, as a part of it, from 0 to 0.5; 0 for images of one channel.</param>
    /// <exception cref="SpecificationException">An amount is out of range.</exception>
    public ColorJitter(double brightness = 0.2, double contrast = 0.2, double saturation = 0, double hue = 0)
        : this(
            ImageAugmentation.Share(brightness, "change of brightness"),
            ImageAugmentation.Share(contrast, "change of contrast"),
            ImageAugmentation.Share(saturation, "change of saturation"),
            hue is >= 0 and <= 0.5
                ? hue
                : throw new SpecificationException(FormattableString.Invariant($"The turn of the colour circle is from 0 to 0.5, not {hue}.")),
            InputScaling.None,
            1)
    {
    }

    private ColorJitter(double brightness, double contrast, double saturation, double hue, InputScaling scaling, double maximum)
        => (this.brightness, this.contrast, this.saturation, this.hue, this.scaling, this.maximum)
            = (brightness, contrast, saturation, hue, scaling, maximum);

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "jitter",
        ["color-jitter", "colour-jitter"],
        "Changes brightness, contrast, saturation and hue of an image by random amounts, as another light or camera would.",
        "on pixels p from 0 to 1: p f; (p - mean grey) f + mean grey; (p - grey) f + grey; a turn of the colour circle",
        [
            ImageAugmentation.Amount("brightness", "largest change of brightness, as a share", "0.2", 1),
            ImageAugmentation.Amount("contrast", "largest change of contrast, as a share", "0.2", 1),
            ImageAugmentation.Amount("saturation", "largest change of saturation, as a share; for images in colour", "0", 1),
            ImageAugmentation.Amount("hue", "largest turn of the colour circle, as a part of it; for images in colour", "0", 0.5),
        ],
        "Howard, Some improvements on deep convolutional neural network based image classification, 2013",
        "Where colour tells the class, such as of ripe and unripe fruit, hue must stay 0. Pixels are held in their range.",
        options => new ColorJitter(
            options.Number("brightness"), options.Number("contrast"), options.Number("saturation"), options.Number("hue")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public IAugmentation For(Dataset training)
    {
        ImageAugmentation.Require(training, Name, "seen in another light");
        if (training.InputMaximum is not { } largest)
        {
            throw new DataException(
                $"'{Name}' must know which values are black and white, and the inputs of '{training.Name}' are plain numbers, not pixels in "
                + "bytes. Store the images as bytes from 0 to 255.");
        }

        RefuseChannels(training.InputShape);
        return new ColorJitter(brightness, contrast, saturation, hue, training.Scaling, largest);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image of one or three channels, or has one and its colour is to be changed.</exception>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        var (height, width) = ImageAugmentation.Plane(shape, "seen in another light");
        RefuseChannels(shape);
        double bright = Factor(brightness, ref random), sharp = Factor(contrast, ref random), vivid = Factor(saturation, ref random);
        var turn = hue * ((2 * random.NextDouble()) - 1);
        var plane = height * width;
        Scale(input, plane, toPixels: true);
        foreach (ref var value in input)
        {
            value = Held(value * bright);
        }

        var mean = sharp == 1 ? 0 : MeanGrey(input, plane);
        for (var i = 0; i < input.Length && sharp != 1; i++)
        {
            input[i] = Held(((input[i] - mean) * sharp) + mean);
        }

        for (var i = 0; i < plane && input.Length == 3 * plane && (vivid != 1 || turn != 0); i++)
        {
            ref var red = ref input[i];
            ref var green = ref input[i + plane];
            ref var blue = ref input[i + (2 * plane)];
            var grey = Grey(red, green, blue);
            (red, green, blue) = (Held(((red - grey) * vivid) + grey), Held(((green - grey) * vivid) + grey), Held(((blue - grey) * vivid) + grey));
            (red, green, blue) = Turned(red, green, blue, turn);
        }

        Scale(input, plane, toPixels: false);
    }

    private void RefuseChannels(Shape shape)
    {
        if (shape[0] != 3 && (shape[0] != 1 || saturation > 0 || hue > 0))
        {
            throw new ShapeException(shape[0] == 1
                ? $"'{Name}': images of one channel {shape} have no colour, so saturation and hue must be 0."
                : $"'{Name}' is for images of one channel or of red, green and blue, not for {shape}.");
        }
    }

    // Inputs are pixel * scale + shift.
    private void Scale(Span<float> input, int plane, bool toPixels)
    {
        for (var i = 0; i < input.Length; i++)
        {
            var channel = scaling.Channels == 1 ? 0 : i / plane;
            double scale = scaling.Scale[channel] * maximum, shift = scaling.Shift[channel];
            input[i] = (float)(toPixels ? (input[i] - shift) / scale : (input[i] * scale) + shift);
        }
    }

    private static double Factor(double amount, ref RandomStream random) => 1 + (amount * ((2 * random.NextDouble()) - 1));

    private static float Held(double value) => (float)Math.Clamp(value, 0, 1);

    private static double Grey(double red, double green, double blue) => (RedShare * red) + (GreenShare * green) + (BlueShare * blue);

    private static double MeanGrey(ReadOnlySpan<float> input, int plane)
    {
        var sum = 0.0;
        for (var i = 0; i < plane; i++)
        {
            sum += input.Length == plane ? input[i] : Grey(input[i], input[i + plane], input[i + (2 * plane)]);
        }

        return sum / plane;
    }

    /// <summary>A colour with its hue turned by a part of the circle; value and saturation in the sense of HSV stay.</summary>
    private static (float Red, float Green, float Blue) Turned(double red, double green, double blue, double turn)
    {
        var (most, least) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
        var chroma = most - least;
        if (chroma == 0 || turn == 0)
        {
            return ((float)red, (float)green, (float)blue);
        }

        // The hue in sixths of the circle: red 0, green 2, blue 4.
        var sixths = most == red ? (green - blue) / chroma : most == green ? 2 + ((blue - red) / chroma) : 4 + ((red - green) / chroma);
        sixths += 6 * turn;
        float Channel(double offset)
        {
            var place = offset + sixths;
            var k = place - (6 * Math.Floor(place / 6));
            return (float)(most - (chroma * Math.Clamp(Math.Min(k, 4 - k), 0, 1)));
        }

        return (Channel(5), Channel(3), Channel(1));
    }
}
