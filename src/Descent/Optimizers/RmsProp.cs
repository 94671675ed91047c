namespace Descent;

/// <summary>
/// RMSprop: n = decay n + (1 - decay) g^2; theta -= rate g / (sqrt(n) + epsilon). Centered, the square of the average gradient is taken
/// from n first; with momentum, b = momentum b + g / (sqrt(n) + epsilon) and theta -= rate b. g includes weightDecay theta.
/// </summary>
/// <remarks>Sources: Tieleman and Hinton, lecture 6.5, 2012; Graves, arXiv 1308.0850, 2013 (centered).</remarks>
public sealed class RmsProp : Optimizer
{
    private readonly double decay;
    private readonly double epsilon;
    private readonly bool centered;
    private readonly bool keepsVelocity;
    private readonly double weightDecay;
    private double momentum;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.01 or less is usual.</param>
    /// <param name="decay">How much of the average square stays at each step, in [0, 1); often called alpha or rho.</param>
    /// <param name="epsilon">Added to the root that the step is divided by.</param>
    /// <param name="centered">Whether to divide by the deviation of the gradient instead of its root mean square.</param>
    /// <param name="momentum">How much of the last step stays, in [0, 1).</param>
    /// <param name="weightDecay">The strength of L2 regularisation, added to the gradient.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public RmsProp(
        double learningRate = 1e-2,
        double decay = 0.99,
        double epsilon = 1e-8,
        bool centered = false,
        double momentum = 0,
        double weightDecay = 0)
        : base(learningRate)
    {
        this.decay = Hyperparameter.Share(decay, "decay", "0.99");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-8");
        this.centered = centered;
        this.momentum = Hyperparameter.Share(momentum, "momentum", "0.9");
        keepsVelocity = momentum > 0;
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.0001");
        StateNames = (centered, keepsVelocity) switch
        {
            (false, false) => ["average-square"],
            (true, false) => ["average-square", "average"],
            (false, true) => ["average-square", "velocity"],
            (true, true) => ["average-square", "average", "velocity"],
        };
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "rmsprop",
        Summary = "Divides each parameter's step by the root of a running average of its squared gradients; long in use for "
            + "recurrent networks.",
        FormulaText = "n = alpha n + (1 - alpha) g^2; theta -= rate g / (sqrt(n) + epsilon)",
        Options =
        [
            OptimizerOptions.Rate("0.01"),
            OptimizerOptions.Share("alpha", "how much of the average square stays at each step", "0.99", "rho", "decay"),
            OptimizerOptions.Epsilon("1e-8"),
            new("centered", OptionKind.Flag, "divide by the deviation of the gradient instead", "false"),
            OptimizerOptions.Share("momentum", "how much of the last step stays", "0"),
            OptimizerOptions.WeightDecay,
        ],
        Source = "Tieleman and Hinton, Lecture 6.5: rmsprop, COURSERA, 2012; centered: Graves, Generating sequences with "
            + "recurrent neural networks, 2013",
        Caveats = "The first steps are large, 1 / sqrt(1 - alpha) times the rate: the average starts at 0 and is not corrected as "
            + "adam's is.",
        Create = options => new RmsProp(
            options.Number("rate"),
            options.Number("alpha"),
            options.Number("epsilon"),
            options.Flag("centered"),
            options.Number("momentum"),
            options.Number("weight-decay")),
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
    public override IReadOnlyList<string> StateNames { get; }

    /// <inheritdoc/>
    internal override void Derive(UpdateDerivation update)
    {
        if (centered || keepsVelocity)
        {
            return;
        }

        var (kept, slope) = (update["alpha", decay], update.Slope(weightDecay));
        var square = update.Line("n'", (kept * update.Kept(0, "n")) + ((1 - kept) * Expression.Power(slope, 2)));
        update.End(update.Weight - (update.Rate * slope / (Expression.Sqrt(square) + update["epsilon", epsilon])));
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        var rule = new RmsPropRule(Rate, decay, 1 - decay, epsilon, momentum, Decay(weightDecay));
        switch (centered, keepsVelocity)
        {
            case (false, false):
                Apply(new RmsPropRule.Plain(rule), parameter, gradient, state);
                break;
            case (true, false):
                Apply(new RmsPropRule.Centered(rule), parameter, gradient, state);
                break;
            case (false, true):
                Apply(new RmsPropRule.WithVelocity(rule), parameter, gradient, state);
                break;
            default:
                Apply(new RmsPropRule.CenteredWithVelocity(rule), parameter, gradient, state);
                break;
        }
    }
}
