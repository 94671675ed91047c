namespace Descent;

/// <summary>Normalisations and softmax in plain C#.</summary>
internal static class NormalizationCode
{
    private const string Softmax = """
        void Softmax(ReadOnlySpan<float> x, Span<float> y, int outer, int length, int inner, bool logarithm)
        {
            for (var o = 0; o < outer * inner; o++)
            {
                var first = (o / inner * length * inner) + (o % inner);
                double largest = double.NegativeInfinity, sum = 0;
                for (var i = 0; i < length; i++)
                {
                    largest = Math.Max(largest, x[first + (i * inner)]);
                }

                for (var i = 0; i < length; i++)
                {
                    sum += Math.Exp(x[first + (i * inner)] - largest);
                }

                for (var i = 0; i < length; i++)
                {
                    var shifted = x[first + (i * inner)] - largest;
                    y[first + (i * inner)] = (float)(logarithm ? shifted - Math.Log(sum) : Math.Exp(shifted) / sum);
                }
            }
        }
        """;

    private const string BatchNormalization = """
        void BatchNormalization(
            ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift,
            Span<float> y, double epsilon)
        {
            var plane = x.Length / mean.Length;
            for (var i = 0; i < x.Length; i++)
            {
                var channel = i / plane;
                var normalized = (x[i] - (double)mean[channel]) / Math.Sqrt(variance[channel] + epsilon);
                y[i] = (float)((normalized * (scale.IsEmpty ? 1 : scale[channel])) + (shift.IsEmpty ? 0 : shift[channel]));
            }
        }
        """;

    private const string LayerNormalization = """
        void LayerNormalization(
            ReadOnlySpan<float> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y, int length, double epsilon, bool centred)
        {
            for (var start = 0; start < x.Length; start += length)
            {
                double mean = 0, variance = 0;
                for (var i = 0; centred && i < length; i++)
                {
                    mean += x[start + i] / (double)length;
                }

                for (var i = 0; i < length; i++)
                {
                    variance += (x[start + i] - mean) * (x[start + i] - mean) / length;
                }

                for (var i = 0; i < length; i++)
                {
                    var normalized = (x[start + i] - mean) / Math.Sqrt(variance + epsilon);
                    y[start + i] = (float)((normalized * (scale.IsEmpty ? 1 : scale[i])) + (shift.IsEmpty ? 0 : shift[i]));
                }
            }
        }
        """;

    public static IReadOnlyList<CodeRule> Rules { get; } =
    [
        CodeRule.For<SoftmaxOperation>("softmax", (operation, call, code) => WriteSoftmax(operation.Axis, logarithm: false, call, code)),
        CodeRule.For<LogSoftmaxOperation>("log-softmax", (operation, call, code) => WriteSoftmax(operation.Axis, logarithm: true, call, code)),
        CodeRule.For<FixedNormalizationOperation>("batchnorm", (operation, call, code) => code.Call(
            "BatchNormalization", [call.Inputs[0], call.Inputs[1], call.Inputs[2], Optional(call, 3), Optional(call, 4), call.Outputs[0], operation.Epsilon],
            BatchNormalization)),
        CodeRule.For<LayerNormalizationOperation>("layernorm, rmsnorm, groupnorm, instancenorm", (operation, call, code) => code.Call(
            "LayerNormalization",
            [
                call.Inputs[0], Optional(call, 1), Optional(call, 2), call.Outputs[0], call.Inputs[0].Shape.Count / call.Outputs[1].Shape.Count,
                operation.Settings.Epsilon, operation.Settings.Centred,
            ],
            LayerNormalization)),
    ];

    private static void WriteSoftmax(int axis, bool logarithm, Call call, CodeWriter code)
    {
        var (outer, length, inner) = call.Inputs[0].Shape.Around(axis);
        code.Call("Softmax", [call.Inputs[0], call.Outputs[0], outer, length, inner, logarithm], Softmax);
    }

    private static object Optional(Call call, int input) => call.Inputs.Length > input ? call.Inputs[input] : "default";
}
