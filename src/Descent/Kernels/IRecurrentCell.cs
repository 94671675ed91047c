using System.Numerics;

namespace Descent.Kernels;

/// <summary>What a recurrent cell does once the products of a step are there: one row, that is one sample, at a time.</summary>
internal interface IRecurrentCell
{
    /// <summary>How many blocks of the hidden width the products have.</summary>
    static abstract int Gates { get; }

    /// <summary>How many of these blocks are kept for the derivative.</summary>
    static abstract int Kept { get; }

    /// <summary>
    /// Whether the hidden state's product is wanted apart from the input's; then the derivative also has two parts, and part of the state
    /// is carried past the product.
    /// </summary>
    static abstract bool IsSplit { get; }

    /// <summary>Whether the cell has a second block [hidden] a step, such as a cell state.</summary>
    static abstract bool HasMemory { get; }

    /// <summary>One step of one sample.</summary>
    static abstract void Forward<T>(in CellRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The derivative of one step of one sample.</summary>
    static abstract void Backward<T>(in CellGradientRow<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>What a step of one sample reads and writes.</summary>
internal unsafe struct CellRow<T>
    where T : unmanaged
{
    /// <summary>The hidden width.</summary>
    internal int Width;

    /// <summary>The products [gates, width], the hidden state's apart if the cell is split (else null); changed at will.</summary>
    internal T* Products, HiddenProducts;

    /// <summary>Their biases, zeros where there are none.</summary>
    internal T* Bias, HiddenBias;

    /// <summary>The state before the step.</summary>
    internal T* Hidden, Memory;

    /// <summary>Where results go: the kept gates, the new state.</summary>
    internal T* KeptGates, NewHidden, NewMemory;
}

/// <summary>What the derivative of a step of one sample reads and writes.</summary>
internal unsafe struct CellGradientRow<T>
    where T : unmanaged
{
    /// <summary>The hidden width.</summary>
    internal int Width;

    /// <summary>The gradients that flow into the step's output and, if any, into its memory from outside.</summary>
    internal T* OutputGradient, OuterMemoryGradient;

    /// <summary>The gradients from the step after: for the hidden state, replaced by what goes past the product, and for the memory.</summary>
    internal T* HiddenGradient, MemoryGradient;

    /// <summary>What the step kept, its state after it and before it.</summary>
    internal T* KeptGates, Hidden, Memory, PreviousHidden, PreviousMemory;

    /// <summary>Where the gradients of the products go, the hidden state's apart if the cell is split.</summary>
    internal T* Products, HiddenProducts;
}
