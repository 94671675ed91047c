using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// RAdam: R = 2 / (1 - beta2) - 1, r = R - 2 t beta2^t / (1 - beta2^t). Where r is above 5,
/// theta -= rate c m / (1 - beta1^t) sqrt(1 - beta2^t) / (sqrt(v) + epsilon) with c = sqrt((r - 4) (r - 2) R / ((R - 4) (R - 2) r));
/// before, theta -= rate m / (1 - beta1^t). m and v are Adam's; g includes weightDecay theta.
/// </summary>
/// <remarks>Source: Liu et al., ICLR 2020, whose bound for r is 4; libraries take 5, as this does.</remarks>
public sealed class RAdam : Optimizer
{
    // Below this the variance of 1 / sqrt(v) is not yet to be trusted.
    private const double FewestSamples = 5;

    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double weightDecay;
    private AdamAverages averages;
    private Coefficient rate;
    private bool isAdaptive;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 is usual.</param>
    /// <param name="beta1">How much of the average gradient stays at each step, in [0, 1).</param>
    /// <param name="beta2">How much of the average square stays at each step, in [0, 1).</param>
    /// <param name="epsilon">Added to the root that the step is divided by.</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public RAdam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(learningRate)
    {
        this.beta1 = Hyperparameter.Share(beta1, "beta1", "0.9");
        this.beta2 = Hyperparameter.Share(beta2, "beta2", "0.999");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-8");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.0001");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "radam",
        Summary = "Adam that is plain momentum until its average square can be trusted, which spares a warm-up of the rate.",
        FormulaText = "R = 2 / (1 - beta2) - 1, r = R - 2 t beta2^t / (1 - beta2^t); r > 5: theta -= rate c m / (1 - beta1^t) "
            + "sqrt(1 - beta2^t) / (sqrt(v) + epsilon), c = sqrt((r - 4) (r - 2) R / ((R - 4) (R - 2) r)); else theta -= rate m / (1 - "
            + "beta1^t)",
        Options =
        [
            OptimizerOptions.Rate("0.001"), .. OptimizerOptions.Betas, OptimizerOptions.Epsilon("1e-8"), OptimizerOptions.WeightDecay,
        ],
        Source = "Liu et al., On the variance of the adaptive learning rate and beyond, ICLR 2020",
        Caveats = "With a beta2 of 2/3 or below it never adapts. The first steps are plain gradients, so their size is that of the loss.",
        Create = options => new RAdam(
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
        var kept = PortableMath.Power(beta2, step);
        var most = (2 / (1 - beta2)) - 1;
        var samples = most - (2 * step * kept / (1 - kept));
        isAdaptive = samples > FewestSamples;
        var trust = isAdaptive
            ? Math.Sqrt((samples - 4) * (samples - 2) * most / ((most - 4) * (most - 2) * samples)) * Math.Sqrt(1 - kept)
            : 1;
        averages = new AdamAverages(beta1, beta2, 1 - beta1, 1 - beta2, Decay(weightDecay));
        rate = Rate * trust / (1 - PortableMath.Power(beta1, step));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        if (isAdaptive)
        {
            Apply(new AdaptiveStep(averages, rate, epsilon), parameter, gradient, state);
        }
        else
        {
            Apply(new PlainStep(averages, rate), parameter, gradient, state);
        }
    }

    private readonly struct AdaptiveStep(AdamAverages averages, Coefficient rate, Coefficient epsilon) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            averages.Renew(parameter, gradient, ref average, ref square);
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), average / (Vector512.Sqrt(square) + epsilon.Lanes<T>()), parameter);
        }
    }

    private readonly struct PlainStep(AdamAverages averages, Coefficient rate) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            averages.Renew(parameter, gradient, ref average, ref square);
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), average, parameter);
        }
    }
}
