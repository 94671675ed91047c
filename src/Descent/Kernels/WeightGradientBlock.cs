namespace Descent.Kernels;

/// <summary>What one block of the gradient for the weights works on; strides are in elements.</summary>
internal unsafe struct WeightGradientBlock<T>
    where T : unmanaged
{
    /// <summary>The first output channel's gradients, in place, and the distance from one channel to the next.</summary>
    public T* Gradient;

    public nint GradientRow;

    /// <summary>The first pixel's inputs, lane beside lane.</summary>
    public T* Input;

    /// <summary>sums[r, j] lies at r <see cref="SumsRow"/> + j.</summary>
    public T* Sums;

    public nint SumsRow;

    /// <summary>Whether the sums are added to what is there.</summary>
    public bool Add;

    /// <summary>The pixels that are summed over.</summary>
    public WeightGradientPixels Pixels;

    /// <summary>What is asked for meanwhile, a part of it at each row of pixels.</summary>
    public Ahead Ahead;
}

/// <summary>The pixels of a unit: rows of some images, and the way from one pixel's inputs to the next one's.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Rows">Rows of each image.</param>
/// <param name="Columns">Pixels of each row.</param>
/// <param name="GradientImageSkip">From the end of an image's gradients to the next one's; those of an image are contiguous.</param>
/// <param name="Step">From a pixel's inputs to those of the next one.</param>
/// <param name="RowSkip">What is added to that after each row.</param>
/// <param name="ImageSkip">What is added to that after each image.</param>
internal readonly record struct WeightGradientPixels(
    int Images, int Rows, int Columns, nint GradientImageSkip, nint Step, nint RowSkip, nint ImageSkip);
