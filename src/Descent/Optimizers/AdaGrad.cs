using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// AdaGrad: n += g^2; theta -= rate / (1 + (t - 1) rateDecay) g / (sqrt(n) + epsilon). g includes weightDecay theta.
/// </summary>
/// <remarks>Source: Duchi, Hazan and Singer, JMLR 12, 2011.</remarks>
public sealed class AdaGrad : Optimizer
{
    private readonly double rateDecay;
    private readonly double initialAccumulator;
    private readonly double epsilon;
    private readonly double weightDecay;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.01 is usual.</param>
    /// <param name="rateDecay">How fast the rate falls: at step t it is divided by 1 + (t - 1) rateDecay.</param>
    /// <param name="initialAccumulator">The sum of squares to begin with.</param>
    /// <param name="epsilon">Added to the root that the step is divided by.</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public AdaGrad(
        double learningRate = 1e-2, double rateDecay = 0, double initialAccumulator = 0, double epsilon = 1e-10, double weightDecay = 0)
        : base(learningRate)
    {
        this.rateDecay = Hyperparameter.NotNegative(rateDecay, "rate decay", "0");
        this.initialAccumulator = Hyperparameter.NotNegative(initialAccumulator, "initial accumulator", "0");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-10");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.0001");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "adagrad",
        Summary = "Divides each parameter's step by the root of all its squared gradients so far: rare features keep large steps.",
        FormulaText = "n += g^2; theta -= rate / (1 + (t - 1) rate-decay) g / (sqrt(n) + epsilon)",
        Options =
        [
            OptimizerOptions.Rate("0.01"),
            new("rate-decay", OptionKind.Number, "how fast the rate falls with the step number", "0")
            {
                Aliases = ["lr-decay"],
                Minimum = 0,
            },
            new("initial", OptionKind.Number, "the sum of squares to begin with", "0") { Aliases = ["initial-accumulator"], Minimum = 0 },
            OptimizerOptions.Epsilon("1e-10"),
            OptimizerOptions.WeightDecay,
        ],
        Source = "Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, JMLR 12, 2011",
        Caveats = "The sum only grows, so steps shrink for ever: long training of deep networks stalls; rmsprop and adam forget.",
        Create = options => new AdaGrad(
            options.Number("rate"),
            options.Number("rate-decay"),
            options.Number("initial"),
            options.Number("epsilon"),
            options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames => ["sum-of-squares"];

    /// <inheritdoc/>
    protected override Tensor InitialState(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Tensor.Full(parameter.Shape, initialAccumulator, parameter.Type);
    }

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        var slope = update.Slope(weightDecay);
        var sum = update.Line("n'", update.Kept(0, "n") + Expression.Power(slope, 2));
        var rate = update.Rate / (1 + ((update.Step - 1) * rateDecay));
        update.End(update.Weight - (rate * slope / (Expression.Sqrt(sum) + update["epsilon", epsilon])));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
        => Apply(new AdaGradStep(Rate / (1 + ((Steps - 1) * rateDecay)), epsilon, Decay(weightDecay)), parameter, gradient, state);

    private readonly struct AdaGradStep(Coefficient rate, Coefficient epsilon, Coefficient weightDecay) : IUpdate
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> sum, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);
            sum = Lanes.MultiplyAdd(slope, slope, sum);
            var direction = slope / (Vector512.Sqrt(sum) + epsilon.Lanes<T>());
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), direction, parameter);
        }
    }
}
