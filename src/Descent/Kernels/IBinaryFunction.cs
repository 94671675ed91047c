using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// A function of two numbers, applied to pairs of elements. Implemented by readonly structs, so that the loop is specialised.
/// </summary>
public interface IBinaryFunction
{
    /// <summary>c = f(a, b) in every lane.</summary>
    Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
