using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// NAdam, Adam with Nesterov's look ahead: mu_t = beta1 (1 - 0.96^(t momentumDecay) / 2) and M_t their product up to t;
/// theta -= rate ((1 - mu_t) / (1 - M_t) g + mu_(t+1) / (1 - M_t mu_(t+1)) m) / (sqrt(v / (1 - beta2^t)) + epsilon), with m and v as
/// Adam's.
/// g includes weightDecay theta.
/// </summary>
/// <remarks>Source: Dozat, ICLR workshop 2016.</remarks>
public sealed class NAdam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double momentumDecay;
    private readonly double weightDecay;
    private NAdamStep step;

    // M at a step: all of its factors follow from the number of the step, so that it need not be saved.
    private (int Step, double Product) momentum = (0, 1);

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.002 is usual.</param>
    /// <param name="beta1">How much of the average gradient stays at each step, in [0, 1).</param>
    /// <param name="beta2">How much of the average square stays at each step, in [0, 1).</param>
    /// <param name="epsilon">Added to the root that the step is divided by.</param>
    /// <param name="momentumDecay">How fast the momentum grows from half of beta1 to all of it.</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public NAdam(
        double learningRate = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double momentumDecay = 4e-3,
        double weightDecay = 0)
        : base(learningRate)
    {
        this.beta1 = Hyperparameter.Share(beta1, "beta1", "0.9");
        this.beta2 = Hyperparameter.Share(beta2, "beta2", "0.999");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-8");
        this.momentumDecay = Hyperparameter.NotNegative(momentumDecay, "momentum decay", "0.004");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.0001");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "nadam",
        Summary = "Adam that looks ahead along its average gradient as Nesterov's momentum does; often a little faster than adam.",
        FormulaText = "mu_t = beta1 (1 - 0.96^(t momentum-decay) / 2), M_t = mu_1 ... mu_t; theta -= rate ((1 - mu_t) / (1 - M_t) g "
            + "+ mu_(t+1) / (1 - M_t mu_(t+1)) m) / (sqrt(v / (1 - beta2^t)) + epsilon)",
        Options =
        [
            OptimizerOptions.Rate("0.002"),
            .. OptimizerOptions.Betas,
            OptimizerOptions.Epsilon("1e-8"),
            new("momentum-decay", OptionKind.Number, "how fast the momentum grows from half of beta1 to all of it", "0.004")
            {
                Minimum = 0,
            },
            OptimizerOptions.WeightDecay,
        ],
        Source = "Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016",
        Caveats = "Its first steps are larger than adam's: lower the rate where the loss jumps at the start.",
        Create = options => new NAdam(
            options.Number("rate"),
            options.Number("beta1"),
            options.Number("beta2"),
            options.Number("epsilon"),
            options.Number("momentum-decay"),
            options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["average", "average-square"];

    /// <inheritdoc/>
    protected override void BeginStep(int step)
    {
        if (momentum.Step > step)
        {
            momentum = (0, 1);
        }

        while (momentum.Step < step)
        {
            momentum = (momentum.Step + 1, momentum.Product * Momentum(momentum.Step + 1));
        }

        var next = Momentum(step + 1);
        this.step = new NAdamStep(
            new AdamAverages(beta1, beta2, 1 - beta1, 1 - beta2, Decay(weightDecay)),
            Rate * (1 - Momentum(step)) / (1 - momentum.Product),
            Rate * next / (1 - (momentum.Product * next)),
            1 / Math.Sqrt(1 - PortableMath.Power(beta2, step)),
            epsilon);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state) => Apply(step, parameter, gradient, state);

    private double Momentum(int step) => beta1 * (1 - (PortableMath.Power(0.96, step * momentumDecay) / 2));

    private readonly struct NAdamStep(
        AdamAverages averages, Coefficient slopeRate, Coefficient averageRate, Coefficient rootScale, Coefficient epsilon) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = averages.Renew(parameter, gradient, ref average, ref square);
            var root = Lanes.MultiplyAdd(Vector512.Sqrt(square), rootScale.Lanes<T>(), epsilon.Lanes<T>());
            parameter -= Lanes.MultiplyAdd(averageRate.Lanes<T>(), average, slopeRate.Lanes<T>() * slope) / root;
        }
    }
}
