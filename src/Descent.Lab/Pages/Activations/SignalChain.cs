using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Activations;

/// <summary>One number through many layers of one unit, h -> f(w h), and the gradient on its way back.</summary>
internal static class SignalChain
{
    /// <summary>The deepest chain or network.</summary>
    public const int MostLayers = 50;

    /// <summary>The chain of each activation.</summary>
    public static SignalReading[] Through(string activations, double x, double weight, int depth)
    {
        Limits.Within("x", x, -100, 100);
        Limits.Within("w", weight, -10, 10);
        Limits.Within("depth", depth, 1, MostLayers);
        return Array.ConvertAll(ScalarActivation.Made(activations), activation => Through(activation, x, weight, depth));
    }

    private static SignalReading Through(ScalarActivation activation, double x, double weight, int depth)
    {
        var signals = new List<Tensor> { Tensor.From([x], 1, 1).Tracked() };
        for (var i = 0; i < depth; i++)
        {
            signals.Add(activation.Apply(signals[^1] * weight));
        }

        double[] values = [.. signals.Select(signal => signal.Item())];
        if (!signals[^1].RequiresGradient)
        {
            // A step has no gradient: nothing comes back but what went in.
            return new SignalReading(activation.Text, values, new double[depth], [.. new double[depth], 1]);
        }

        // All layers at once, each as a sample of its own.
        var inputs = Tensor.From(values[..^1], depth, 1).Tracked();
        var factors = Gradients.Of(activation.Apply(inputs * weight).Sum(), [inputs])[0].ToDoubles();
        return new SignalReading(activation.Text, values, factors, [.. Gradients.Of(signals[^1], signals).Select(gradient => gradient.Item())]);
    }
}

/// <summary>What one activation makes of a number, layer by layer.</summary>
/// <param name="Activation">The specification.</param>
/// <param name="Signals">h: the input, then the output of each layer.</param>
/// <param name="Factors">dh_k / dh_(k-1) = w f'(w h_(k-1)) of each layer.</param>
/// <param name="Gradients">dh_n / dh_k for the input and each layer: the product of the factors after it.</param>
internal sealed record SignalReading(string Activation, double[] Signals, double[] Factors, double[] Gradients);
