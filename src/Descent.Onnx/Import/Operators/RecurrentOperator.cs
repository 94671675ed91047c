namespace Descent.Onnx;

/// <summary>A recurrent layer in one or both directions, with the gates put into Descent's order.</summary>
internal sealed class RecurrentOperator(string type) : OnnxOperator(type)
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (node, x) = (call.Node, call.Numbers());
        var form = Form(node);
        var direction = node.Text("direction", "forward");
        node.Require(direction is "forward" or "reverse" or "bidirectional", $"the direction '{direction}' is not known");
        var directions = direction == "bidirectional" ? 2 : 1;
        node.Require(!node.Has("clip") && node.Integer("layout", 0) == 0 && node.Integer("input_forget", 0) == 0 && !call.Has(7), "clip, layout, input_forget and peepholes are not known");
        node.Require(x.Shape.Rank == 3 && call.Numbers(1).Shape.Rank == 3 && call.Numbers(2).Shape.Rank == 3, "it takes sequences [steps, n, features] and weights of three axes");
        var sequences = x.Permute(1, 0, 2);
        var mask = call.Has(4) ? Mask(call, x.Shape[0]) : null;
        var (outputs, hiddens, cells) = (new Tensor[directions], new Tensor[directions], new Tensor?[directions]);
        for (var d = 0; d < directions; d++)
        {
            var reverse = direction == "reverse" || d == 1;
            var states = new[] { call.Optional(5), call.Optional(6) }.OfType<Tensor>().Select(state => Part(state, d)).ToArray();
            if (form.HasCell && states.Length == 1)
            {
                states = [states[0], Tensor.Zeros(states[0].Shape, states[0].Type)];
            }

            node.Require(form.HasCell || states.Length < 2, "it has no cell state");
            var width = call.Numbers(2).Shape[2];
            Tensor[] bias = call.Optional(3) is { } both
                ? [Ordered(Part(both, d).Slice(0, 0, form.Gates * width), form, width), Ordered(Part(both, d).Slice(0, form.Gates * width, form.Gates * width), form, width)]
                : [];
            Tensor[] masks = mask is null ? [] : [mask];
            var operation = form.Sequence(new RecurrentSettings(reverse, bias.Length > 0, states.Length > 0, mask is not null));
            var results = operation.Apply([sequences, Ordered(Part(call.Numbers(1), d), form, width), Ordered(Part(call.Numbers(2), d), form, width), .. bias, .. states, .. masks]);
            var steps = mask is null ? results[0] : results[0].Keep(Tensor.StepFactor(mask, results[0]));
            outputs[d] = steps.Permute(1, 0, 2).Reshape(x.Shape[0], 1, x.Shape[1], width);
            hiddens[d] = End(results[0], reverse);
            cells[d] = form.HasCell ? End(results[2], reverse) : null;
        }

        OnnxValue y = Tensor.Concatenate(1, outputs);
        OnnxValue last = Tensor.Concatenate(0, hiddens);
        return form.HasCell ? [y, last, (OnnxValue)Tensor.Concatenate(0, cells!)] : [y, last];
    }

    private RecurrentForm Form(NodeDefinition node)
    {
        var functions = node.Texts("activations");
        var usual = Type switch { "LSTM" => (string[])["Sigmoid", "Tanh", "Tanh"], "GRU" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };
        var relu = Type == "RNN" && functions is not null && functions.All(function => function == "Relu");
        node.Require(relu || functions is null || functions.Chunk(usual.Length).All(one => one.SequenceEqual(usual)), $"the activations {string.Join(", ", functions ?? [])} are not known");
        node.Require(Type != "GRU" || node.Integer("linear_before_reset", 0) == 1, "only linear_before_reset = 1 is known, as PyTorch and Keras write it");
        return Type switch { "LSTM" => new LstmForm(), "GRU" => new GruForm(), _ => new RnnForm(relu) };
    }

    // ONNX: LSTM input, output, forget, candidate; GRU update, reset, candidate.
    private static Tensor Ordered(Tensor rows, RecurrentForm form, int width)
    {
        int[] order = form switch { LstmForm => [0, 2, 3, 1], GruForm => [1, 0, 2], _ => [] };
        return order.Length == 0 ? rows : Tensor.Concatenate(0, [.. order.Select(gate => rows.Slice(0, gate * width, width))]);
    }

    private static Tensor Part(Tensor stacked, int direction) => stacked.Slice(0, direction, 1).Reshape(stacked.Shape.Inner());

    private static Tensor End(Tensor steps, bool reverse)
        => steps.Slice(1, reverse ? 0 : steps.Shape[1] - 1, 1).Reshape(1, steps.Shape[0], steps.Shape[2]);

    private static Tensor Mask(NodeCall call, int steps)
    {
        call.Node.Require(call.Value(4).Kind == OnnxKind.Integers, "the lengths of sequences are no whole numbers");
        return new MaskOfLengthsOperation(steps).Apply(call.Value(4).Tensor)[0];
    }
}
