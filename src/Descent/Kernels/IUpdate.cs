using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// One optimizer step for one element, all lanes at once. Implemented by readonly structs whose fields are the step's hyperparameters
/// (and whatever of them depends on the step number, computed once in double).
/// </summary>
public interface IUpdate
{
    /// <summary>How many state spans the step reads and writes: 0 to 3. The states beyond are zero and are not stored.</summary>
    static abstract int StateCount { get; }

    /// <summary>Moves the parameter and its states by one step.</summary>
    void Step<T>(
        ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
