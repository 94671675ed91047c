namespace Descent.Onnx;

/// <summary>
/// The shape of a value for any batch: the shapes that it has in two runs with batches of different sizes. An axis that is as long in both is
/// fixed; one that grows with the batch is a multiple of it.
/// </summary>
/// <param name="First">The shape for a batch of <see cref="FirstBatch"/> samples.</param>
/// <param name="Second">The shape for a batch of <see cref="SecondBatch"/> samples.</param>
internal readonly record struct BatchShape(Shape First, Shape Second)
{
    /// <summary>The samples of the first run.</summary>
    public const int FirstBatch = 2;

    /// <summary>The samples of the second run.</summary>
    public const int SecondBatch = 3;

    /// <summary>The number of axes.</summary>
    public int Rank => First.Rank;

    /// <summary>The shape of a batch of samples.</summary>
    public static BatchShape OfBatch(Shape sample) => new(sample.Prepend(FirstBatch), sample.Prepend(SecondBatch));

    /// <summary>Whether both shapes can be one for every batch.</summary>
    public bool IsProportional()
    {
        if (First.Rank != Second.Rank)
        {
            return false;
        }

        for (var axis = 0; axis < First.Rank; axis++)
        {
            if (First[axis] != Second[axis] && (First[axis] % FirstBatch != 0 || First[axis] / FirstBatch * SecondBatch != Second[axis]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many times the batch's size an axis is long; 0 where it is fixed.</summary>
    public int Multiple(int axis) => First[axis] == Second[axis] ? 0 : First[axis] / FirstBatch;

    /// <summary>The axes that grow with the batch.</summary>
    public IReadOnlyList<int> BatchAxes()
    {
        var self = this;
        return [.. Enumerable.Range(0, Rank).Where(axis => self.Multiple(axis) > 0)];
    }
}
