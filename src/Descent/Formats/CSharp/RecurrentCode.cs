namespace Descent;

/// <summary>Recurrent layers in plain C#: each step's products, then the cell.</summary>
internal static class RecurrentCode
{
    private const string Recurrent = """
        void Recurrent(
            ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> recurrent, ReadOnlySpan<float> bias, ReadOnlySpan<float> recurrentBias,
            Span<float> y, int steps, int features, int hidden, bool reverse, string cell)
        {
            var rows = recurrent.Length / hidden;
            double[] state = new double[hidden], memory = new double[hidden], input = new double[rows], own = new double[rows];
            for (var order = 0; order < steps; order++)
            {
                var step = reverse ? steps - 1 - order : order;
                for (var row = 0; row < rows; row++)
                {
                    input[row] = bias.IsEmpty ? 0 : bias[row];
                    own[row] = recurrentBias.IsEmpty ? 0 : recurrentBias[row];
                    for (var i = 0; i < features; i++)
                    {
                        input[row] += (double)weight[(row * features) + i] * x[(step * features) + i];
                    }

                    for (var i = 0; i < hidden; i++)
                    {
                        own[row] += recurrent[(row * hidden) + i] * state[i];
                    }
                }

                for (var i = 0; i < hidden; i++)
                {
                    double Sum(int gate) => input[(gate * hidden) + i] + own[(gate * hidden) + i];
                    switch (cell)
                    {
                        case "lstm":
                            memory[i] = (Sigmoid(Sum(1)) * memory[i]) + (Sigmoid(Sum(0)) * Math.Tanh(Sum(2)));
                            state[i] = Sigmoid(Sum(3)) * Math.Tanh(memory[i]);
                            break;
                        case "gru":
                            var candidate = Math.Tanh(input[(2 * hidden) + i] + (Sigmoid(Sum(0)) * own[(2 * hidden) + i]));
                            state[i] = candidate + (Sigmoid(Sum(1)) * (state[i] - candidate));
                            break;
                        default:
                            state[i] = cell == "relu" ? Math.Max(0, Sum(0)) : Math.Tanh(Sum(0));
                            break;
                    }

                    y[(step * hidden) + i] = (float)state[i];
                }
            }
        }
        """;

    public static IReadOnlyList<CodeRule> Rules { get; } = [new("rnn, lstm, gru", Write)];

    private static bool Write(Call call, CodeWriter code)
    {
        // Masks of padding and first states come from elsewhere than the one input that an exported model has.
        if (call.Operation is not IRecurrent { Settings: { HasState: false, HasMask: false } settings, Form: var form })
        {
            return false;
        }

        var (x, hidden) = (call.Inputs[0].Shape, call.Inputs[2].Shape[1]);
        var cell = form is RnnForm rnn ? rnn.IsRelu ? "relu" : "tanh" : form.Name;
        code.Method("Sigmoid", "double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));");
        code.Call(
            "Recurrent",
            [
                call.Inputs[0], call.Inputs[1], call.Inputs[2], settings.HasBias ? call.Inputs[3] : "default", settings.HasBias ? call.Inputs[4] : "default",
                call.Outputs[0], x[1], x[2], hidden, settings.Reverse, CodeWriter.Text(cell),
            ],
            Recurrent);
        return true;
    }
}
