using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>Several tensors as one long vector, for methods that look at all parameters together.</summary>
internal static class TensorVector
{
    /// <summary>Zeros like the parameters.</summary>
    public static Tensor[] Zeros(IReadOnlyList<Parameter> parameters)
        => [.. parameters.Select(parameter => Tensor.Zeros(parameter.Shape, parameter.Type))];

    /// <summary>The scalar product, in double; its bits do not depend on threads.</summary>
    public static double Dot(IReadOnlyList<Tensor> a, IReadOnlyList<Tensor> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Count; i++)
        {
            sum += a[i].Type == ElementType.Float32
                ? ElementSum.Of<float, ProductTerm>(default, a[i].Span<float>(), b[i].Span<float>())
                : ElementSum.Of<double, ProductTerm>(default, a[i].Span<double>(), b[i].Span<double>());
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return sum;
    }

    /// <summary>target = keep target + scale x; what the target holds must be finite even where it is not kept.</summary>
    public static void Combine(IReadOnlyList<Tensor> target, double keep, IReadOnlyList<Tensor> x, double scale)
    {
        for (var i = 0; i < target.Count; i++)
        {
            target[i].Storage.MarkChanged();
            if (target[i].Type == ElementType.Float32)
            {
                Update.Apply(new Combination(keep, scale), target[i].Span<float>(), x[i].Span<float>());
            }
            else
            {
                Update.Apply(new Combination(keep, scale), target[i].Span<double>(), x[i].Span<double>());
            }
        }

        GC.KeepAlive(target);
        GC.KeepAlive(x);
    }

    /// <summary>target = x, whatever the target holds.</summary>
    public static void Copy(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> target)
    {
        for (var i = 0; i < target.Count; i++)
        {
            target[i].Storage.MarkChanged();
            if (target[i].Type == ElementType.Float32)
            {
                x[i].Span<float>().CopyTo(target[i].Span<float>());
            }
            else
            {
                x[i].Span<double>().CopyTo(target[i].Span<double>());
            }
        }

        GC.KeepAlive(target);
        GC.KeepAlive(x);
    }

    /// <summary>Makes a tensor zero.</summary>
    public static void Clear(Tensor tensor)
    {
        tensor.Storage.MarkChanged();
        if (tensor.Type == ElementType.Float32)
        {
            tensor.Span<float>().Clear();
        }
        else
        {
            tensor.Span<double>().Clear();
        }

        GC.KeepAlive(tensor);
    }

    private readonly struct Combination(Coefficient keep, Coefficient scale) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> target, Vector512<T> x, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => target = Lanes.MultiplyAdd(scale.Lanes<T>(), x, keep.Lanes<T>() * target);
    }
}
