using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Adam: m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// theta -= rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon). g includes weightDecay theta.
/// </summary>
/// <remarks>
/// With amsgrad the largest v so far takes v's place, so that steps never grow again.
/// Sources: Kingma and Ba, ICLR 2015; Reddi, Kale and Kumar, ICLR 2018 (AMSGrad).
/// </remarks>
public class Adam : Optimizer
{
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double weightDecay;
    private readonly bool amsgrad;
    private readonly bool decoupled;
    private double beta1;
    private AdamStep step;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 is usual.</param>
    /// <param name="beta1">How much of the average gradient stays at each step, in [0, 1).</param>
    /// <param name="beta2">How much of the average square stays at each step, in [0, 1).</param>
    /// <param name="epsilon">Added to the root that the step is divided by.</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient; <see cref="AdamW"/> decouples it.</param>
    /// <param name="amsgrad">Whether the largest average square so far is used.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Adam(
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool amsgrad = false)
        : this(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: false)
    {
    }

    private protected Adam(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool amsgrad, bool decoupled)
        : base(learningRate)
    {
        this.beta1 = Hyperparameter.Share(beta1, "beta1", "0.9");
        this.beta2 = Hyperparameter.Share(beta2, "beta2", "0.999");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-8");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.01");
        this.amsgrad = amsgrad;
        this.decoupled = decoupled;
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "adam",
        Summary = "Steps of about the rate's size in every parameter, from running averages of the gradient and its square; a "
            + "good first choice.",
        FormulaText = "m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; "
            + "theta -= rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)",
        Options = [.. SharedOptions, OptimizerOptions.WeightDecay],
        Source = "Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015",
        Caveats = "L2 regularisation loses its meaning when gradients are rescaled: use adamw for weight decay.",
        Create = options => new Adam(
            options.Number("rate"),
            options.Number("beta1"),
            options.Number("beta2"),
            options.Number("epsilon"),
            options.Number("weight-decay"),
            options.Flag("amsgrad")),
    };

    /// <summary>AMSGrad under its own name: <see cref="Adam"/> that uses the largest average square so far.</summary>
    public static Definition<Optimizer> AmsgradDefinition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "amsgrad",
        Summary = "Adam that divides by the largest average square so far, so that its steps never grow again; it converges where adam "
            + "may not.",
        FormulaText = "m and v as adam's, u = max(u, v); theta -= rate m / (1 - beta1^t) / (sqrt(u / (1 - beta2^t)) + epsilon)",
        Options =
        [
            OptimizerOptions.Rate("0.001"), .. OptimizerOptions.Betas, OptimizerOptions.Epsilon("1e-8"), OptimizerOptions.WeightDecay,
        ],
        Source = "Reddi, Kale and Kumar, On the convergence of Adam and beyond, ICLR 2018",
        Caveats = "One large gradient keeps steps small for good. In practice seldom better than adam; 'adamw amsgrad' has it with "
            + "decoupled decay.",
        Create = options => new Adam(
            options.Number("rate"),
            options.Number("beta1"),
            options.Number("beta2"),
            options.Number("epsilon"),
            options.Number("weight-decay"),
            amsgrad: true),
    };

    /// <summary>beta1: how much of the average gradient stays at each step.</summary>
    public override double? MomentumFactor
    {
        get => beta1;
        set => beta1 = Hyperparameter.Share(value ?? double.NaN, "beta1", "0.9");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames
        => amsgrad ? ["average", "average-square", "largest-square"] : ["average", "average-square"];

    private protected static Option[] SharedOptions =>
    [
        OptimizerOptions.Rate("0.001"),
        .. OptimizerOptions.Betas,
        OptimizerOptions.Epsilon("1e-8"),
        new("amsgrad", OptionKind.Flag, "use the largest average square so far", "false"),
    ];

    /// <inheritdoc/>
    protected override void BeginStep(int step) => this.step = new AdamStep(
        new AdamAverages(beta1, beta2, 1 - beta1, 1 - beta2, decoupled ? 0 : Decay(weightDecay)),
        Rate / (1 - PortableMath.Power(beta1, step)),
        1 / Math.Sqrt(1 - PortableMath.Power(beta2, step)),
        epsilon,
        decoupled ? 1 - (Rate * Decay(weightDecay)) : 1);

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        var (first, second, slope) = (update["beta_1", beta1], update["beta_2", beta2], update.Slope(decoupled ? 0 : weightDecay));
        var average = update.Line("m'", (first * update.Kept(0, "m")) + ((1 - first) * slope));
        var square = update.Line("v'", (second * update.Kept(1, "v")) + ((1 - second) * Expression.Power(slope, 2)));
        if (amsgrad)
        {
            square = update.Line("u'", Expression.Max(update.Kept(2, "u"), square));
        }

        var direction = update.Line("mhat", average / (1 - Expression.Power(first, update.Step)));
        var scale = update.Line("vhat", square / (1 - Expression.Power(second, update.Step)));
        var kept = decoupled && weightDecay > 0 ? (1 - (update.Rate * update["decay", weightDecay])) * update.Weight : update.Weight;
        update.End(kept - (update.Rate * direction / (Expression.Sqrt(scale) + update["epsilon", epsilon])));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        if (amsgrad)
        {
            Apply(new AmsgradStep(step), parameter, gradient, state);
        }
        else if (weightDecay == 0)
        {
            Apply(new UndecayedAdamStep(step), parameter, gradient, state);
        }
        else
        {
            Apply(step, parameter, gradient, state);
        }
    }

    private readonly struct AmsgradStep(AdamStep adam) : IUpdate
    {
        public static int StateCount => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> largest)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            adam.Renew(parameter, gradient, ref average, ref square);
            largest = Lanes.Maximum(largest, square);
            adam.Move(ref parameter, average, largest);
        }
    }
}
