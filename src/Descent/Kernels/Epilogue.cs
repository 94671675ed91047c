using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// What is done with the finished elements of a matrix product or a convolution while they still lie in the cache: a bias, an activation,
/// the product with a derivative. The result has the bits that a pass of its own would give.
/// </summary>
/// <remarks>A convolution's rows are its planes, numbered image * channels + channel, and its columns the pixels of a plane.</remarks>
internal abstract unsafe class Epilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Changes a block in place. Called once for every element, by several threads at once, each with a block of its own.</summary>
    /// <param name="c">The block's first element.</param>
    /// <param name="rowStride">From one row to the next, in elements.</param>
    /// <param name="row">The first row's number in the whole result.</param>
    /// <param name="rows">The block's rows.</param>
    /// <param name="column">The first column's number in the whole result.</param>
    /// <param name="columns">The block's columns, which lie side by side.</param>
    public abstract void Apply(T* c, nint rowStride, int row, int rows, int column, int columns);

    /// <summary>Names what else will be read for some whole rows, where it is as long as they are.</summary>
    public virtual void ReadsAhead(ref Ahead ahead, int row, int rows)
    {
        // Nothing, or a few numbers.
    }
}
