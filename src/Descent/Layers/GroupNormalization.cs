namespace Descent;

/// <summary>What group and instance normalisation share.</summary>
internal static class GroupNormalization
{
    /// <summary>
    /// Each group of channels of each sample brought to mean 0 and deviation 1, then scaled and shifted channel by channel where there is a
    /// weight.
    /// </summary>
    public static Tensor Of(Tensor x, int groups, double epsilon, Parameter? weight, Parameter? bias)
    {
        var rows = x.Shape[0] * groups;
        var width = x.Shape.Product(1, x.Shape.Rank) / groups;
        var normalized = new LayerNormalizationOperation(new Shape(width), epsilon).Apply(x.Reshape(rows, width))[0].Reshape(x.Shape);
        if (weight is null)
        {
            return normalized;
        }

        var shape = ChannelShape.For(x.Shape[1], x.Shape.Rank);
        return (normalized * weight.Value.Reshape(shape)) + bias!.Value.Reshape(shape);
    }

    /// <summary>The shape of a sample, if its channels are as many as the layer has.</summary>
    /// <exception cref="ShapeException">They are not, or the sample is empty.</exception>
    public static Shape Checked(Shape input, int channels, string layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank > 0 && input[0] == channels && input.Count > 0
            ? input
            : throw new ShapeException(
                $"{layer} expects {channels} channels, the sample {input} has {(input.Rank > 0 ? input[0] : 0)}. "
                + "Make it with as many channels as the sample.");
    }
}

/// <summary>The option that normalisations share.</summary>
internal static class NormalizationOption
{
    public static Option Epsilon { get; } = new("epsilon", OptionKind.Number, "is added to the variance", "1e-5")
    {
        Minimum = 0,
        AboveMinimum = true,
        Aliases = ["eps"],
    };
}
