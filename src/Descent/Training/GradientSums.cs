using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// The gradients of a batch that is computed in parts: the sum over the parts of weight times mean gradient, divided once by the sum of
/// the weights. So parts of any sizes count as much as they hold. Memory is kept from batch to batch.
/// </summary>
internal sealed class GradientSums
{
    private Tensor[] sums = [];
    private NamedParameter[] trainable = [];

    /// <summary>The parts so far.</summary>
    public int Parts { get; private set; }

    /// <summary>The sum of the losses so far.</summary>
    public double LossSum { get; private set; }

    /// <summary>What their mean divides by.</summary>
    public double Weight { get; private set; }

    /// <summary>The parameters that the gradients are of.</summary>
    public NamedParameter[] Trainable => trainable;

    /// <summary>The same without their names.</summary>
    public Parameter[] Parameters { get; private set; } = [];

    /// <summary>Sums, or means after <see cref="Divide"/>; they may be changed in place.</summary>
    public IReadOnlyList<Tensor> Gradients => sums;

    /// <summary>Adds a part.</summary>
    /// <param name="parameters">The parameters, the same for each part of a batch.</param>
    /// <param name="gradients">The gradients of the part's mean loss.</param>
    /// <param name="lossSum">The sum of the part's losses.</param>
    /// <param name="weight">What the part's mean divides by.</param>
    /// <exception cref="DescentException">Other parameters are trainable than for the parts before.</exception>
    public void Add(NamedParameter[] parameters, IReadOnlyList<Tensor> gradients, double lossSum, double weight)
    {
        if (Parts == 0)
        {
            Begin(parameters, gradients);
        }
        else if (parameters.Length != sums.Length || !Matches(parameters))
        {
            throw new DescentException(
                "Parameters were frozen, thawed or converted between two parts of one batch: do it before the first or after the update.");
        }

        for (var i = 0; i < sums.Length && weight != 0; i++)
        {
            Change(sums[i], new AddScaled(weight), gradients[i]);
        }

        Parts++;
        LossSum += lossSum;
        Weight += weight;
    }

    /// <summary>Makes means of the sums; all 0 where the weight is 0.</summary>
    public void Divide()
    {
        foreach (var sum in sums)
        {
            Change(sum, new Scale(Weight == 0 ? 0 : 1 / Weight), sum);
        }
    }

    /// <summary>Forgets the parts.</summary>
    public void Reset() => (Parts, LossSum, Weight) = (0, 0, 0);

    private void Begin(NamedParameter[] parameters, IReadOnlyList<Tensor> gradients)
    {
        if (parameters.Length != sums.Length || !Matches(parameters))
        {
            sums = [.. gradients.Select(gradient => Pinning.InPlace(Tensor.Zeros(gradient.Shape, gradient.Type)))];
            (trainable, Parameters) = (parameters, Array.ConvertAll(parameters, named => named.Parameter));
        }

        foreach (var sum in sums)
        {
            sum.Storage.MarkChanged();
            if (sum.Type == ElementType.Float32)
            {
                sum.Span<float>().Clear();
            }
            else
            {
                sum.Span<double>().Clear();
            }
        }
    }

    private bool Matches(NamedParameter[] parameters)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            if (!ReferenceEquals(parameters[i].Parameter, trainable[i].Parameter) || parameters[i].Parameter.Type != sums[i].Type)
            {
                return false;
            }
        }

        return true;
    }

    private static void Change<TUpdate>(Tensor sum, TUpdate update, Tensor gradient)
        where TUpdate : struct, IUpdate
    {
        sum.Storage.MarkChanged();
        if (sum.Type == ElementType.Float32)
        {
            Update.Apply(update, sum.Span<float>(), gradient.Span<float>());
        }
        else
        {
            Update.Apply(update, sum.Span<double>(), gradient.Span<double>());
        }

        GC.KeepAlive(sum);
        GC.KeepAlive(gradient);
    }

    private readonly struct AddScaled(Coefficient weight) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> sum, Vector512<T> gradient, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => sum = Lanes.MultiplyAdd(weight.Lanes<T>(), gradient, sum);
    }

    private readonly struct Scale(Coefficient factor) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> sum, Vector512<T> same, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => sum = same * factor.Lanes<T>();
    }
}
