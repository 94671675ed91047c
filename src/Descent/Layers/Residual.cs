namespace Descent;

/// <summary>
/// A way around layers: y = f(x) + x, or f(x) + g(x) with a projection g where f changes the shape. What f learns is only the difference.
/// </summary>
/// <remarks>Shapes: f(x) and g(x) must agree. Source: He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016.</remarks>
public sealed class Residual : Layer
{
    private readonly Layer body;
    private readonly Layer? shortcut;

    /// <summary>A way around a layer.</summary>
    /// <param name="body">f; its parameters are named <c>body</c>.</param>
    /// <param name="shortcut">g, whose parameters are named <c>shortcut</c>; the identity unless given.</param>
    public Residual(Layer body, Layer? shortcut = null)
    {
        this.body = Add("body", body);
        this.shortcut = shortcut is null ? null : Add("shortcut", shortcut);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var (through, around) = (body.OutputShape(input), shortcut?.OutputShape(input) ?? input);
        return through.Equals(around)
            ? through
            : throw new ShapeException(
                $"residual: {through} from the layers and {around} from the way around them must agree. Give a shortcut that changes the shape as well.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"residual-of ({Inside(body)}){(shortcut is null ? "" : $" shortcut=({Inside(shortcut)})")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        return body.Forward(input, pass) + (shortcut?.Forward(input, pass) ?? input);
    }

    private static string Inside(Layer layer)
        => layer is Sequential ? string.Join(", ", layer.Children.Select(child => child.Layer.Describe())) : layer.Describe();
}
