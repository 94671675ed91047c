using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// LAMB: r = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) + weightDecay theta, with Adam's m and v of the bare gradient;
/// theta -= rate (norm of theta / norm of r) r, with the norms of each parameter as a whole.
/// </summary>
/// <remarks>
/// The quotient of norms is 1 where either is 0, and for parameters of a single axis: biases begin at 0, and would stay near it.
/// Source: You et al., ICLR 2020.
/// </remarks>
public sealed class Lamb : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double weightDecay;
    private AveragesStep averages;
    private LambDirection direction;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step's size as a share of each parameter's norm; 0.001 to 0.01 is usual.</param>
    /// <param name="beta1">How much of the average gradient stays at each step, in [0, 1).</param>
    /// <param name="beta2">How much of the average square stays at each step, in [0, 1).</param>
    /// <param name="epsilon">Added to the root that the step is divided by.</param>
    /// <param name="weightDecay">The share of each parameter that is added to its direction.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Lamb(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double weightDecay = 0.01)
        : base(learningRate)
    {
        this.beta1 = Hyperparameter.Share(beta1, "beta1", "0.9");
        this.beta2 = Hyperparameter.Share(beta2, "beta2", "0.999");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-6");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.01");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "lamb",
        Summary = "Adam whose step is the same share of every layer's weights: for very large batches, where other rates diverge.",
        FormulaText = "r = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) + weight-decay theta; theta -= rate (norm theta / norm "
            + "r) r",
        Options =
        [
            OptimizerOptions.Rate("0.001") with { Meaning = "learning rate: the size of a step as a share of each parameter's norm" },
            .. OptimizerOptions.Betas,
            OptimizerOptions.Epsilon("1e-6"),
            OptimizerOptions.DecoupledDecay("0.01") with { Meaning = "share of each parameter that is added to its direction" },
        ],
        Source = "You et al., Large batch optimization for deep learning: training BERT in 76 minutes, ICLR 2020",
        Caveats = "Parameters of one axis (biases, scales of normalisations) are not rescaled by their norms. With batches of ordinary "
            + "size adamw does as well.",
        Create = options => new Lamb(
            options.Number("rate"),
            options.Number("beta1"),
            options.Number("beta2"),
            options.Number("epsilon"),
            options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["average", "average-square"];

    /// <inheritdoc/>
    protected override void BeginStep(int step)
    {
        averages = new AveragesStep(new AdamAverages(beta1, beta2, 1 - beta1, 1 - beta2, 0));
        direction = new LambDirection(
            1 / (1 - PortableMath.Power(beta1, step)), 1 / Math.Sqrt(1 - PortableMath.Power(beta2, step)), epsilon, Decay(weightDecay));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(state);
        Apply(averages, parameter, gradient, state);
        var trust = 1.0;
        if (parameter.Shape.Rank > 1)
        {
            RunApplied();
            trust = parameter.Type == ElementType.Float32 ? Trust<float>(parameter, state) : Trust<double>(parameter, state);
        }

        Apply(new MoveStep(direction, Rate * trust), parameter, gradient, state);
    }

    private double Trust<T>(Parameter parameter, Tensor[] state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = parameter.Value.Span<T>();
        var size = ElementSum.Of(default(ProductTerm), values, values);
        var length = ElementSum.Of(direction, values, state[0].Span<T>(), state[1].Span<T>());
        GC.KeepAlive(parameter);
        GC.KeepAlive(state);
        return size > 0 && length > 0 ? Math.Sqrt(size / length) : 1;
    }

    /// <summary>r, from the parameter and its averages, and its square as the term of a sum.</summary>
    private readonly struct LambDirection(Coefficient scale, Coefficient rootScale, Coefficient epsilon, Coefficient weightDecay)
        : IElementTerm
    {
        public static int Inputs => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> At<T>(Vector512<T> parameter, Vector512<T> average, Vector512<T> square)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var root = Lanes.MultiplyAdd(Vector512.Sqrt(square), rootScale.Lanes<T>(), epsilon.Lanes<T>());
            return Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, scale.Lanes<T>() * average / root);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> Of<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var r = At(a, b, c);
            return r * r;
        }
    }

    private readonly struct AveragesStep(AdamAverages averages) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => averages.Renew(parameter, gradient, ref average, ref square);
    }

    private readonly struct MoveStep(LambDirection direction, Coefficient rate) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), direction.At(parameter, average, square), parameter);
    }
}
