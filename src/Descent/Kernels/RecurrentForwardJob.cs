using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Some samples of a recurrent layer through all their steps: the step's products, then the cell. Samples do not need one another, so
/// nothing is waited for until the sequence is done.
/// </summary>
internal unsafe struct RecurrentForwardJob<T, TCell>(RecurrentShape shape) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TCell : struct, IRecurrentCell
{
    /// <summary>The packed weights [inputs, gates hidden] and [hidden, gates hidden].</summary>
    internal PackedFactor<T> InputWeights, HiddenWeights;

    /// <summary>The biases [gates, hidden], zeros where there are none; the second only where the cell is split.</summary>
    internal T* Bias, HiddenBias;

    /// <summary>The sequences [n, steps, inputs].</summary>
    internal T* X;

    /// <summary>The first states [n, hidden], or null for zeros.</summary>
    internal T* FirstHidden, FirstMemory;

    /// <summary>Whether a step is real [n, steps], or null where all are.</summary>
    internal int* Mask;

    /// <summary>The outputs [n, steps, hidden], the kept gates [n, steps, kept, hidden] and the memory [n, steps, hidden].</summary>
    internal T* Y, Gates, Memory;

    private readonly int samplesInTile = shape.SamplesInTile(TCell.Gates);

    /// <summary>Number of tiles.</summary>
    public readonly int Tiles => Tiling.Groups(shape.Samples, samplesInTile);

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var first = tile * samplesInTile;
        var rows = Math.Min(samplesInTile, shape.Samples - first);
        var (steps, hidden) = (shape.Steps, shape.Hidden);
        var width = InputWeights.Width;
        var products = ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceTile, ((nint)rows * width * (TCell.IsSplit ? 2 : 1)) + hidden);
        var hiddenProducts = TCell.IsSplit ? products + ((nint)rows * width) : null;
        var zeros = products + ((nint)rows * width * (TCell.IsSplit ? 2 : 1));
        new Span<T>(zeros, hidden).Clear();
        for (var order = 0; order < steps; order++)
        {
            var (step, previous) = (shape.Step(order), shape.Step(order - 1));
            var at = ((nint)first * steps) + step;
            InputWeights.Multiply(X + (at * shape.Inputs), (nint)steps * shape.Inputs, rows, products, width, accumulate: false);
            var hasState = order > 0 || FirstHidden != null;
            var state = order > 0 ? Y + ((((nint)first * steps) + previous) * hidden) : FirstHidden + ((nint)first * hidden);
            var stateRow = order > 0 ? (nint)steps * hidden : hidden;
            if (hasState)
            {
                HiddenWeights.Multiply(state, stateRow, rows, TCell.IsSplit ? hiddenProducts : products, width, accumulate: !TCell.IsSplit);
            }
            else if (TCell.IsSplit)
            {
                new Span<T>(hiddenProducts, rows * width).Clear();
            }

            for (var row = 0; row < rows; row++)
            {
                var place = at + ((nint)row * steps);
                var memory = !TCell.HasMemory ? null
                    : order > 0 ? Memory + ((((nint)(first + row) * steps) + previous) * hidden)
                    : FirstMemory != null ? FirstMemory + ((nint)(first + row) * hidden)
                    : zeros;
                if (Mask != null && Mask[place] == 0)
                {
                    Hold(place, hasState ? state + (row * stateRow) : zeros, memory);
                    continue;
                }

                TCell.Forward(new CellRow<T>
                {
                    Width = hidden,
                    Products = products + ((nint)row * width),
                    HiddenProducts = TCell.IsSplit ? hiddenProducts + ((nint)row * width) : null,
                    Bias = Bias,
                    HiddenBias = HiddenBias,
                    Hidden = hasState ? state + (row * stateRow) : zeros,
                    Memory = memory,
                    KeptGates = Gates + (place * TCell.Kept * hidden),
                    NewHidden = Y + (place * hidden),
                    NewMemory = Memory + (place * hidden),
                });
            }
        }
    }

    /// <summary>A step that is padding: the states stay what they were.</summary>
    private readonly void Hold(nint place, T* state, T* memory)
    {
        var hidden = shape.Hidden;
        new ReadOnlySpan<T>(state, hidden).CopyTo(new Span<T>(Y + (place * hidden), hidden));
        new Span<T>(Gates + (place * TCell.Kept * hidden), TCell.Kept * hidden).Clear();
        if (TCell.HasMemory)
        {
            new ReadOnlySpan<T>(memory, hidden).CopyTo(new Span<T>(Memory + (place * hidden), hidden));
        }
    }
}
