namespace Descent;

/// <summary>What a model's output comes from, as far as losses care.</summary>
/// <param name="Name">The operation: softmax, log-softmax, sigmoid, or another.</param>
/// <param name="Where">The layer that computed it.</param>
internal sealed record OutputEnd(string Name, string Where)
{
    private static readonly string[] Squashing = ["softmax", "log-softmax", "sigmoid", "softmin", "log-sigmoid"];

    /// <summary>The operation that made the output, views looked through; null where the model could not be computed.</summary>
    public static OutputEnd? Of(Examination examination)
    {
        if (examination.Trace is not { } trace)
        {
            return null;
        }

        var maker = trace.Maker(trace.Output);
        while (maker is { Operation.Name: "reshape" or "slice" })
        {
            maker = trace.Maker(maker.Inputs[0]);
        }

        return maker is null ? null : new OutputEnd(maker.Operation.Name, $"layer '{maker.Path}' ({maker.Layer.Describe()})");
    }

    /// <summary>The recipe without what turns the model's last outputs into probabilities.</summary>
    public static Recipe Remove(Recipe recipe)
    {
        if (recipe.Model is not { } model)
        {
            return recipe;
        }

        var parts = ModelText.Parts(model).ToList();
        while (parts.Count > 1 && Squashing.Contains(ModelText.Name(parts[^1])))
        {
            parts.RemoveAt(parts.Count - 1);
        }

        return recipe with { Model = string.Join(", ", parts) };
    }
}
