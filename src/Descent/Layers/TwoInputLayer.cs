namespace Descent;

/// <summary>A layer of two inputs, called as <c>layer.Forward(first, second, pass)</c> by a layer of your own.</summary>
public abstract class TwoInputLayer : Layer
{
    /// <summary>The output for two batches of as many samples.</summary>
    /// <param name="first">The first batch; its <see cref="Tensor.StepMask"/> goes on to the output.</param>
    /// <param name="second">The second batch.</param>
    /// <param name="pass">Training or evaluation.</param>
    /// <exception cref="ShapeException">The inputs do not have the shapes that the layer expects.</exception>
    public Tensor Forward(Tensor first, Tensor second, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(pass);
        EnsureInitialized();
        var output = Compute(first, second, pass);
        if (KeepsSteps)
        {
            output.PassOn(first.StepMask);
        }

        return output;
    }

    /// <summary>The output for two batches, in evaluation.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor, Pass)"/>
    public Tensor Forward(Tensor first, Tensor second) => Forward(first, second, Pass.Evaluation);

    /// <summary>The computation; called with every parameter initialised.</summary>
    protected abstract Tensor Compute(Tensor first, Tensor second, Pass pass);
}
