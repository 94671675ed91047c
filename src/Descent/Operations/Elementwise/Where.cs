using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

internal readonly struct KeepFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> value, Vector512<T> mask)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.Equals(mask, Vector512<T>.Zero), Vector512<T>.Zero, value);
}

/// <summary>value where the mask is not 0, else 0, even where the value is NaN. Gradient: the same selection of g; the mask gets none.</summary>
internal sealed class KeepOperation : BinaryOperation<KeepFunction>
{
    public override string Name => "keep";

    private protected override Tensor First(Tensor g, Tensor a, Tensor b) => g.Keep(b);

    private protected override Tensor Second(Tensor g, Tensor a, Tensor b, Tensor c)
        => throw new DescentException("A mask has no gradient; make it by a comparison, or detach it.");
}

public sealed partial class Tensor
{
    /// <summary>These elements where the mask is not 0, and 0 elsewhere: NaN and infinities do not get past a zero, in values or in gradients.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Keep(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new KeepOperation().Apply(this, mask.Detached())[0];
    }

    /// <summary><paramref name="then"/> where the mask is not 0, else <paramref name="otherwise"/>. What is not chosen has no influence, NaN included.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor mask, Tensor then, Tensor otherwise)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(otherwise);
        var chosen = mask.Detached();
        return then.Keep(chosen) + otherwise.Keep(1.0 - Ones(chosen.Shape, chosen.Type).Keep(chosen));
    }
}
