using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Gradient descent: theta -= rate v, with v = g without momentum; with momentum v = g at the first step,
/// then v = momentum v + (1 - dampening) g; Nesterov's form steps along g + momentum v. g includes weightDecay theta.
/// </summary>
/// <remarks>
/// Batch, mini-batch and stochastic gradient descent are this one rule on gradients of all samples, of some, or of one: the batch size
/// decides, not the optimizer. Here the rate multiplies the velocity as it is used, so a change of rate acts at once;
/// in <see cref="Momentum"/> it is part of the velocity. For a constant rate both take the same steps.
/// Sources: Robbins and Monro, 1951; Polyak, 1964; Nesterov, 1983, in the form of Sutskever et al., ICML 2013.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly bool keepsVelocity;
    private readonly double dampening;
    private readonly bool nesterov;
    private readonly double weightDecay;
    private double momentum;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size.</param>
    /// <param name="momentum">How much of the velocity stays at each step, in [0, 1); 0.9 is usual.</param>
    /// <param name="dampening">How much of the gradient is held back from the velocity, in [0, 1].</param>
    /// <param name="nesterov">Whether to look ahead; needs momentum without dampening.</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Sgd(double learningRate, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0)
        : base(learningRate)
    {
        this.momentum = Hyperparameter.Share(momentum, "momentum", "0.9");
        keepsVelocity = momentum > 0;
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.0001");
        this.dampening = dampening is >= 0 and <= 1
            ? dampening
            : throw new SpecificationException(
                FormattableString.Invariant($"The dampening must be at least 0 and at most 1, not {dampening}; 0 is usual."));
        this.nesterov = nesterov && (momentum == 0 || dampening != 0)
            ? throw new SpecificationException("Nesterov's form needs a momentum above 0 and no dampening; a momentum of 0.9 is usual.")
            : nesterov;
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "sgd",
        Aliases = ["gradient-descent", "gd"],
        Summary = "Gradient descent, with momentum if wanted; batch, mini-batch or stochastic by the size of the batches.",
        FormulaText = "v = momentum v + (1 - dampening) g; theta -= rate v",
        Options =
        [
            OptimizerOptions.Rate("0.01"),
            OptimizerOptions.Share("momentum", "how much of the velocity stays at each step", "0"),
            new("dampening", OptionKind.Number, "how much of the gradient is held back from the velocity", "0")
            {
                Minimum = 0,
                Maximum = 1,
            },
            new("nesterov", OptionKind.Flag, "look ahead: step along g + momentum v", "false"),
            OptimizerOptions.WeightDecay,
        ],
        Source = "Robbins and Monro, A stochastic approximation method, 1951; Polyak, Some methods of speeding up the convergence, 1964",
        Caveats = "The rate must fit the scale of the loss: too large diverges, too small hardly moves. Scale the inputs first.",
        Create = options => new Sgd(
            options.Number("rate"),
            options.Number("momentum"),
            options.Number("dampening"),
            options.Flag("nesterov"),
            options.Number("weight-decay")),
    };

    /// <summary>Nesterov's momentum under its own name: <see cref="Sgd"/> that looks ahead.</summary>
    public static Definition<Optimizer> NesterovDefinition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "nesterov",
        Aliases = ["nag"],
        Summary = "Gradient descent with Nesterov's momentum, which looks ahead along the velocity.",
        FormulaText = "v = momentum v + g; theta -= rate (g + momentum v)",
        Options =
        [
            OptimizerOptions.Rate("0.01"),
            OptimizerOptions.Share("momentum", "how much of the velocity stays at each step; above 0", "0.9") with { AboveMinimum = true },
            OptimizerOptions.WeightDecay,
        ],
        Source = "Nesterov, A method of solving a convex programming problem, 1983; Sutskever et al., ICML 2013",
        Caveats = "Speeds up smooth problems; with very noisy gradients it gains little over plain momentum.",
        Create = options => new Sgd(
            options.Number("rate"), options.Number("momentum"), nesterov: true, weightDecay: options.Number("weight-decay")),
    };

    /// <inheritdoc/>
    public override double? MomentumFactor
    {
        get => keepsVelocity ? momentum : null;
        set
        {
            if (keepsVelocity)
            {
                momentum = Hyperparameter.Share(value ?? double.NaN, "momentum", "0.9");
            }
            else
            {
                base.MomentumFactor = value;
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames => keepsVelocity ? ["velocity"] : [];

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        var slope = update.Slope(weightDecay);
        if (keepsVelocity)
        {
            var (kept, share) = (update["momentum", momentum], update.Step == 1 ? 1 : 1 - dampening);
            var velocity = update.Line("v'", (kept * update.Kept(0, "v")) + (share * slope));
            slope = nesterov ? slope + (kept * velocity) : velocity;
        }

        update.End(update.Weight - (update.Rate * slope));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        if (!keepsVelocity)
        {
            Apply(new PlainStep(Rate, Decay(weightDecay)), parameter, gradient, state);
        }
        else
        {
            var share = Steps == 1 ? 1 : 1 - dampening;
            Apply(new MomentumStep(Rate, momentum, share, nesterov, Decay(weightDecay)), parameter, gradient, state);
        }
    }

    private readonly struct PlainStep(Coefficient rate, Coefficient weightDecay) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), slope, parameter);
        }
    }

    private readonly struct MomentumStep(
        Coefficient rate, Coefficient momentum, Coefficient share, bool nesterov, Coefficient weightDecay) : IUpdate
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> velocity, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var slope = Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);
            var kept = momentum.Lanes<T>();
            velocity = Lanes.MultiplyAdd(kept, velocity, share.Lanes<T>() * slope);
            var direction = nesterov ? Lanes.MultiplyAdd(kept, velocity, slope) : velocity;
            parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), direction, parameter);
        }
    }
}
