using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Some samples of a recurrent layer back through all their steps: the cell's derivative, then the product that takes it to the state
/// before. The gradients of the steps' products are written out; what they make of weights and inputs is one product each, afterwards.
/// </summary>
internal unsafe struct RecurrentGradientJob<T, TCell>(RecurrentShape shape) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TCell : struct, IRecurrentCell
{
    /// <summary>The packed weights [gates hidden, hidden].</summary>
    internal PackedFactor<T> Weights;

    /// <summary>The gradients that flow into the outputs and, unless null, into the memory: [n, steps, hidden].</summary>
    internal T* OutputGradient, OuterMemoryGradient;

    /// <summary>What the forward pass gave out.</summary>
    internal T* Y, Gates, Memory;

    /// <summary>The first states [n, hidden], or null for zeros.</summary>
    internal T* FirstHidden, FirstMemory;

    /// <summary>Whether a step is real [n, steps], or null where all are.</summary>
    internal int* Mask;

    /// <summary>Where the gradients of the products go: [n, steps, gates hidden], the hidden state's apart if the cell is split.</summary>
    internal T* Products, HiddenProducts;

    /// <summary>Where the gradients of the first states go, or null.</summary>
    internal T* FirstHiddenGradient, FirstMemoryGradient;

    private readonly int samplesInTile = shape.SamplesInTile(TCell.Gates);

    /// <summary>Number of tiles.</summary>
    public readonly int Tiles => Tiling.Groups(shape.Samples, samplesInTile);

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var first = tile * samplesInTile;
        var rows = Math.Min(samplesInTile, shape.Samples - first);
        var (steps, hidden) = (shape.Steps, shape.Hidden);
        var width = Weights.Width;
        var depth = TCell.Gates * hidden;
        var stateGradient = ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceTile, (2 * (nint)rows * width) + hidden);
        var memoryGradient = stateGradient + ((nint)rows * width);
        var zeros = memoryGradient + ((nint)rows * width);
        new Span<T>(stateGradient, (2 * rows * width) + hidden).Clear();
        for (var order = steps - 1; order >= 0; order--)
        {
            var (step, previous) = (shape.Step(order), shape.Step(order - 1));
            for (var row = 0; row < rows; row++)
            {
                var sample = (nint)(first + row);
                var place = (sample * steps) + step;
                var before = ((sample * steps) + previous) * hidden;
                if (Mask != null && Mask[place] == 0)
                {
                    Pass(place, stateGradient + ((nint)row * width), memoryGradient + ((nint)row * width));
                    continue;
                }

                TCell.Backward(new CellGradientRow<T>
                {
                    Width = hidden,
                    OutputGradient = OutputGradient + (place * hidden),
                    OuterMemoryGradient = OuterMemoryGradient == null ? null : OuterMemoryGradient + (place * hidden),
                    HiddenGradient = stateGradient + ((nint)row * width),
                    MemoryGradient = memoryGradient + ((nint)row * width),
                    KeptGates = Gates + (place * TCell.Kept * hidden),
                    Hidden = Y + (place * hidden),
                    Memory = Memory + (place * hidden),
                    PreviousHidden = order > 0 ? Y + before : FirstHidden != null ? FirstHidden + (sample * hidden) : zeros,
                    PreviousMemory = !TCell.HasMemory ? null
                        : order > 0 ? Memory + before
                        : FirstMemory != null ? FirstMemory + (sample * hidden) : zeros,
                    Products = Products + (place * depth),
                    HiddenProducts = TCell.IsSplit ? HiddenProducts + (place * depth) : null,
                });
                if (Mask != null && !TCell.IsSplit)
                {
                    // Nothing goes past the product of a real step, so that the product can be added to what goes past padding.
                    new Span<T>(stateGradient + ((nint)row * width), hidden).Clear();
                }
            }

            if (order > 0 || FirstHiddenGradient != null)
            {
                var gradients = (TCell.IsSplit ? HiddenProducts : Products) + ((((nint)first * steps) + step) * depth);
                Weights.Multiply(gradients, (nint)steps * depth, rows, stateGradient, width, accumulate: TCell.IsSplit || Mask != null);
            }
        }

        CopyOut(stateGradient, width, FirstHiddenGradient, first, rows);
        CopyOut(memoryGradient, width, FirstMemoryGradient, first, rows);
    }

    /// <summary>A step that is padding: what flows into its states flows on to the states before.</summary>
    private readonly void Pass(nint place, T* stateGradient, T* memoryGradient)
    {
        var (hidden, depth) = (shape.Hidden, TCell.Gates * shape.Hidden);
        Add(OutputGradient + (place * hidden), stateGradient, hidden);
        if (OuterMemoryGradient != null)
        {
            Add(OuterMemoryGradient + (place * hidden), memoryGradient, hidden);
        }

        new Span<T>(Products + (place * depth), depth).Clear();
        if (TCell.IsSplit)
        {
            new Span<T>(HiddenProducts + (place * depth), depth).Clear();
        }
    }

    private static void Add(T* from, T* to, int count)
    {
        for (var i = 0; i < count; i++)
        {
            to[i] += from[i];
        }
    }

    private readonly void CopyOut(T* from, int stride, T* to, int first, int rows)
    {
        if (to != null)
        {
            Transposition.CopyStrided(from, stride, 1, to + ((nint)first * shape.Hidden), shape.Hidden, 1, rows, shape.Hidden);
        }
    }
}
