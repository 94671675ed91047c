using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Lion: theta *= 1 - rate weightDecay; theta -= rate sign(beta1 m + (1 - beta1) g); m = beta2 m + (1 - beta2) g.
/// </summary>
/// <remarks>Source: Chen et al., NeurIPS 2023. The sign of 0 is 0.</remarks>
public sealed class Lion : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double weightDecay;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The size of every step; a third to a tenth of AdamW's rate is usual.</param>
    /// <param name="beta1">The share of the average gradient in the direction, in [0, 1).</param>
    /// <param name="beta2">How much of the average gradient stays at each step, in [0, 1).</param>
    /// <param name="weightDecay">
    /// The share of each parameter, times the rate, that is taken away; three to ten times AdamW's is usual.
    /// </param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Lion(double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : base(learningRate)
    {
        this.beta1 = Hyperparameter.Share(beta1, "beta1", "0.9");
        this.beta2 = Hyperparameter.Share(beta2, "beta2", "0.99");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.1");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "lion",
        Summary = "Every parameter moves by exactly the rate, along the sign of an average gradient; half of adam's memory, and found by "
            + "search.",
        FormulaText = "theta *= 1 - rate weight-decay; theta -= rate sign(beta1 m + (1 - beta1) g); m = beta2 m + (1 - beta2) g",
        Options =
        [
            OptimizerOptions.Rate("0.0001"),
            OptimizerOptions.Share("beta1", "share of the average gradient in the direction", "0.9", "b1"),
            OptimizerOptions.Share("beta2", "how much of the average gradient stays at each step", "0.99", "b2"),
            OptimizerOptions.DecoupledDecay("0"),
        ],
        Source = "Chen et al., Symbolic discovery of optimization algorithms, NeurIPS 2023",
        Caveats = "Steps do not shrink near a minimum: let the rate fall. Use a third to a tenth of adamw's rate, and large batches, as "
            + "the sign of a "
            + "noisy gradient is mostly noise.",
        Create = options => new Lion(
            options.Number("rate"), options.Number("beta1"), options.Number("beta2"), options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["average"];

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        var (first, second, slope) = (update["beta_1", beta1], update["beta_2", beta2], update.Slope(0));
        var average = update.Kept(0, "m");
        var direction = update.Line("c", (first * average) + ((1 - first) * slope));
        update.Line("m'", (second * average) + ((1 - second) * slope));
        var kept = weightDecay > 0 ? (1 - (update.Rate * update["decay", weightDecay])) * update.Weight : update.Weight;
        update.End(kept - (update.Rate * Expression.Sign(direction)));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
        => Apply(new LionStep(Rate, beta1, 1 - beta1, beta2, 1 - beta2, 1 - (Rate * Decay(weightDecay))), parameter, gradient, state);

    private readonly struct LionStep(
        Coefficient rate, Coefficient beta1, Coefficient renewal1, Coefficient beta2, Coefficient renewal2, Coefficient shrink) : IUpdate
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var direction = SignFunction.Of(Lanes.MultiplyAdd(beta1.Lanes<T>(), average, renewal1.Lanes<T>() * gradient));
            average = Lanes.MultiplyAdd(beta2.Lanes<T>(), average, renewal2.Lanes<T>() * gradient);
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), direction, shrink.Lanes<T>() * parameter);
        }
    }
}
