using System.Globalization;

namespace Descent;

/// <summary>Layers one after another: the output of each is the input of the next.</summary>
public sealed class Sequential : Layer
{
    /// <summary>Puts layers one after another; each is named by its position, from 0.</summary>
    public Sequential(params ReadOnlySpan<Layer> layers)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            Add(i.ToString(CultureInfo.InvariantCulture), layers[i]);
        }
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        foreach (var (name, layer) in Children)
        {
            try
            {
                input = layer.OutputShape(input);
            }
            catch (ShapeException error)
            {
                throw new ShapeException($"Layer {name} ({layer.Describe()}): {error.Message}");
            }
        }

        return input;
    }

    /// <inheritdoc/>
    public override string Describe() => "sequential";

    /// <summary>False: its layers pass the mask on, each by its own rule.</summary>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        foreach (var (_, layer) in Children)
        {
            input = layer.Forward(input, pass);
        }

        return input;
    }
}
