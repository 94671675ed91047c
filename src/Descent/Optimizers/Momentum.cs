using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>The textbook's momentum: v = momentum v + rate g; theta -= v. g includes weightDecay theta.</summary>
/// <remarks>
/// The velocity remembers the rates that it was made with, so after a change of rate it differs from <see cref="Sgd"/> with momentum;
/// at a constant rate both take the same steps. Source: Polyak, 1964; Rumelhart, Hinton and Williams, Nature 323, 1986.
/// </remarks>
public sealed class Momentum : Optimizer
{
    private double momentum;
    private readonly double weightDecay;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size.</param>
    /// <param name="momentum">How much of the velocity stays at each step, in [0, 1).</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Momentum(double learningRate, double momentum = 0.9, double weightDecay = 0)
        : base(learningRate)
    {
        this.momentum = Hyperparameter.Share(momentum, "momentum", "0.9");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.0001");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "momentum",
        Aliases = ["heavy-ball"],
        Summary = "Gradient descent that keeps rolling: each step adds to a velocity, in the form that textbooks print.",
        FormulaText = "v = momentum v + rate g; theta -= v",
        Options =
        [
            OptimizerOptions.Rate("0.01"),
            OptimizerOptions.Share("momentum", "how much of the velocity stays at each step", "0.9"),
            OptimizerOptions.WeightDecay,
        ],
        Source = "Polyak, Some methods of speeding up the convergence of iteration methods, 1964; Rumelhart, Hinton and Williams, 1986",
        Caveats = "The velocity keeps the rates of past steps; under a schedule sgd with momentum follows the rate at once.",
        Create = options => new Momentum(options.Number("rate"), options.Number("momentum"), options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override double? MomentumFactor
    {
        get => momentum;
        set => momentum = Hyperparameter.Share(value ?? double.NaN, "momentum", "0.9");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames => ["velocity"];

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        var kept = update["momentum", momentum] * update.Kept(0, "v");
        var velocity = update.Line("v'", kept + (update.Rate * update.Slope(weightDecay)));
        update.End(update.Weight - velocity);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
        => Apply(new TextbookStep(Rate, momentum, Decay(weightDecay)), parameter, gradient, state);

    private readonly struct TextbookStep(Coefficient rate, Coefficient momentum, Coefficient weightDecay) : IUpdate
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> velocity, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);
            velocity = Lanes.MultiplyAdd(momentum.Lanes<T>(), velocity, rate.Lanes<T>() * slope);
            parameter -= velocity;
        }
    }
}
