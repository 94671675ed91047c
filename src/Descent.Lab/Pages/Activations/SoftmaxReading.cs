namespace Descent.Lab.Pages.Activations;

/// <summary>Softmax, whose outputs each depend on all inputs.</summary>
/// <param name="Probabilities">p = softmax(z).</param>
/// <param name="Jacobian">Row i holds dp_i / dz_j, by the engine's gradient of p_i.</param>
internal sealed record SoftmaxReading(double[] Probabilities, double[][] Jacobian)
{
    /// <summary>Softmax of logits.</summary>
    public static SoftmaxReading Of(double[] logits)
    {
        var input = Tensor.From(logits, 1, logits.Length).Tracked();
        var output = new Softmax().Forward(input);
        double[] Row(int i)
        {
            var one = new double[logits.Length];
            one[i] = 1;
            return Gradients.Of(output, Tensor.From(one, 1, one.Length), [input])[0].ToDoubles();
        }

        return new SoftmaxReading(output.ToDoubles(), [.. Enumerable.Range(0, logits.Length).Select(Row)]);
    }
}
