using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x sigmoid(beta x), called SiLU for beta = 1. Derivative s + beta y (1 - s) with s = sigmoid(beta x).</summary>
/// <param name="beta">1: SiLU; towards infinity it becomes relu, at 0 it is x / 2.</param>
public readonly struct SwishFunction(double beta) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "swish";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x * Expression.Sigmoid(beta * x);
    }

    /// <inheritdoc/>
    public double Reference(double x) => x * default(SigmoidFunction).Reference(beta * x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x * LanesMath.Sigmoid(x * Lanes.Broadcast<T>(beta));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scaled = x * Lanes.Broadcast<T>(beta);
        var sigmoid = LanesMath.Sigmoid(scaled);
        return Lanes.MultiplyAdd(scaled * sigmoid, Vector512<T>.One - sigmoid, sigmoid);
    }
}

/// <summary>x sigmoid(beta x), with a constant or a trainable beta; called SiLU for beta = 1.</summary>
/// <remarks>Source: Ramachandran, Zoph and Le, Searching for activation functions, 2017; Elfwing, Uchibe and Doya, 2018 (SiLU).</remarks>
public sealed class Swish : Layer, IElementwiseFormula
{
    private readonly double beta;
    private readonly Parameter? trained;

    /// <summary>A swish layer.</summary>
    /// <param name="beta">beta, or its first value.</param>
    /// <param name="trainable">Whether beta is a parameter, of shape [1], that is trained too.</param>
    public Swish(double beta = 1, bool trainable = false)
    {
        this.beta = beta;
        trained = trainable ? Add(new Parameter("beta", new Shape(1), new Constant(beta))) : null;
    }

    /// <summary>How swish describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "swish",
        Aliases = ["silu"],
        Summary = "A smooth relu that dips below 0 before it rises; often a little better than relu in deep networks. SiLU for beta = 1.",
        Expression = new SwishFunction(1).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("beta", OptionKind.Number, "how sharp the bend is; 1 is SiLU, large values come near relu", "1")
            {
                Positional = true,
            },
            new Option("trainable", OptionKind.Flag, "whether beta is trained too", "false"),
        ],
        Range = "[-0.278.., infinity) for beta = 1",
        Source = "Ramachandran, Zoph and Le, Searching for activation functions, 2017; Elfwing, Uchibe and Doya, 2018",
        Caveats = "Not monotonic: the minimum is at x = -1.278.. for beta = 1. NaN at -infinity.",
        Create = options => _ => new Swish(options.Number("beta"), options.Flag("trainable")),
    };

    /// <summary>beta as a parameter of shape [1]; null where it is constant.</summary>
    public Parameter? Beta => trained;

    /// <inheritdoc/>
    public Expression Formula(Expression x) => new SwishFunction(beta).Formula(x);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Describe() => trained is null ? FormattableString.Invariant($"swish {beta}") : "swish trainable";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return trained is null ? input.Swish(beta) : input * (input * trained).Sigmoid();
    }
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="SwishFunction"/>
    /// <param name="beta">1: SiLU; towards infinity it becomes relu, at 0 it is x / 2.</param>
    public Tensor Swish(double beta = 1) => Map(new SwishFunction(beta));
}
