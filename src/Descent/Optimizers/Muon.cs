using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Muon: for matrices m = momentum m + g; O = the matrix nearest to g + momentum m whose singular values are all 1 (nearly: see the
/// remarks);
/// theta *= 1 - rate weightDecay; theta -= rate 0.2 sqrt(max(rows, columns)) O. All other parameters take <see cref="AdamW"/>'s step.
/// </summary>
/// <remarks>
/// A parameter of more than two axes, such as a convolution's weight, is a matrix of its first axis by the rest. O comes from five rounds
/// of Newton
/// and Schulz's iteration, which leaves singular values between about 0.7 and 1.2. The factor 0.2 sqrt(max(rows, columns)) gives O's
/// elements the
/// size that Adam's steps have, so that one rate and one decay serve both kinds. Sources: Jordan et al., 2024; Liu et al., 2025 (the
/// factor).
/// </remarks>
public sealed class Muon : Optimizer
{
    private const double StepOfAdam = 0.2;

    private static readonly Shape Nothing = new(0);

    private readonly double momentum;
    private readonly double weightDecay;
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private AdamStep step;

    // Room for the largest matrix so far.
    private float[] floats = [];
    private double[] doubles = [];

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size, as for AdamW; 0.001 is usual.</param>
    /// <param name="momentum">How much of the sum of gradients stays at each step, in [0, 1).</param>
    /// <param name="weightDecay">The share of each parameter, times the rate, that is taken away at each step.</param>
    /// <param name="beta1">AdamW's beta1 for parameters that are no matrices, in [0, 1).</param>
    /// <param name="beta2">AdamW's beta2 for parameters that are no matrices, in [0, 1).</param>
    /// <param name="epsilon">AdamW's epsilon for parameters that are no matrices.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Muon(
        double learningRate = 1e-3,
        double momentum = 0.95,
        double weightDecay = 0.1,
        double beta1 = 0.9,
        double beta2 = 0.95,
        double epsilon = 1e-8)
        : base(learningRate)
    {
        this.momentum = Hyperparameter.Share(momentum, "momentum", "0.95");
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, "weight decay", "0.1");
        this.beta1 = Hyperparameter.Share(beta1, "beta1", "0.9");
        this.beta2 = Hyperparameter.Share(beta2, "beta2", "0.95");
        this.epsilon = Hyperparameter.Positive(epsilon, "epsilon", "1e-8");
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "muon",
        Summary = "Gives each weight matrix a step of full rank: its momentum with all singular values made 1. Biases and the like take "
            + "adamw's step.",
        FormulaText = "m = momentum m + g; O = orthogonalised (g + momentum m); theta *= 1 - rate weight-decay; "
            + "theta -= rate 0.2 sqrt(max(rows, columns)) O",
        Options =
        [
            OptimizerOptions.Rate("0.001"),
            OptimizerOptions.Share("momentum", "how much of the sum of gradients stays at each step", "0.95"),
            OptimizerOptions.DecoupledDecay("0.1"),
            OptimizerOptions.Share("beta1", "adamw's beta1, for parameters that are no matrices", "0.9", "b1"),
            OptimizerOptions.Share("beta2", "adamw's beta2, for parameters that are no matrices", "0.95", "b2"),
            OptimizerOptions.Epsilon("1e-8") with { Meaning = "adamw's epsilon, for parameters that are no matrices" },
        ],
        Source = "Jordan et al., Muon: an optimizer for hidden layers in neural networks, 2024; Liu et al., Muon is scalable for LLM "
            + "training, 2025",
        Caveats = "Made for the matrices inside a network; in code, keep embeddings and the last layer with adamw by IsMatrix. A step of "
            + "a matrix of "
            + "n x m costs about 10 n m min(n, m) multiply-adds, little beside a large batch and much beside a small one.",
        Create = options => new Muon(
            options.Number("rate"),
            options.Number("momentum"),
            options.Number("weight-decay"),
            options.Number("beta1"),
            options.Number("beta2"),
            options.Number("epsilon")),
    };

    /// <summary>
    /// Which parameters are treated as matrices; those of two axes or more, unless said otherwise. The others take AdamW's step.
    /// </summary>
    public Func<Parameter, bool> IsMatrix { get; init; } = static parameter => parameter.Shape.Rank > 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["average", "average-square"];

    /// <inheritdoc/>
    protected override Shape StateShape(string name, Parameter parameter)
        => name == "average-square" && IsMatrix(parameter) ? Nothing : base.StateShape(name, parameter);

    /// <inheritdoc/>
    protected override void BeginStep(int step) => this.step = new AdamStep(
        new AdamAverages(beta1, beta2, 1 - beta1, 1 - beta2, 0),
        Rate / (1 - PortableMath.Power(beta1, step)),
        1 / Math.Sqrt(1 - PortableMath.Power(beta2, step)),
        epsilon,
        1 - (Rate * Decay(weightDecay)));

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        if (!IsMatrix(parameter))
        {
            Apply(step, parameter, gradient, state);
        }
        else if (parameter.Type == ElementType.Float32)
        {
            StepMatrix(parameter, gradient.Span<float>(), state[0], ref floats);
        }
        else
        {
            StepMatrix(parameter, gradient.Span<double>(), state[0], ref doubles);
        }

        GC.KeepAlive(gradient);
    }

    private void StepMatrix<T>(Parameter parameter, ReadOnlySpan<T> gradient, Tensor velocity, ref T[] room)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = gradient.Length;
        if (length == 0)
        {
            return;
        }

        room = room.Length < length ? GC.AllocateUninitializedArray<T>(length) : room;
        var direction = room.AsSpan(0, length);
        var rows = parameter.Shape.Rank == 0 ? 1 : parameter.Shape[0];
        velocity.Storage.MarkChanged();
        Kernels.Update.Apply(new AheadStep(momentum), direction, gradient, velocity.Span<T>());
        Orthogonalization.Apply(direction, rows, length / rows);
        var size = StepOfAdam * Math.Sqrt(Math.Max(rows, length / rows));
        Kernels.Update.Apply<T, MoveStep>(new MoveStep(Rate * size, 1 - (Rate * Decay(weightDecay))), parameter.Change<T>(), direction);
        GC.KeepAlive(velocity);
        GC.KeepAlive(parameter);
    }

    /// <summary>The velocity takes the gradient up, and the element becomes what lies a step ahead.</summary>
    private readonly struct AheadStep(Coefficient momentum) : IUpdate
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> ahead, Vector512<T> gradient, ref Vector512<T> velocity, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            velocity = Lanes.MultiplyAdd(momentum.Lanes<T>(), velocity, gradient);
            ahead = Lanes.MultiplyAdd(momentum.Lanes<T>(), velocity, gradient);
        }
    }

    private readonly struct MoveStep(Coefficient rate, Coefficient shrink) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> direction, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), direction, shrink.Lanes<T>() * parameter);
    }
}
