namespace Descent.Kernels;

/// <summary>What a correlation takes into vectors. All but the last give the same bits; they differ in waste.</summary>
internal enum PixelOrder
{
    /// <summary>Pixels, from the left edge of each output row on; read straight from the copied planes.</summary>
    Rows,

    /// <summary>Pixels of the copied planes from row to row; the few pixels between rows are computed in vain.</summary>
    Flat,

    /// <summary>Output channels, for each pixel by itself; for small planes and many output channels.</summary>
    Channels,

    /// <summary>Tiles of 2 x 2 pixels; see <see cref="Winograd"/>.</summary>
    Tiles,
}
