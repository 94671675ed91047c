using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Resilient backpropagation: each parameter has a step size of its own, which grows by a factor while the sign of its gradient stays, and
/// shrinks where it turns; then the parameter waits for one step. theta -= size sign(g).
/// </summary>
/// <remarks>Source: Riedmiller and Braun, ICNN 1993, in the form without backtracking (Igel and Huesken, 2000).</remarks>
public sealed class Rprop : Optimizer
{
    private readonly double shrink;
    private readonly double growth;
    private readonly double smallest;
    private readonly double largest;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The first size of every step.</param>
    /// <param name="shrink">What the size is multiplied by where the sign turns, in (0, 1).</param>
    /// <param name="growth">What it is multiplied by while the sign stays, above 1.</param>
    /// <param name="smallest">The smallest size.</param>
    /// <param name="largest">The largest size.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Rprop(double learningRate = 1e-2, double shrink = 0.5, double growth = 1.2, double smallest = 1e-6, double largest = 50)
        : base(learningRate)
    {
        this.shrink = Hyperparameter.Positive(Hyperparameter.Share(shrink, "shrinking factor", "0.5"), "shrinking factor", "0.5");
        this.growth = growth;
        Hyperparameter.Positive(growth - 1, "growing factor less 1", "0.2");
        this.smallest = Hyperparameter.Positive(smallest, "smallest step", "1e-6");
        this.largest = Hyperparameter.Positive(largest, "largest step", "50");
        Hyperparameter.NotNegative(largest - smallest, "largest step less the smallest", "50");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "rprop",
        Summary = "Looks at signs of gradients alone and finds a step size for each parameter; fast and robust on full batches.",
        FormulaText = "g g_before > 0: size = min(growth size, largest); g g_before < 0: size = max(shrink size, smallest), g = 0; "
            + "theta -= size sign(g)",
        Options =
        [
            OptimizerOptions.Rate("0.01") with { Meaning = "the first size of every step" },
            new("shrink", OptionKind.Number, "what the size is multiplied by where the sign turns", "0.5")
            {
                Minimum = 0, AboveMinimum = true, Maximum = 1, BelowMaximum = true,
            },
            new("growth", OptionKind.Number, "what it is multiplied by while the sign stays", "1.2") { Minimum = 1, AboveMinimum = true },
            new("smallest", OptionKind.Number, "the smallest size", "1e-6") { Minimum = 0, AboveMinimum = true },
            new("largest", OptionKind.Number, "the largest size", "50") { Minimum = 0, AboveMinimum = true },
        ],
        Source = "Riedmiller and Braun, A direct adaptive method for faster backpropagation learning: the RPROP algorithm, ICNN 1993",
        Caveats = "For full batches: the sign of a mini-batch's gradient turns by chance, and steps wither. A schedule has no effect "
            + "after the first "
            + "step, as sizes adapt themselves.",
        Create = options => new Rprop(
            options.Number("rate"),
            options.Number("shrink"),
            options.Number("growth"),
            options.Number("smallest"),
            options.Number("largest")),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["gradient", "size"];

    /// <inheritdoc/>
    protected override Tensor InitialState(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return name == "size" ? Tensor.Full(parameter.Shape, Rate, parameter.Type) : base.InitialState(name, parameter);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
        => Apply(new RpropStep(shrink, growth, smallest, largest), parameter, gradient, state);

    private readonly struct RpropStep(Coefficient shrink, Coefficient growth, Coefficient smallest, Coefficient largest) : IUpdate
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> before, ref Vector512<T> size, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // Signs are multiplied, not gradients, whose product may vanish.
            var agreement = SignFunction.Of(gradient) * SignFunction.Of(before);
            var turned = Vector512.LessThan(agreement, Vector512<T>.Zero);
            var factor = Vector512.ConditionalSelect(
                Vector512.GreaterThan(agreement, Vector512<T>.Zero),
                growth.Lanes<T>(),
                Vector512.ConditionalSelect(turned, shrink.Lanes<T>(), Vector512<T>.One));
            size = Lanes.Maximum(-Lanes.Maximum(-(size * factor), -largest.Lanes<T>()), smallest.Lanes<T>());
            before = Vector512.ConditionalSelect(turned, Vector512<T>.Zero, gradient);
            parameter -= size * SignFunction.Of(before);
        }
    }
}
