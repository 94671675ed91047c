namespace Descent;

/// <summary>A loss as a function of one prediction, where its target is as plain as can be.</summary>
internal static class LossCurve
{
    private const string Value = "prediction, where the target is 1";

    /// <summary>The curve; null for a loss of more than single predictions.</summary>
    public static Curve? Of(Loss loss) => (loss.Expects, loss.Target) switch
    {
        // From 0 where a loss takes no predictions below.
        (Expectation.Values, TargetKind.Values) => Element(loss, Value, -2, 4) ?? Element(loss, Value, 0, 4),
        (Expectation.Logits, TargetKind.Binary) => Element(loss, "logit, where the target is 1", -4, 4),
        (Expectation.Probabilities, TargetKind.Binary) => Element(loss, "probability, where the target is 1", 0.01, 1),
        (Expectation.Scores, TargetKind.Signs) => Element(loss, "score, where the target is 1", -3, 3),
        (Expectation.Values, TargetKind.Signs) => Element(loss, "distance, where the target is 1", 0, 4),
        (Expectation.Scores, TargetKind.ClassIndices) => Class(loss, "score of the right class, where the other's is 0", -3, 3, _ => 0),
        (Expectation.Logits, TargetKind.ClassIndices or TargetKind.ClassProbabilities)
            => Class(loss, "logit of the right class, where the other's is 0", -4, 4, _ => 0),
        (Expectation.Probabilities, TargetKind.ClassIndices or TargetKind.ClassProbabilities)
            => Class(loss, "probability of the right class of two", 0.01, 0.99, p => 1 - p),
        (Expectation.LogProbabilities, TargetKind.ClassIndices or TargetKind.ClassProbabilities)
            => Class(loss, "logarithm of the right class's probability, of two", -4, -0.05, z => Math.Log(1 - Math.Exp(z))),
        _ => null,
    };

    private static Curve? Element(Loss loss, string axis, double from, double to)
        => Compute(loss, axis, from, to, place => [place], Tensor.From([1.0], 1, 1));

    private static Curve? Class(Loss loss, string axis, double from, double to, Func<double, double> other)
    {
        var target = loss.Target == TargetKind.ClassIndices ? Tensor.From([0], 1) : Tensor.From([1.0, 0], 1, 2);
        return Compute(loss, axis, from, to, place => [place, other(place)], target);
    }

    /// <summary>Each place as a batch of its own, as a loss may be one of the whole batch; null where the loss refuses such predictions.</summary>
    private static Curve? Compute(Loss loss, string axis, double from, double to, Func<double, double[]> sample, Tensor target)
    {
        var places = Curve.Places(from, to);
        var (values, slopes) = (new double[places.Length], new double[places.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            var numbers = sample(places[i]);
            var prediction = Tensor.From(numbers, 1, numbers.Length).Tracked();
            try
            {
                var value = loss.Compute(prediction, target);
                values[i] = value.Item();
                slopes[i] = value.RequiresGradient ? Gradients.Of(value, [prediction])[0].ToDoubles()[0] : 0;
            }
            catch (DescentException)
            {
                return null;
            }
        }

        return new Curve(axis, places, values, slopes);
    }
}
