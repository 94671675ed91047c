using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// A recurrent layer over whole sequences. Weights [gates hidden, inputs] and [gates hidden, hidden] as PyTorch stores them; a span that is
/// not wanted or not there is empty. A mask [n, steps] of 0 leaves the state of a sample as the step before left it.
/// </summary>
internal static unsafe class RecurrentSequence
{
    /// <summary>Outputs, kept gates and memory of all steps; the states before the first step are zeros where they are not given.</summary>
    public static void Forward<T, TCell>(
        in RecurrentShape shape,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> inputWeights,
        ReadOnlySpan<T> hiddenWeights,
        ReadOnlySpan<T> inputBias,
        ReadOnlySpan<T> hiddenBias,
        ReadOnlySpan<T> firstHidden,
        ReadOnlySpan<T> firstMemory,
        ReadOnlySpan<int> mask,
        Span<T> y,
        Span<T> gates,
        Span<T> memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TCell : struct, IRecurrentCell
    {
        var (inputs, hidden, columns) = (shape.Inputs, shape.Hidden, TCell.Gates * shape.Hidden);
        var (inputSize, hiddenSize) = (PackedFactor<T>.Size(inputs, columns), PackedFactor<T>.Size(hidden, columns));
        var scratch = ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceWeights, inputSize + hiddenSize + (2 * columns));
        var bias = scratch + inputSize + hiddenSize;
        SetBiases<T, TCell>(inputBias, hiddenBias, new Span<T>(bias, columns), new Span<T>(bias + columns, columns));
        fixed (T* sequences = x, inputFactor = inputWeights, hiddenFactor = hiddenWeights, states = firstHidden, memories = firstMemory)
        fixed (T* outputs = y, kept = gates, cells = memory)
        fixed (int* real = mask)
        {
            var job = new RecurrentForwardJob<T, TCell>(shape)
            {
                InputWeights = new PackedFactor<T>(scratch, inputs, columns),
                HiddenWeights = new PackedFactor<T>(scratch + inputSize, hidden, columns),
                Bias = bias,
                HiddenBias = bias + columns,
                X = sequences,
                FirstHidden = states,
                FirstMemory = memories,
                Mask = real,
                Y = outputs,
                Gates = kept,
                Memory = cells,
            };
            job.InputWeights.Pack(inputFactor, transposed: true);
            job.HiddenWeights.Pack(hiddenFactor, transposed: true);
            Tiling.Run(job.Tiles, job);
        }
    }

    /// <summary>
    /// The gradients of the steps' products [n, steps, gates hidden], the hidden state's apart if the cell is split, and those of the first
    /// states.
    /// </summary>
    public static void Backward<T, TCell>(
        in RecurrentShape shape,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> memoryGradient,
        ReadOnlySpan<T> hiddenWeights,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> gates,
        ReadOnlySpan<T> memory,
        ReadOnlySpan<T> firstHidden,
        ReadOnlySpan<T> firstMemory,
        ReadOnlySpan<int> mask,
        Span<T> products,
        Span<T> hiddenProducts,
        Span<T> firstHiddenGradient,
        Span<T> firstMemoryGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TCell : struct, IRecurrentCell
    {
        var depth = TCell.Gates * shape.Hidden;
        var scratch = ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceWeights, PackedFactor<T>.Size(depth, shape.Hidden));
        fixed (T* outer = outputGradient, outerMemory = memoryGradient, weights = hiddenWeights, outputs = y, kept = gates, cells = memory)
        fixed (T* states = firstHidden, memories = firstMemory, target = products, hiddenTarget = hiddenProducts)
        fixed (T* stateTarget = firstHiddenGradient, memoryTarget = firstMemoryGradient)
        fixed (int* real = mask)
        {
            var job = new RecurrentGradientJob<T, TCell>(shape)
            {
                Weights = new PackedFactor<T>(scratch, depth, shape.Hidden),
                OutputGradient = outer,
                OuterMemoryGradient = outerMemory,
                Y = outputs,
                Gates = kept,
                Memory = cells,
                FirstHidden = states,
                FirstMemory = memories,
                Mask = real,
                Products = target,
                HiddenProducts = hiddenTarget,
                FirstHiddenGradient = stateTarget,
                FirstMemoryGradient = memoryTarget,
            };
            job.Weights.Pack(weights, transposed: false);
            Tiling.Run(job.Tiles, job);
        }
    }

    /// <summary>
    /// The gradient of the hidden weights, the sum over all steps of g' h with h the state before the step. The outputs of a sample lie in
    /// the order of its steps, so one product with the rows moved by a step does it, once the gradients of first steps, which would meet
    /// the sample beside, are taken by themselves and cleared. <paramref name="gradients"/> [n, steps, gates hidden] is changed by that.
    /// </summary>
    public static void HiddenWeightGradient<T>(
        in RecurrentShape shape, Span<T> gradients, ReadOnlySpan<T> y, ReadOnlySpan<T> firstHidden, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (hidden, steps) = (shape.Hidden, shape.Steps);
        var depth = result.Length / hidden;
        if (shape.Samples * steps == 0)
        {
            result.Clear();
            return;
        }

        var ofFirst = firstHidden.IsEmpty ? default : new Span<T>(
            ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceWeights, (nint)shape.Samples * depth), shape.Samples * depth);
        for (var sample = 0; sample < shape.Samples; sample++)
        {
            var row = gradients.Slice(((sample * steps) + shape.Step(0)) * depth, depth);
            if (!ofFirst.IsEmpty)
            {
                row.CopyTo(ofFirst.Slice(sample * depth, depth));
            }

            row.Clear();
        }

        var pairs = (shape.Samples * steps) - 1;
        var later = gradients.Slice(shape.Reverse ? 0 : depth, pairs * depth);
        var earlier = y.Slice(shape.Reverse ? hidden : 0, pairs * hidden);
        MatrixProduct.Multiply(later, true, earlier, false, result, depth, hidden, pairs);
        if (!ofFirst.IsEmpty)
        {
            MatrixProduct.Multiply(ofFirst, true, firstHidden, false, result, depth, hidden, shape.Samples, accumulate: true);
        }
    }

    /// <summary>What the cell adds to its products: the sum of both biases, or each where the cell keeps the products apart.</summary>
    private static void SetBiases<T, TCell>(ReadOnlySpan<T> input, ReadOnlySpan<T> hidden, Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TCell : struct, IRecurrentCell
    {
        first.Clear();
        second.Clear();
        if (input.IsEmpty)
        {
            return;
        }

        input.CopyTo(first);
        if (TCell.IsSplit)
        {
            hidden.CopyTo(second);
            return;
        }

        for (var i = 0; i < first.Length; i++)
        {
            first[i] += hidden[i];
        }
    }
}
