namespace Descent;

/// <summary>Scaled dot-product attention, composed of operations: of any number of leading axes, with masks, and with its weights.</summary>
/// <remarks>Source: Vaswani et al., Attention is all you need, NeurIPS 2017.</remarks>
public static class ScaledDotProduct
{
    /// <summary>softmax(Q K' / sqrt(width) + mask) V.</summary>
    /// <param name="query">Q [..., to, width].</param>
    /// <param name="key">K [..., from, width].</param>
    /// <param name="value">V [..., from, features].</param>
    /// <param name="mask">
    /// What is added to the scores [..., to, from], or, where it holds integers, 1 where attention is allowed and 0 where not; null for none.
    /// </param>
    /// <param name="causal">Whether place i sees only the places 0 to i.</param>
    /// <returns>
    /// The outputs [..., to, features] and the weights [..., to, from]; both are 0, never NaN, for a place that may see nothing at all.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Of(Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        var scores = query.MatMul(key, transposeOther: true) * (1 / Math.Sqrt(query.Shape[-1]));
        scores = mask is null ? scores : scores + Additive(mask, scores.Type);
        scores = causal ? scores + Causal(scores.Shape[-2], scores.Shape[-1], scores.Type) : scores;
        var weights = scores.Softmax(-1);
        return (weights.MatMul(value), weights);
    }

    /// <summary>
    /// What a mask adds to the scores: itself, or where it holds integers, 0 where it allows and minus infinity elsewhere.
    /// </summary>
    internal static Tensor Additive(Tensor mask, ElementType type)
        => mask.Type.IsFloating() ? mask : new AdditiveMaskOperation(type).Apply(mask)[0];

    private static Tensor Causal(int to, int from, ElementType type)
        => Tensor.From<double>([.. Enumerable.Range(0, to * from).Select(i => i % from <= i / from ? 0 : double.NegativeInfinity)], new Shape(to, from))
            .To(type);
}
