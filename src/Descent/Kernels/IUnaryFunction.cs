using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// A function of one number, applied to every element. Implemented by readonly structs, so that the loop over elements is specialised;
/// fields are options such as a slope.
/// </summary>
public interface IUnaryFunction
{
    /// <summary>Whether <see cref="Derivative"/> looks at its input; where not, it is given zeros, and memory is not read.</summary>
    static virtual bool DerivativeReadsInput => true;

    /// <summary>Whether <see cref="Derivative"/> looks at its output; where not, it is given zeros, and memory is not read.</summary>
    static virtual bool DerivativeReadsOutput => true;

    /// <summary>y = f(x) in every lane.</summary>
    Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// f'(x) in every lane, from the input <paramref name="x"/> and the output <paramref name="y"/> = f(x), whichever is cheaper.
    /// </summary>
    Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
