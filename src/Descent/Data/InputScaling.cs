namespace Descent;

/// <summary>
/// How stored inputs become the numbers a network sees: x * scale + shift, with one scale and shift for all elements, for each channel
/// of an image, or for each feature.
/// </summary>
public sealed class InputScaling
{
    private readonly float[] scale;
    private readonly float[] shift;

    private InputScaling(float[] scale, float[] shift)
    {
        this.scale = scale;
        this.shift = shift;
        IsIdentity = Array.TrueForAll(scale, value => value == 1f) && Array.TrueForAll(shift, value => value == 0f);
    }

    /// <summary>The inputs as they are stored: pixels 0 to 255.</summary>
    public static InputScaling None { get; } = new([1f], [0f]);

    /// <summary>The number of channels that are scaled apart from one another; 1 if all elements share one scale.</summary>
    public int Channels => scale.Length;

    /// <summary>The factor of each channel.</summary>
    public ReadOnlySpan<float> Scale => scale;

    /// <summary>What is added to each channel after the factor.</summary>
    public ReadOnlySpan<float> Shift => shift;

    /// <summary>Whether inputs are left as they are.</summary>
    public bool IsIdentity { get; }

    /// <summary>x / maximum: pixels from 0 to 1.</summary>
    public static InputScaling Unit(float maximum = 255f) => new([1f / maximum], [0f]);

    /// <summary>(x - mean) / standardDeviation for each channel; mean and deviation are those of the inputs as stored.</summary>
    /// <exception cref="DataException">The counts differ, or a standard deviation is not a positive number.</exception>
    public static InputScaling Standardize(ReadOnlySpan<double> mean, ReadOnlySpan<double> standardDeviation)
    {
        if (mean.Length != standardDeviation.Length || mean.Length == 0)
        {
            throw new DataException(
                $"Standardising needs as many means as standard deviations, not {mean.Length} and {standardDeviation.Length}.");
        }

        var scale = new float[mean.Length];
        var shift = new float[mean.Length];
        for (var channel = 0; channel < mean.Length; channel++)
        {
            if (!double.IsFinite(mean[channel]) || !double.IsFinite(standardDeviation[channel]) || standardDeviation[channel] <= 0)
            {
                throw new DataException(
                    $"Standardising channel {channel}: mean {mean[channel]} and standard deviation {standardDeviation[channel]}; "
                    + "both must be finite and the deviation positive.");
            }

            scale[channel] = (float)(1.0 / standardDeviation[channel]);
            shift[channel] = (float)(-mean[channel] / standardDeviation[channel]);
        }

        return new InputScaling(scale, shift);
    }

    /// <summary>Scales by factors and terms that were found before.</summary>
    internal static InputScaling Of(float[] scale, float[] shift) => new(scale, shift);

    /// <summary>Scales one sample in place.</summary>
    internal void Apply(Span<float> sample)
    {
        if (IsIdentity)
        {
            return;
        }

        var plane = sample.Length / Channels;
        for (var channel = 0; channel < Channels; channel++)
        {
            float factor = scale[channel], term = shift[channel];
            foreach (ref var value in sample.Slice(channel * plane, plane))
            {
                value = (value * factor) + term;
            }
        }
    }

    /// <summary>
    /// (x - mean) / standardDeviation, fitted on a data set, which must be the training part only: for each channel of images, else for
    /// each feature. A feature that never changes is only centred.
    /// </summary>
    public static InputScaling FitStandardize(Dataset training)
    {
        var channels = training.Channels;
        var sums = new double[channels];
        var squares = new double[channels];
        var sample = new float[training.InputShape.Count];
        var plane = sample.Length / channels;
        var raw = training.WithScaling(None);

        // Sums of differences from the first sample: a large mean would swallow a small deviation.
        var origin = raw.Input(0);
        for (var row = 0; row < raw.Count; row++)
        {
            raw.CopyInputs([row], sample);
            for (var channel = 0; channel < channels; channel++)
            {
                double from = origin[channel * plane], sum = 0, square = 0;
                foreach (var value in sample.AsSpan(channel * plane, plane))
                {
                    var difference = value - from;
                    sum += difference;
                    square += difference * difference;
                }

                sums[channel] += sum;
                squares[channel] += square;
            }
        }

        var mean = new double[channels];
        var deviation = new double[channels];
        var count = (double)raw.Count * plane;
        for (var channel = 0; channel < channels; channel++)
        {
            var average = sums[channel] / count;
            mean[channel] = origin[channel * plane] + average;
            deviation[channel] = Math.Sqrt(Math.Max(0, (squares[channel] / count) - (average * average)));
            if (deviation[channel] == 0)
            {
                deviation[channel] = 1;
            }
        }

        return Standardize(mean, deviation);
    }
}
