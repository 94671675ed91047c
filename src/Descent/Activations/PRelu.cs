using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

internal readonly struct PReluFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> x, Vector512<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<T>.Zero), x, x * slope);
}

/// <summary>x where x > 0, else slope x. Gradients: g where x > 0, else slope g, for x; x g where x &lt;= 0, for the slope.</summary>
internal sealed class PReluOperation : BinaryOperation<PReluFunction>
{
    public override string Name => "prelu";

    private protected override Tensor First(Tensor g, Tensor a, Tensor b) => Tensor.Where(a.GreaterThan(0.0), g, g * b);

    private protected override Tensor Second(Tensor g, Tensor a, Tensor b, Tensor c) => (g * a).Keep(1.0 - a.GreaterThan(0.0));
}

/// <summary>x where x > 0, else slope x, with trainable slopes. At the kink x = 0 the derivative is the slope.</summary>
/// <remarks>
/// Shapes: x [n, channels, ...], slope [1] or [channels]. Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015.
/// </remarks>
public sealed class PRelu : Layer
{
    private readonly Parameter slope;

    /// <summary>A parametric relu.</summary>
    /// <param name="channels">1: one slope for all; else one for each channel (axis 1 of a batch).</param>
    /// <param name="slope">The slopes' first value.</param>
    /// <exception cref="SpecificationException">There are fewer than 1 channels.</exception>
    public PRelu(int channels = 1, double slope = 0.25)
    {
        if (channels < 1)
        {
            throw new SpecificationException($"prelu needs at least 1 channel, not {channels}.");
        }

        this.slope = Add(new Parameter("weight", new Shape(channels), new Constant(slope)));
    }

    /// <summary>How prelu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "prelu",
        Aliases = ["parametric-relu"],
        Summary = "Leaky relu whose slope below 0 is trained with the weights, one for all or one for each channel.",
        Expression = Expression.WhereGreater(
            Expression.Variable("x"), 0, Expression.Variable("x"), Expression.Variable("slope") * Expression.Variable("x")),
        Options =
        [
            new Option("slope", OptionKind.Number, "the slope's first value", "0.25") { Positional = true },
            new Option("per-channel", OptionKind.Flag, "one slope for each channel, the sample's first axis", "false"),
        ],
        Range = "(-infinity, infinity)",
        Source = "He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015",
        Caveats = "Not differentiable at 0, where the slope is used. Weight decay pulls the slope towards relu.",
        Create = options => sample => new PRelu(options.Flag("per-channel") && sample.Rank > 0 ? sample[0] : 1, options.Number("slope")),
    };

    /// <summary>The slopes, of shape [1] or [channels].</summary>
    public Parameter Slope => slope;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return slope.Shape.Count == 1 || (input.Rank > 0 && input[0] == slope.Shape.Count)
            ? input
            : throw new ShapeException(
                $"prelu has slopes for {slope.Shape.Count} channels; the sample {input} has {(input.Rank > 0 ? input[0] : 0)}. "
                + "Make it with as many channels, or with 1 slope for all.");
    }

    /// <inheritdoc/>
    public override string Describe() => slope.Shape.Count == 1 ? "prelu" : $"prelu {slope.Shape.Count} channels";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.PRelu(input.Shape.Rank > 2 && slope.Shape.Count > 1
            ? slope.Value.Reshape(ChannelShape.For(slope.Shape.Count, input.Shape.Rank))
            : slope);
    }
}

public sealed partial class Tensor
{
    /// <summary>x where x > 0, else slope x; the slope is a tensor that broadcasts and gets a gradient too.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor PRelu(Tensor slope) => new PReluOperation().Apply(this, slope)[0];
}
