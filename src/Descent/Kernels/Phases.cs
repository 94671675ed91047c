namespace Descent.Kernels;

/// <summary>
/// The phases (row and column modulo the step) of <see cref="PaddedPlanes"/> that at least one tap reads, numbered as they appear.
/// </summary>
internal unsafe struct Phases
{
    /// <summary>Number of phases.</summary>
    public int Count;

    /// <summary>Row and column of each phase, and the phase of each tap; in scratch of the caller.</summary>
    public int* Rows, Columns, OfTap;

    /// <summary>Numbers the phases that the taps read.</summary>
    public void Number(int stepHeight, int stepWidth, in KernelTaps taps)
    {
        Rows = Scratch.Rent<int>(ScratchSlots.Phases, 3 * (nint)taps.Count);
        Columns = Rows + taps.Count;
        OfTap = Columns + taps.Count;
        Count = 0;
        for (var t = 0; t < taps.Count; t++)
        {
            OfTap[t] = Find(taps.Rows[t] % stepHeight, taps.Columns[t] % stepWidth);
        }
    }

    /// <summary>
    /// Where each (channel, tap) reads, from the output pixel's place in the first plane; planes are ordered (channel, phase).
    /// </summary>
    public readonly void MakeOffsets(in PaddedPlanes planes, in KernelTaps taps, int channels, int planeStride, int* offsets)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            for (var t = 0; t < taps.Count; t++)
            {
                *offsets++ = (((channel * Count) + OfTap[t]) * planeStride) + planes.Offset(taps.Rows[t], taps.Columns[t]);
            }
        }
    }

    private int Find(int row, int column)
    {
        for (var phase = 0; phase < Count; phase++)
        {
            if (Rows[phase] == row && Columns[phase] == column)
            {
                return phase;
            }
        }

        Rows[Count] = row;
        Columns[Count] = column;
        return Count++;
    }
}
