namespace Descent.Onnx;

/// <summary>One number of many along axes.</summary>
internal static class Reduction
{
    /// <summary>Reduces axes one after another.</summary>
    /// <param name="x">What is reduced.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <param name="keep">Whether they stay with length 1.</param>
    /// <param name="along">Reduces one axis, which stays.</param>
    public static Tensor Of(Tensor x, IEnumerable<int> axes, bool keep, Func<Tensor, int, Tensor> along)
    {
        var places = axes.Select(x.Shape.Axis).Distinct().ToArray();
        var result = places.Aggregate(x, along);
        return keep ? result : result.Reshape(new Shape([.. Enumerable.Range(0, x.Shape.Rank).Except(places).Select(axis => x.Shape[axis])]));
    }

    /// <summary>The axes of images after samples and channels.</summary>
    public static IEnumerable<int> AfterChannels(NodeCall call)
    {
        call.Node.Require(call.Numbers().Shape.Rank > 2, "it takes images or sequences");
        return Enumerable.Range(2, call.Numbers().Shape.Rank - 2);
    }
}
