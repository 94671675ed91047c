namespace Descent;

/// <summary>Adam with decoupled weight decay: theta *= 1 - rate weightDecay, then <see cref="Adam"/>'s step on the bare gradient.</summary>
/// <remarks>Source: Loshchilov and Hutter, ICLR 2019.</remarks>
/// <param name="learningRate">The step size; 0.001 is usual.</param>
/// <param name="beta1">How much of the average gradient stays at each step, in [0, 1).</param>
/// <param name="beta2">How much of the average square stays at each step, in [0, 1).</param>
/// <param name="epsilon">Added to the root that the step is divided by.</param>
/// <param name="weightDecay">The share of each parameter, times the rate, that is taken away at each step.</param>
/// <param name="amsgrad">Whether the largest average square so far is used.</param>
/// <exception cref="SpecificationException">A value is out of range.</exception>
public sealed class AdamW(
    double learningRate = 1e-3,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    double weightDecay = 0.01,
    bool amsgrad = false)
    : Adam(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: true)
{
    /// <summary>How the optimizer describes itself.</summary>
    public static new Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "adamw",
        Summary = "Adam with weight decay that does not pass through the averages; the usual choice for transformers.",
        FormulaText = "theta *= 1 - rate weight-decay; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; "
            + "theta -= rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)",
        Options =
        [
            .. SharedOptions,
            OptimizerOptions.DecoupledDecay("0.01"),
        ],
        Source = "Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019",
        Caveats = "The decay is multiplied by the rate, so a schedule weakens both together.",
        Create = options => new AdamW(
            options.Number("rate"),
            options.Number("beta1"),
            options.Number("beta2"),
            options.Number("epsilon"),
            options.Number("weight-decay"),
            options.Flag("amsgrad")),
    };
}
