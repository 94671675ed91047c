namespace Descent;

/// <summary>The cosines and sines of rotary positions: the angle of pair i at step t is t / 10000^(2i / width).</summary>
/// <remarks>
/// Feature i is paired with i + width / 2, as in GPT-NeoX and LLaMA; the paper pairs neighbours, which is another order of the same
/// features. Source: Su et al., RoFormer: enhanced transformer with rotary position embedding, 2021.
/// </remarks>
internal sealed class RotaryWaves(int width)
{
    private const double LongestWave = 10_000;

    private Tensor? last;

    /// <summary>The waves [2, steps, width / 2].</summary>
    public Tensor Of(int steps, ElementType type)
    {
        var known = last;
        return known is not null && known.Shape[1] == steps && known.Type == type ? known : last = Compute(steps, type);
    }

    private Tensor Compute(int steps, ElementType type)
    {
        var half = width / 2;
        var waves = new double[2 * steps * half];
        for (var i = 0; i < steps * half; i++)
        {
            var (sine, cosine) = Math.SinCos(i / half / Math.Pow(LongestWave, 2.0 * (i % half) / width));
            (waves[i], waves[i + (steps * half)]) = (cosine, sine);
        }

        var shape = new Shape(2, steps, half);
        return type == ElementType.Float64
            ? Tensor.From<double>(waves, shape)
            : Tensor.From<float>(Array.ConvertAll(waves, wave => (float)wave), shape);
    }
}
