using Descent.Kernels;

namespace Descent;

/// <summary>One place on the path of an optimizer.</summary>
/// <param name="X">The first weight.</param>
/// <param name="Y">The second weight.</param>
/// <param name="Loss">The loss there, without noise.</param>
/// <param name="Rate">The learning rate of the step from here.</param>
/// <param name="State">The optimizer's state here, in the order of its <see cref="Optimizer.StateNames"/>, each as its elements.</param>
public sealed record OptimizerPlace(double X, double Y, double Loss, double Rate, IReadOnlyList<double[]> State);

/// <summary>
/// The way that an optimizer takes over a <see cref="Surface"/>: its own steps on a parameter of two weights, with gradients from the
/// record, in Float64.
/// </summary>
public sealed class OptimizerPath
{
    /// <summary>Beyond this distance from 0, or this loss, a path counts as diverged.</summary>
    public const double Farthest = 1e6;

    private OptimizerPath(Optimizer optimizer, IReadOnlyList<OptimizerPlace> places, int? diverged)
        => (StateNames, Places, Diverged) = (optimizer.StateNames, places, diverged);

    /// <summary>The places, the start first; the last is before the path diverged.</summary>
    public IReadOnlyList<OptimizerPlace> Places { get; }

    /// <summary>The names of the optimizer's states.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>The step, from 1, after which the weights or the loss were beyond <see cref="Farthest"/> or no numbers; null where that did not happen.</summary>
    public int? Diverged { get; }

    /// <summary>Follows an optimizer.</summary>
    /// <param name="optimizer">A new optimizer; it is used up.</param>
    /// <param name="surface">The surface.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="steps">The most steps.</param>
    /// <param name="noise">
    /// The deviation of the normal noise that each step's gradient has, as mini-batches make it: within a step the loss is tilted by it, so
    /// that optimizers that look several times see the same.
    /// </param>
    /// <param name="seed">What the noise comes from; the same for the same seed, whatever the optimizer.</param>
    /// <param name="schedule">What changes the rate from step to step; null for nothing.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static OptimizerPath Follow(
        Optimizer optimizer,
        Surface surface,
        (double X, double Y) start,
        int steps,
        double noise = 0,
        ulong seed = 0,
        Schedule? schedule = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(surface);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var parameter = new Parameter("place", new Shape(2), new Constant(0));
        parameter.Convert(ElementType.Float64);
        parameter.Load(Tensor.From([start.X, start.Y]));
        var (places, initialRate, planned) = (new List<OptimizerPlace>(steps + 1), optimizer.LearningRate, schedule?.Over(steps));
        for (var step = 0; ; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var at = parameter.Value.ToDoubles();
            if (!(Math.Abs(at[0]) <= Farthest && Math.Abs(at[1]) <= Farthest))
            {
                return new OptimizerPath(optimizer, places, step);
            }

            if (planned is not null)
            {
                optimizer.LearningRate = planned.Rate(initialRate, step);
                if (optimizer.MomentumFactor is not null && planned.Momentum(step) is { } momentum)
                {
                    optimizer.MomentumFactor = momentum;
                }
            }

            // The first look of a step is at the place itself.
            double? here = null;
            var (rate, state) = (optimizer.LearningRate, StateOf(optimizer));
            var tilt = noise > 0 ? Tensor.Normal(new Shape(2), new RandomKey(seed, "race", (uint)step), ElementType.Float64) * noise : null;
            LossAndGradients Evaluate()
            {
                var loss = surface.At(parameter.Value);
                here ??= loss.Item();
                var seen = tilt is null ? loss : loss + (parameter.Value * tilt).Sum();
                return new LossAndGradients(seen.Item(), Gradients.Of(seen, [parameter.Value]));
            }

            if (step < steps)
            {
                optimizer.Step([parameter], Evaluate);
            }
            else
            {
                Evaluate();
            }

            if (!(Math.Abs(here!.Value) <= Farthest))
            {
                return new OptimizerPath(optimizer, places, step);
            }

            places.Add(new OptimizerPlace(at[0], at[1], here.Value, rate, state));
            if (step == steps)
            {
                return new OptimizerPath(optimizer, places, null);
            }
        }
    }

    private static double[][] StateOf(Optimizer optimizer)
        => optimizer.State.Count == 0 ? [] : [.. optimizer.State[0].Select(tensor => tensor.ToDoubles())];
}
