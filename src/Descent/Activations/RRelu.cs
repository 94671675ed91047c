using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>1 where x > 0, else a slope in [lower, upper) chosen by a number in [0, 1).</summary>
internal readonly struct RandomSlopeFunction(double lower, double upper) : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> x, Vector512<T> uniform)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero),
            Vector512<T>.One,
            Lanes.MultiplyAdd(uniform, Lanes.Broadcast<T>(upper - lower), Lanes.Broadcast<T>(lower)));
}

/// <summary>
/// v where x > 0, else slope v, the slope of element i being number i of the key's stream. Gradient: the same of g for v; none for x.
/// The slopes are drawn again rather than kept.
/// </summary>
internal sealed class RandomSlopeOperation(double lower, double upper, IRandomKeySource source) : FloatingOperation
{
    public override string Name => "rrelu";

    internal override bool HasEffect => true;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0].Span<T>();
        if (typeof(T) == typeof(float))
        {
            source.Key.FillUniform(MemoryMarshal.Cast<T, float>(y));
        }
        else
        {
            source.Key.FillUniform(MemoryMarshal.Cast<T, double>(y));
        }

        Elementwise.Zip<T, RandomSlopeFunction>(new RandomSlopeFunction(lower, upper), inputs[1].Span<T>(), y, y);
        Elementwise.Zip<T, MultiplyFunction>(default, inputs[0].Span<T>(), y, y);
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new RandomSlopeOperation(lower, upper, source).Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

/// <summary>
/// x where x > 0, else slope x, with slopes drawn anew for each number in training and their mean (lower + upper) / 2 in evaluation. At
/// the kink x = 0 the derivative is the slope.
/// </summary>
/// <remarks>Source: Xu, Wang, Chen and Li, Empirical evaluation of rectified activations in convolutional network, 2015.</remarks>
public sealed class RRelu : Layer
{
    private readonly double lower;
    private readonly double upper;

    /// <summary>A randomised relu.</summary>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The largest slope.</param>
    /// <exception cref="SpecificationException">The lower slope is above the upper one.</exception>
    public RRelu(double lower = 1.0 / 8, double upper = 1.0 / 3)
        => (this.lower, this.upper) = lower <= upper
            ? (lower, upper)
            : throw new SpecificationException(FormattableString.Invariant(
                $"rrelu needs a lower slope of at most the upper one, not {lower} and {upper}; 1/8 and 1/3 are usual."));

    /// <summary>How rrelu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "rrelu",
        Aliases = ["randomized-relu"],
        Summary = "Leaky relu with random slopes in training, which works against overfitting on little data.",
        Expression = Expression.WhereGreater(
            Expression.Variable("x"),
            0,
            Expression.Variable("x"),
            (Expression.Variable("lower") + Expression.Variable("upper")) / 2 * Expression.Variable("x")),
        Options =
        [
            new Option("lower", OptionKind.Number, "the smallest slope below 0", "0.125") { Positional = true },
            new Option("upper", OptionKind.Number, "the largest slope below 0", "0.3333333333333333") { Positional = true },
        ],
        Range = "(-infinity, infinity)",
        Source = "Xu, Wang, Chen and Li, Empirical evaluation of rectified activations in convolutional network, 2015",
        Caveats = "Not differentiable at 0, where the slope is used. Random in training only: evaluation uses the mean slope.",
        Create = options => _ => new RRelu(options.Number("lower"), options.Number("upper")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"rrelu {lower} {upper}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        return pass.IsTraining
            ? new RandomSlopeOperation(lower, upper, pass.NextKeySource()).Apply(input, input)[0]
            : input.LeakyRelu((lower + upper) / 2);
    }
}
