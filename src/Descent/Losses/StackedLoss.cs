namespace Descent;

/// <summary>
/// A loss that compares several outputs of a model for the same sample: pairs or triples. The prediction stacks them along axis 1, so that
/// axis 0 still counts samples: [n, 2, ...] for pairs, [n, 3, ...] for triples. Derived losses also take the parts one by one, as a tuple.
/// </summary>
public abstract class StackedLoss : Loss
{
    /// <summary>The parts in their order, such as anchor, positive, negative.</summary>
    public abstract IReadOnlyList<string> Parts { get; }

    /// <summary>Whether a part is a row of numbers, an embedding, rather than a number.</summary>
    private protected bool HasRows => Expects == Expectation.Embeddings;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        var shape = prediction.Shape;
        var width = HasRows ? "width" : "...";
        if ((HasRows ? shape.Rank != 3 : shape.Rank < 2) || shape[1] != Parts.Count || (HasRows && shape[2] == 0))
        {
            throw new ShapeException(
                $"{Name}: the prediction stacks {string.Join(" and ", Parts)} along axis 1, [n, {Parts.Count}, {width}], "
                + $"and has the shape {shape}. Stack them, or give Compute the parts one by one: "
                + $"Compute(({string.Join(", ", Parts)}){(Target == TargetKind.None ? "" : ", target")}).");
        }

        var needed = HasRows ? shape.Without(1).Without(-1) : shape.Without(1);
        if (Target != TargetKind.None && !target.Shape.Equals(needed))
        {
            throw new ShapeException(
                $"{Name}: for the stacked prediction {shape} the target is {needed}, one for each pair, not "
                + $"{target.Shape}. Predictions and targets are never broadcast; reshape the target.");
        }
    }

    /// <summary>One of the parts.</summary>
    private protected static Tensor Part(Tensor prediction, int part) => prediction.Slice(1, part, 1).Reshape(prediction.Shape.Without(1));

    /// <summary>The parts stacked along axis 1.</summary>
    /// <exception cref="ShapeException">Their shapes differ, or there is no axis 0 that counts samples.</exception>
    private protected Tensor Stack(params ReadOnlySpan<Tensor> parts)
    {
        var stacked = new Tensor[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(parts[i]);
            if (parts[i].Shape.Rank == 0 || !parts[i].Shape.Equals(parts[0].Shape))
            {
                throw new ShapeException(
                    $"{Name}: {Parts[0]} has the shape {parts[0].Shape} and {Parts[i]} {parts[i].Shape}; they must be equal, with samples "
                    + "along axis 0.");
            }

            var lengths = parts[i].Shape.Lengths;
            stacked[i] = parts[i].Reshape(new Shape([lengths[0], 1, .. lengths[1..]]));
        }

        return Tensor.Concatenate(1, stacked);
    }
}
