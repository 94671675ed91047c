namespace Descent;

/// <summary>y = x W' + b over the last axis, also known as dense or fully connected.</summary>
/// <remarks>Shapes: x [..., in], weight W [out, in], bias b [out], y [..., out].</remarks>
public sealed class Linear : Layer
{
    private readonly int inputs;
    private readonly int outputs;
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>A linear layer.</summary>
    /// <param name="inputs">The length of the input's last axis.</param>
    /// <param name="outputs">The length of the output's last axis.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="weightInitializer">The weight's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <param name="biasInitializer">The bias's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Initializer? weightInitializer = null, Initializer? biasInitializer = null)
    {
        if (inputs < 1 || outputs < 1)
        {
            throw new SpecificationException($"A linear layer needs at least 1 input and 1 output, not {inputs} and {outputs}.");
        }

        (this.inputs, this.outputs) = (inputs, outputs);
        var shape = new Shape(outputs, inputs);
        weight = Add(new Parameter("weight", shape, weightInitializer ?? new UniformFanIn()));
        this.bias = bias ? Add(new Parameter("bias", new Shape(outputs), biasInitializer ?? new UniformFanIn(), Fans.Of(shape))) : null;
    }

    /// <summary>W, of shape [out, in].</summary>
    public Parameter Weight => weight;

    /// <summary>b, of shape [out]; null without bias.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
        => input.Rank > 0 && input[-1] == inputs
            ? input.With(-1, outputs)
            : throw new ShapeException($"linear expects samples whose last axis is {inputs}, not the shape {input}.{(input.Rank > 1 && input.Count == inputs ? " Put a flatten layer before it." : "")}");

    /// <inheritdoc/>
    public override string Describe() => $"linear {inputs} -> {outputs}{(bias is null ? " without bias" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        var product = input.MatMul(weight, transposeOther: true);
        return bias is null ? product : product + bias;
    }
}
