using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Adamax: m = beta1 m + (1 - beta1) g; u = max(beta2 u, abs g + epsilon); theta -= rate / (1 - beta1^t) m / u. g includes weightDecay
/// theta.
/// </summary>
/// <remarks>Source: Kingma and Ba, ICLR 2015, section 7.1: Adam with the infinity norm.</remarks>
public sealed class Adamax : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double weightDecay;
    private AdamaxStep step;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.002 is usual.</param>
    /// <param name="beta1">How much of the average gradient stays at each step, in [0, 1).</param>
    /// <param name="beta2">How much of the largest gradient stays at each step, in [0, 1).</param>
    /// <param name="epsilon">Added to the size of each gradient.</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Adamax(double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
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
        Name = "adamax",
        Summary = "Adam that divides by the largest recent gradient instead of the root of the average square: calmer where gradients are "
            + "sparse.",
        FormulaText = "m = beta1 m + (1 - beta1) g; u = max(beta2 u, abs g + epsilon); theta -= rate / (1 - beta1^t) m / u",
        Options =
        [
            OptimizerOptions.Rate("0.002"),
            .. OptimizerOptions.Betas,
            OptimizerOptions.Epsilon("1e-8") with { Meaning = "added to the size of each gradient" },
            OptimizerOptions.WeightDecay,
        ],
        Source = "Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015, section 7.1",
        Caveats = "One outlier among the gradients keeps steps small for about 1 / (1 - beta2) steps.",
        Create = options => new Adamax(
            options.Number("rate"),
            options.Number("beta1"),
            options.Number("beta2"),
            options.Number("epsilon"),
            options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["average", "largest"];

    /// <inheritdoc/>
    protected override void BeginStep(int step) => this.step = new AdamaxStep(
        Rate / (1 - PortableMath.Power(beta1, step)), beta1, 1 - beta1, beta2, epsilon, Decay(weightDecay));

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        var (first, second, slope) = (update["beta_1", beta1], update["beta_2", beta2], update.Slope(weightDecay));
        var average = update.Line("m'", (first * update.Kept(0, "m")) + ((1 - first) * slope));
        var largest = update.Line(
            "u'", Expression.Max(second * update.Kept(1, "u"), Expression.Abs(slope) + update["epsilon", epsilon]));
        update.End(update.Weight - (update.Rate / (1 - Expression.Power(first, update.Step)) * average / largest));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state) => Apply(step, parameter, gradient, state);

    private readonly struct AdamaxStep(
        Coefficient rate, Coefficient beta1, Coefficient renewal, Coefficient beta2, Coefficient epsilon, Coefficient weightDecay) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> largest, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);
            average = Lanes.MultiplyAdd(beta1.Lanes<T>(), average, renewal.Lanes<T>() * slope);
            largest = Lanes.Maximum(beta2.Lanes<T>() * largest, Vector512.Abs(slope) + epsilon.Lanes<T>());
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), average / largest, parameter);
        }
    }
}
