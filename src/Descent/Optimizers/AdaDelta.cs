using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// AdaDelta: v = rho v + (1 - rho) g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g; u = rho u + (1 - rho) d^2; theta -= rate d.
/// g includes weightDecay theta.
/// </summary>
/// <remarks>Source: Zeiler, arXiv 1212.5701, 2012, where the rate is 1.</remarks>
public sealed class AdaDelta : Optimizer
{
    private readonly double rho;
    private readonly double epsilon;
    private readonly double weightDecay;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">What the step is multiplied by; 1 is the paper's.</param>
    /// <param name="rho">How much of both average squares stays at each step, in [0, 1).</param>
    /// <param name="epsilon">Added under both roots; the first steps are about its root in size.</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public AdaDelta(double learningRate = 1, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0)
        : base(learningRate)
    {
        this.rho = Hyperparameter.Share(rho, "rho", "0.9");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-6");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.0001");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "adadelta",
        Summary = "Steps in the parameter's own unit: the size of its past steps over the size of its gradients; needs no rate to be "
            + "found.",
        FormulaText = "v = rho v + (1 - rho) g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g; u = rho u + (1 - rho) d^2; theta -= rate d",
        Options =
        [
            OptimizerOptions.Rate("1"),
            OptimizerOptions.Share("rho", "how much of both average squares stays at each step", "0.9"),
            OptimizerOptions.Epsilon("1e-6") with { Meaning = "added under both roots; its root is about the size of the first steps" },
            OptimizerOptions.WeightDecay,
        ],
        Source = "Zeiler, ADADELTA: an adaptive learning rate method, arXiv 1212.5701, 2012",
        Caveats = "Starts slowly, as the first steps are about sqrt(epsilon) in size and grow from there: a larger epsilon starts faster. "
            + "A rate far from 1 is rarely meant.",
        Create = options => new AdaDelta(
            options.Number("rate"), options.Number("rho"), options.Number("epsilon"), options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["average-square", "average-square-step"];

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        var (kept, least, slope) = (update["rho", rho], update["epsilon", epsilon], update.Slope(weightDecay));
        var (moves, renewal) = (update.Kept(1, "u"), 1 - kept);
        var square = update.Line("v'", (kept * update.Kept(0, "v")) + (renewal * Expression.Power(slope, 2)));
        var move = update.Line("d", Expression.Sqrt(moves + least) / Expression.Sqrt(square + least) * slope);
        update.Line("u'", (kept * moves) + (renewal * Expression.Power(move, 2)));
        update.End(update.Weight - (update.Rate * move));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
        => Apply(new AdaDeltaStep(Rate, rho, 1 - rho, epsilon, Decay(weightDecay)), parameter, gradient, state);

    private readonly struct AdaDeltaStep(
        Coefficient rate, Coefficient rho, Coefficient renewal, Coefficient epsilon, Coefficient weightDecay) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> square, ref Vector512<T> moves, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var (kept, share, least) = (rho.Lanes<T>(), renewal.Lanes<T>(), epsilon.Lanes<T>());
            var slope = Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);
            square = Lanes.MultiplyAdd(kept, square, share * slope * slope);
            var step = Vector512.Sqrt(moves + least) / Vector512.Sqrt(square + least) * slope;
            moves = Lanes.MultiplyAdd(kept, moves, share * step * step);
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), step, parameter);
        }
    }
}
