using System.Globalization;

namespace Descent;

/// <summary>Finds where a value that is not finite came from, by the record.</summary>
internal static class NonFiniteTrace
{
    /// <summary>A sentence that names the first parameter or operation that is not finite, the sample, and what to do.</summary>
    public static string Explain(Tensor loss, Layer model, int step)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"At step {step + 1} the loss is {loss.Item()}");
        foreach (var (path, parameter) in model.Parameters.Where(named => !named.Parameter.IsStatistic))
        {
            if (FirstNonFinite(parameter.Value) is not null)
            {
                return $"{at}: the parameter '{path}' is no longer finite, so the update before was too large. Lower the learning rate, clip the gradients, or standardise the inputs.";
            }
        }

        foreach (var entry in Entries(loss).OrderBy(entry => entry.Sequence))
        {
            foreach (var input in entry.Inputs.Where(input => input.Source is null && input.Type.IsFloating()))
            {
                if (FirstNonFinite(input) is { } element)
                {
                    return $"{at}: an input of '{entry.Operation.Name}' {input.Shape} is {Value(input, element)} in {Place(input, element)}. Clean the data: a value is missing or overflowed.";
                }
            }

            foreach (var output in entry.Outputs.Where(output => output.Type.IsFloating()))
            {
                if (FirstNonFinite(output) is { } element)
                {
                    return $"{at}: the first value that is not finite came out of '{entry.Operation.Name}' {output.Shape} as {Value(output, element)} in {Place(output, element)}, "
                        + "from finite inputs. Lower the learning rate, clip the gradients, or keep the operation's input in its domain.";
                }
            }
        }

        return $"{at}: the sum overflowed although every part is finite. Scale the targets, or lower the learning rate.";
    }

    /// <summary>A sentence about the first gradient that is not finite though the loss is; null where all are finite.</summary>
    public static string? ExplainGradients(IReadOnlyList<NamedParameter> parameters, IReadOnlyList<Tensor> gradients, int step)
    {
        if (FiniteGradients.All(gradients))
        {
            return null;
        }

        for (var i = 0; i < gradients.Count; i++)
        {
            if (FirstNonFinite(gradients[i]) is { } element)
            {
                return string.Create(CultureInfo.InvariantCulture, $"At step {step + 1} the loss is finite, but the gradient of '{parameters[i].Path}' is ")
                    + string.Create(CultureInfo.InvariantCulture, $"{Value(gradients[i], element)} at element {element}; nothing was updated. ")
                    + "Look for a square root, logarithm or division at 0, or lower the learning rate.";
            }
        }

        return null;
    }

    /// <summary>All entries that a tensor was computed from.</summary>
    public static IReadOnlyCollection<Entry> Entries(Tensor tensor)
    {
        var found = new HashSet<Entry>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Tensor>([tensor]);
        while (open.TryPop(out var next))
        {
            if (next.Source is { } source && found.Add(source))
            {
                foreach (var input in source.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return found;
    }

    private static int? FirstNonFinite(Tensor tensor)
    {
        var index = Array.FindIndex(tensor.ToDoubles(), value => !double.IsFinite(value));
        return index < 0 ? null : index;
    }

    private static string Value(Tensor tensor, int element) => tensor.ToDoubles()[element].ToString(CultureInfo.InvariantCulture);

    private static string Place(Tensor tensor, int element)
        => tensor.Shape.Rank < 2
            ? string.Create(CultureInfo.InvariantCulture, $"element {element}")
            : string.Create(CultureInfo.InvariantCulture, $"sample {element / Math.Max(1, tensor.Count / tensor.Shape[0])} of the batch");
}
