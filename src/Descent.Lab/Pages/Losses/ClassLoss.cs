using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Losses;

/// <summary>Softmax and cross-entropy of one sample.</summary>
internal static class ClassLoss
{
    /// <summary>Probabilities, loss and gradient of logits, and the same with a constant added to all.</summary>
    public static ClassReading Of(double[] logits, int target, double temperature, double smoothing, double shift)
    {
        Limits.Within("target", target, 0, logits.Length - 1);
        Limits.Within("temperature", temperature, 0.01, 100);
        Limits.Within("smoothing", smoothing, 0, 0.99);
        Limits.Within("shift", shift, -1e4, 1e4);
        var targets = Tensor.From([target], 1);
        var loss = new CrossEntropy(labelSmoothing: smoothing);
        var input = Tensor.From(logits, 1, logits.Length).Tracked();
        var scaled = input * (1 / temperature);
        var value = loss.Compute(scaled, targets);
        var shifted = (input + shift) * (1 / temperature);
        var probabilities = scaled.Softmax();

        // The gradient is (p - y) / temperature; what is left of p is the target distribution y.
        var gradient = Gradients.Of(value, [scaled])[0];
        return new ClassReading(
            probabilities.ToDoubles(), (probabilities - gradient).ToDoubles(), gradient.ToDoubles(), Gradients.Of(value, [input])[0].ToDoubles(),
            value.Item(), shifted.Softmax().ToDoubles(), loss.Compute(shifted, targets).Item());
    }
}

/// <summary>What softmax and cross-entropy make of logits.</summary>
/// <param name="Probabilities">p, softmax of the logits divided by the temperature.</param>
/// <param name="Targets">y, the smoothed one-hot target.</param>
/// <param name="Differences">p - y, the gradient with respect to what softmax is taken of.</param>
/// <param name="Gradient">The gradient with respect to the logits themselves.</param>
/// <param name="Loss">The cross-entropy in nats.</param>
/// <param name="ShiftedProbabilities">p with the constant added to all logits.</param>
/// <param name="ShiftedLoss">The loss then.</param>
internal sealed record ClassReading(
    double[] Probabilities, double[] Targets, double[] Differences, double[] Gradient, double Loss, double[] ShiftedProbabilities, double ShiftedLoss);
