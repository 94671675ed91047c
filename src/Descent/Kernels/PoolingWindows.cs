using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Windows over planes that are copied, padded and split by phase, so that vectors of neighbouring windows read each tap at one offset.
/// </summary>
internal unsafe struct PoolingWindows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sizes of the windows.</summary>
    public Pooling2dGeometry Geometry;
    public PaddedPlanes Planes;
    public KernelTaps Taps;
    public Phases Phases;

    /// <summary>Rows of a copied plane, and elements from one phase to the next.</summary>
    public int CopiedRows, PhaseStride;

    /// <summary>Where each tap reads.</summary>
    public int* Offsets;

    /// <summary>Lays out the windows; tables lie in scratch of the caller.</summary>
    public PoolingWindows(in Pooling2dGeometry geometry)
    {
        Geometry = geometry;
        Taps = new KernelTaps(geometry.KernelHeight * geometry.KernelWidth);
        for (var row = 0; row < geometry.KernelHeight; row++)
        {
            for (var column = 0; column < geometry.KernelWidth; column++)
            {
                // The index is the tap's distance from the window's start in the unpadded plane.
                var (y, x) = (row * geometry.DilationHeight, column * geometry.DilationWidth);
                Taps.Add(y, x, (y * geometry.InWidth) + x);
            }
        }

        Planes = new PaddedPlanes
        {
            SourceHeight = geometry.InHeight,
            SourceWidth = geometry.InWidth,
            PaddingTop = geometry.PaddingHeight,
            PaddingLeft = geometry.PaddingWidth,
            StepHeight = geometry.StrideHeight,
            StepWidth = geometry.StrideWidth,
        };
        Planes.LayOut(geometry.OutWidth, Taps.MaxRow, Taps.MaxColumn);
        Phases.Number(Planes.StepHeight, Planes.StepWidth, in Taps);
        CopiedRows = geometry.OutHeight + Planes.HaloRows;
        PhaseStride = (CopiedRows + 1) * Planes.Pitch;
        Offsets = Scratch.Rent<int>(ScratchSlots.Offsets, Taps.Count);
        Phases.MakeOffsets(in Planes, in Taps, 1, PhaseStride, Offsets);
    }

    /// <summary>Copies a plane into scratch of the worker.</summary>
    public readonly T* Copy(T* plane, T outside)
    {
        var copy = Scratch.Rent<T>(ScratchSlots.Planes, (nint)Phases.Count * PhaseStride);
        for (var phase = 0; phase < Phases.Count; phase++)
        {
            var target = copy + ((nint)phase * PhaseStride);
            Planes.Copy(plane, target, Phases.Rows[phase], Phases.Columns[phase], 0, CopiedRows, outside);
            new Span<T>(target + (CopiedRows * Planes.Pitch), Planes.Pitch).Fill(outside);
        }

        return copy;
    }
}
