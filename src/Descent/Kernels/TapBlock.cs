namespace Descent.Kernels;

/// <summary>What one block of <see cref="TapMicroKernel"/> works on; distances are in elements.</summary>
internal unsafe struct TapBlock<T>
    where T : unmanaged
{
    /// <summary>The gradients of a vector of output channels, pixel after pixel.</summary>
    public T* Gradient;

    /// <summary>What the first tap meets at the first pixel, and from there to what the next row of the kernel meets.</summary>
    public T* Input;

    /// <inheritdoc cref="Input"/>
    public nint Line;

    /// <summary>The sums, a vector for each tap.</summary>
    public T* Sums;

    /// <summary>Whether the sums are added to what is there.</summary>
    public bool Add;

    /// <summary>Pixels of the band.</summary>
    public int Rows, Columns;

    /// <summary>From the input of a pixel to that of the next one, and what is added to that after each row.</summary>
    public nint Step, RowSkip;

    /// <summary>Gradients to come, of which a vector is asked for at each pixel.</summary>
    public T* Next;
}
