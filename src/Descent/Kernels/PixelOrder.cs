namespace Descent.Kernels;

/// <summary>How a correlation takes output pixels into vectors. Every order gives the same bits; they differ in waste.</summary>
internal enum PixelOrder
{
    /// <summary>Vectors start at the left edge of each output row; read straight from the copied planes.</summary>
    Rows,

    /// <summary>Vectors run over the copied planes from row to row, the few pixels between rows are computed in vain.</summary>
    Flat,

    /// <summary>Exactly the output pixels, gathered tile by tile into a panel; for small planes and many output channels.</summary>
    Packed,
}
