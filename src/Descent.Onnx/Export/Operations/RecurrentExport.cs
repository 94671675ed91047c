using Descent.Onnx.Schema;

namespace Descent.Onnx;

/// <summary>
/// A recurrent layer as the operator RNN, LSTM or GRU, one for each direction. The weights stay as they are and are put into ONNX's order of
/// gates by nodes. Where steps are masked, which ONNX only knows at the end of a sequence, step by step.
/// </summary>
internal sealed class RecurrentExport() : OperationExport<IRecurrent>("rnn, lstm, gru")
{
    protected override string? Write(IRecurrent operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var (form, settings) = (operation.Form, operation.Settings);
        if (settings.HasMask)
        {
            return graph.Compose<IRecurrent>(call, (one, tensors) => RecurrentComposition.Of(one.Form, one.Settings, tensors)[0]);
        }

        var hidden = call.Input(2).First[1];
        string Stacked(string value) => graph.Node("Unsqueeze", [value, graph.Integers(0)]);
        string Ordered(string value) => InOrder(value, GatesOf(form), hidden, graph);
        var bias = settings.HasBias
            ? Stacked(graph.Node("Concat", [Ordered(inputs[3]), Ordered(inputs[4])], Attributes.Integer("axis", 0)))
            : "";
        var states = inputs.Skip(settings.HasBias ? 5 : 3).Select(Stacked).ToArray();
        string[] all =
        [
            graph.Node("Transpose", [inputs[0]], Attributes.Integers("perm", 1, 0, 2)),
            Stacked(Ordered(inputs[1])), Stacked(Ordered(inputs[2])), .. bias.Length > 0 || states.Length > 0 ? [bias] : Array.Empty<string>(),
            .. states.Length > 0 ? ["", .. states] : Array.Empty<string>(),
        ];
        List<AttributeProto> attributes = [Attributes.Integer("hidden_size", hidden), Attributes.Text("direction", settings.Reverse ? "reverse" : "forward")];
        switch (form)
        {
            case GruForm:
                attributes.Add(Attributes.Integer("linear_before_reset", 1));
                break;
            case RnnForm { IsRelu: true }:
                attributes.Add(Attributes.Texts("activations", "Relu"));
                break;
        }

        // [steps, 1, n, hidden] to [n, steps, hidden].
        var steps = graph.Node("Squeeze", [graph.Node(form.Name.ToUpperInvariant(), all, attributes), graph.Integers(1)]);
        return graph.Node("Transpose", [steps], Attributes.Integers("perm", 1, 0, 2));
    }

    // LSTM: here input, forget, candidate, output; ONNX: input, output, forget, candidate. GRU: here reset, update, candidate; ONNX: update, reset, candidate.
    private static int[] GatesOf(RecurrentForm form) => form switch
    {
        LstmForm => [0, 3, 1, 2],
        GruForm => [1, 0, 2],
        _ => [0],
    };

    private static string InOrder(string value, int[] order, int hidden, GraphWriter graph) => order.Length == 1
        ? value
        : graph.Node(
            "Concat", [.. order.Select(gate => graph.Slice(value, 0, gate * hidden, (gate + 1) * hidden))], Attributes.Integer("axis", 0));
}
