using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>An operation whose kernel can go on with its finished elements while they lie in the cache.</summary>
internal interface IEpilogueHost
{
    /// <summary>The length of a row of the result, as <see cref="Epilogue{T}"/> counts them.</summary>
    int RowLength(Shape output);

    /// <summary>Computes the outputs and passes every element of the first through the epilogue.</summary>
    void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>An elementwise operation that can be done as the epilogue of the operation that computes one of its inputs.</summary>
internal interface IEpilogueStep
{
    /// <summary>Whether it can, given which input is the host's result and how long its rows are.</summary>
    bool CanFollow(int through, ReadOnlySpan<Operand> inputs, int rowLength);

    /// <summary>The epilogue, for inputs in memory that stays in its place; that of the host's result is not looked at.</summary>
    Epilogue<T> Epilogue<T>(int through, ReadOnlySpan<Tensor> inputs, int rowLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
