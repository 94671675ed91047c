using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Some heads of some samples: scores, softmax and the weighted sum of values, which stay in the cache from one to the next and are read
/// from the packed projections as they lie.
/// </summary>
internal readonly unsafe struct AttentionJob<T>(AttentionShape shape, T* projections, int* mask, T* y, T* probabilities) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (steps, width, features) = (shape.Steps, shape.Width, shape.Features);
        var (steps16, width16) = (AttentionShape.Rounded<T>(steps), AttentionShape.Rounded<T>(width));
        var scores = ScratchBuffers.Get<T>(
            ScratchBuffers.Slot.SequenceTile, ((nint)steps * steps16) + (2 * (nint)steps * width16) + ((nint)width * steps16));
        var values = scores + ((nint)steps * steps16);
        var result = values + ((nint)steps * width16);
        var keys = result + ((nint)steps * width16);
        var scale = Lanes.Broadcast<T>(shape.Scale);
        var end = Math.Min(shape.Samples * shape.Heads, (tile + 1) * shape.PairsInTile);
        for (var pair = tile * shape.PairsInTile; pair < end; pair++)
        {
            var (sample, head) = Math.DivRem(pair, shape.Heads);
            var query = projections + ((nint)sample * steps * 3 * features) + (head * width);
            var stride = 3 * (nint)features;
            var weights = probabilities + ((nint)pair * steps * steps);
            new PackedFactor<T>(keys, width, steps).PackRows(query + features, stride, transposed: true)
                .Multiply(query, stride, steps, scores, steps16, accumulate: false);
            for (var step = 0; step < steps; step++)
            {
                T* row = scores + ((nint)step * steps16), weightRow = weights + ((nint)step * steps);
                var count = shape.Causal ? step + 1 : steps;
                if (mask == null || AttentionRows.Hide(row, mask + ((nint)sample * steps), count))
                {
                    AttentionRows.Softmax(row, weightRow, count, steps, scale);
                }
                else
                {
                    new Span<T>(weightRow, steps).Clear();
                }
            }

            AttentionProduct.Run(
                query + (2 * features), stride, weights, steps, 1, y + ((nint)sample * steps * features) + (head * width), features, steps,
                width, values, result);
        }
    }
}

/// <summary>The derivative of some heads of some samples, from the kept probabilities.</summary>
internal readonly unsafe struct AttentionGradientJob<T>(AttentionShape shape, T* gradient, T* projections, T* probabilities, T* result) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (steps, width, features) = (shape.Steps, shape.Width, shape.Features);
        var (steps16, width16) = (AttentionShape.Rounded<T>(steps), AttentionShape.Rounded<T>(width));
        var scores = ScratchBuffers.Get<T>(
            ScratchBuffers.Slot.SequenceTile, ((nint)steps * steps16) + (2 * (nint)steps * width16) + ((nint)width * steps16));
        var factor = scores + ((nint)steps * steps16);
        var block = factor + ((nint)steps * width16);
        var values = block + ((nint)steps * width16);
        var scale = Lanes.Broadcast<T>(shape.Scale);
        var row = 3 * (nint)features;
        var end = Math.Min(shape.Samples * shape.Heads, (tile + 1) * shape.PairsInTile);
        for (var pair = tile * shape.PairsInTile; pair < end; pair++)
        {
            var (sample, head) = Math.DivRem(pair, shape.Heads);
            var place = ((nint)sample * steps * 3 * features) + (head * width);
            T* query = projections + place, target = result + place;
            var upstream = gradient + ((nint)sample * steps * features) + (head * width);
            var weights = probabilities + ((nint)pair * steps * steps);

            new PackedFactor<T>(values, width, steps).PackRows(query + (2 * features), row, transposed: true)
                .Multiply(upstream, features, steps, scores, steps16, accumulate: false);
            for (var step = 0; step < steps; step++)
            {
                AttentionRows.SoftmaxGradient(scores + ((nint)step * steps16), weights + ((nint)step * steps), steps, scale);
            }

            AttentionProduct.Run(query + features, row, scores, steps16, 1, target, row, steps, width, factor, block);
            AttentionProduct.Run(query, row, scores, 1, steps16, target + features, row, steps, width, factor, block);
            AttentionProduct.Run(upstream, features, weights, 1, steps, target + (2 * features), row, steps, width, factor, block);
        }
    }
}
