using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// A penalty on the size of weights that is added to the loss: l1 sum |w| + l2 / 2 sum w^2. Gradient: l1 sign(w) + l2 w, with sign(0) = 0.
/// L1 draws weights to 0, L2 makes all of them smaller.
/// </summary>
/// <remarks>
/// Weights are parameters of two axes or more: matrices, kernels, embeddings. Biases and the scales of normalisations, which have one, are
/// left alone, since they do not make a network more winding. With an optimizer that adapts its rates, such as Adam, L2 is not the same as
/// the decay of adamw, which acts beside the gradient. Sources: Hoerl and Kennard, Ridge regression, 1970; Tibshirani, Regression
/// shrinkage and selection via the lasso, 1996; Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019.
/// </remarks>
/// <example><c>new Trainer(model, loss, optimizer) { Penalty = new WeightPenalty(l2: 1e-4) }</c></example>
public sealed class WeightPenalty
{
    private readonly PenaltyGradient gradient;

    /// <summary>Makes a penalty.</summary>
    /// <param name="l1">The weight of the sum of sizes, 0 or larger.</param>
    /// <param name="l2">Twice the weight of the sum of squares, 0 or larger.</param>
    /// <exception cref="SpecificationException">A number is negative or not finite.</exception>
    public WeightPenalty(double l1 = 0, double l2 = 0)
    {
        (L1, L2) = (Hyperparameter.NotNegative(l1, "l1 penalty", "0.00001"), Hyperparameter.NotNegative(l2, "l2 penalty", "0.0001"));
        gradient = new PenaltyGradient(L1, L2);
    }

    /// <summary>The weight of the sum of sizes.</summary>
    public double L1 { get; }

    /// <summary>Twice the weight of the sum of squares.</summary>
    public double L2 { get; }

    /// <summary>Whether a parameter is penalised: whether it has two axes or more.</summary>
    public static bool Applies(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Shape.Rank >= 2;
    }

    /// <summary>The penalty of parameters as they are.</summary>
    public double Of(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var (sizes, squares) = (0.0, 0.0);
        foreach (var parameter in parameters.Where(Applies))
        {
            foreach (var weight in parameter.Value.ToDoubles())
            {
                sizes += Math.Abs(weight);
                squares += weight * weight;
            }
        }

        return (L1 * sizes) + (L2 / 2 * squares);
    }

    /// <summary>Adds the penalty's gradient to gradients, in their own memory; allocates nothing.</summary>
    internal void AddTo(IReadOnlyList<Tensor> gradients, Parameter[] parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var (parameter, to) = (parameters[i], gradients[i]);
            if (!Applies(parameter))
            {
                continue;
            }

            to.Storage.MarkChanged();
            if (to.Type == ElementType.Float32)
            {
                Update.Apply(gradient, to.Span<float>(), parameter.Value.Span<float>());
            }
            else
            {
                Update.Apply(gradient, to.Span<double>(), parameter.Value.Span<double>());
            }

            GC.KeepAlive(to);
        }
    }

    private readonly struct PenaltyGradient(Coefficient l1, Coefficient l2) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> sum, Vector512<T> weight, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var (size, zero) = (l1.Lanes<T>(), Vector512<T>.Zero);
            var pull = Vector512.ConditionalSelect(
                Vector512.GreaterThan(weight, zero), size, Vector512.ConditionalSelect(Vector512.LessThan(weight, zero), -size, zero));
            sum = Lanes.MultiplyAdd(l2.Lanes<T>(), weight, sum) + pull;
        }
    }
}
