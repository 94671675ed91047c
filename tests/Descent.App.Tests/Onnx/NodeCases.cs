using Descent.Kernels;
using Descent.Onnx;

namespace Descent.App.Tests.Onnx;

/// <summary>Graphs with every operator that is read, as other programs write them.</summary>
internal static class NodeCases
{
    /// <summary>All.</summary>
    public static IReadOnlyList<NodeCase> All { get; } =
    [
        .. ((string[])["Abs", "Erf", "Exp", "Neg", "Sign", "Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "HardSwish", "Identity"]).Select(type => Of(type)),
        .. ((string[])["Log", "Sqrt", "Reciprocal"]).Select(type => new NodeCase(type).Input("x", Tensor.Uniform(new Shape(3, 4), Key(type)) + 0.1).Node("output", type, "x")),
        new NodeCase("Mish", 18).Input("x", Draw(3, 4)).Node("output", "Mish", "x"),
        new NodeCase("Gelu", 20).Input("x", Draw(3, 4)).Node("output", "Gelu", "x"),
        new NodeCase("Gelu by tanh", 20).Input("x", Draw(3, 4)).Node("output", "Gelu", "x", Attributes.Text("approximate", "tanh")),
        Of("LeakyRelu", Attributes.Number("alpha", 0.3)),
        Of("Elu", Attributes.Number("alpha", 0.7)),
        Of("Celu", Attributes.Number("alpha", 1.3)),
        Of("Selu", Attributes.Number("alpha", 1.5), Attributes.Number("gamma", 1.2)),
        Of("ThresholdedRelu", Attributes.Number("alpha", 0.4)),
        Of("HardSigmoid", Attributes.Number("alpha", 0.3), Attributes.Number("beta", 0.4)),
        Of("Dropout"),
        Of("Softmax"),
        Of("LogSoftmax", Attributes.Integer("axis", 0)),
        new NodeCase("Softmax of version 12", 12).Input("x", Draw(2, 3, 4)).Node("output", "Softmax", "x"),
        .. ((string[])["Add", "Sub", "Mul", "Div", "Max", "Min", "PRelu"]).Select(type
            => new NodeCase(type).Input("x", Draw(2, 3, 4)).Weight("w", Tensor.Uniform(new Shape(3, 1), Key(type)) + 0.5).Node("output", type, "x w")),
        new NodeCase("Sum of three").Input("x", Draw(2, 3)).Weight("a", Draw(2, 3)).Weight("b", Draw(3)).Node("output", "Sum", "x a b"),
        .. ((string[])["Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal"]).Select(type
            => new NodeCase(type).Input("x", Tensor.From([1f, 2, 3, 4], 2, 2)).Weight("w", Tensor.From([2f, 2, 2], 1, 3).Slice(1, 0, 2)).Node("t", type, "x w").Result("t")),
        .. ((string[])["And", "Or"]).Select(type => new NodeCase(type).Input("x", Draw(2, 3)).Number("zero", 0).Number("half", 0.5f)
            .Node("a", "Greater", "x zero").Node("b", "Less", "x half").Node("t", type, "a b").Result("t")),
        new NodeCase("Not, IsNaN, Where").Input("x", Tensor.From([1f, float.NaN, 3, -4], 4)).Number("zero", 0)
            .Node("n", "IsNaN", "x").Node("t", "Not", "n").Node("output", "Where", "t x zero"),
        new NodeCase("Clip").Input("x", Draw(3, 4)).Number("low", -0.5f).Number("high", 0.7f).Node("output", "Clip", "x low high"),
        new NodeCase("Clip without low").Input("x", Draw(3, 4)).Number("high", 0.7f).Node("output", "Clip", "x - high"),
        new NodeCase("Clip of version 6", 10).Input("x", Draw(3, 4)).Node("output", "Clip", "x", Attributes.Number("min", -0.2), Attributes.Number("max", 0.3)),
        new NodeCase("Pow").Input("x", Draw(3, 4)).Number("two", 2).Node("output", "Pow", "x two"),
        new NodeCase("Cast to whole numbers and back").Input("x", Draw(3, 4) * 5).Node("i", "Cast", "x", Attributes.Integer("to", 7)).Result("i"),
        new NodeCase("Gemm").Input("x", Draw(4, 3)).Weight("w", Draw(4, 5)).Weight("b", Draw(5))
            .Node("output", "Gemm", "x w b", Attributes.Integer("transA", 1), Attributes.Number("alpha", 0.5), Attributes.Number("beta", 2)),
        new NodeCase("MatMul of a vector").Input("x", Draw(3)).Weight("w", Draw(2, 3, 4)).Node("output", "MatMul", "x w"),
        new NodeCase("MatMul that stretches").Input("x", Draw(2, 1, 3, 4)).Weight("w", Draw(5, 4, 2)).Node("output", "MatMul", "x w"),
        new NodeCase("Conv of sequences").Input("x", Draw(2, 4, 9)).Weight("w", Draw(6, 2, 3)).Weight("b", Draw(6))
            .Node("output", "Conv", "x w b", Attributes.Integers("pads", 2, 1), Attributes.Integers("strides", 2), Attributes.Integer("group", 2)),
        new NodeCase("Conv with padding of its own").Input("x", Draw(2, 2, 7, 6)).Weight("w", Draw(3, 2, 3, 2))
            .Node("output", "Conv", "x w", Attributes.Text("auto_pad", "SAME_LOWER"), Attributes.Integers("strides", 2, 2)),
        new NodeCase("ConvTranspose").Input("x", Draw(2, 4, 3, 4)).Weight("w", Draw(4, 3, 3, 2)).Weight("b", Draw(6)).Node(
            "output", "ConvTranspose", "x w b", Attributes.Integers("strides", 2, 3), Attributes.Integers("pads", 1, 0, 0, 1), Attributes.Integers("output_padding", 1, 2),
            Attributes.Integer("group", 2)),
        .. ((string[])["MaxPool", "AveragePool"]).SelectMany(type => Pools(type)),
        new NodeCase("GlobalAveragePool").Input("x", Draw(2, 3, 4, 5)).Node("output", "GlobalAveragePool", "x"),
        new NodeCase("GlobalMaxPool").Input("x", Draw(2, 3, 4, 5)).Node("output", "GlobalMaxPool", "x"),
        new NodeCase("BatchNormalization").Input("x", Draw(2, 3, 4)).Weight("s", Draw(3)).Weight("b", Draw(3)).Weight("m", Draw(3))
            .Weight("v", Tensor.Uniform(new Shape(3), Key("v")) + 0.2).Node("output", "BatchNormalization", "x s b m v", Attributes.Number("epsilon", 0.01)),
        new NodeCase("LayerNormalization").Input("x", Draw(2, 3, 4)).Weight("s", Draw(3, 4)).Weight("b", Draw(3, 4))
            .Node("output", "LayerNormalization", "x s b", Attributes.Integer("axis", 1)),
        new NodeCase("InstanceNormalization").Input("x", Draw(2, 3, 4, 2)).Weight("s", Draw(3)).Weight("b", Draw(3)).Node("output", "InstanceNormalization", "x s b"),
        new NodeCase("ReduceSum").Input("x", Draw(2, 3, 4)).Integers("axes", 0, -1).Node("output", "ReduceSum", "x axes", Attributes.Integer("keepdims", 0)),
        .. ((string[])["ReduceMean", "ReduceMax", "ReduceMin"]).Select(type
            => new NodeCase(type).Input("x", Draw(2, 3, 4)).Node("output", type, "x", Attributes.Integers("axes", 1, 2))),
        new NodeCase("ReduceMean of all", 18).Input("x", Draw(2, 3)).Node("output", "ReduceMean", "x", Attributes.Integer("keepdims", 0)),
        new NodeCase("ArgMax").Input("x", Draw(3, 4)).Node("i", "ArgMax", "x", Attributes.Integer("axis", 1)).Result("i"),
        new NodeCase("Shape, Gather, Mul, Concat, Reshape").Input("x", Draw(2, 3, 4)).Integer("zero", 0).Integer("two", 2).Integers("first", 0).Integers("rest", -1)
            .Node("s", "Shape", "x").Node("n", "Gather", "s zero").Node("m", "Mul", "n two").Node("u", "Unsqueeze", "m first").Node("c", "Concat", "u rest", Attributes.Integer("axis", 0))
            .Node("output", "Reshape", "x c"),
        new NodeCase("Size, Div, Range").Input("x", Draw(3, 4)).Integer("zero", 0).Integer("two", 2).Integer("one", 1)
            .Node("s", "Size", "x").Node("h", "Div", "s two").Node("r", "Range", "zero h one").Result("r"),
        new NodeCase("ConstantOfShape, Expand").Input("x", Draw(1, 3)).Integers("shape", 4, 1).Node("o", "ConstantOfShape", "shape")
            .Node("e", "Expand", "x shape").Node("output", "Add", "e o"),
        new NodeCase("Constant").Input("x", Draw(3)).Node("c", "Constant", "", new Descent.Onnx.Schema.AttributeProto
        {
            Name = "value_float", Type = Descent.Onnx.Schema.AttributeProto.Types.AttributeType.Float, F = 1.5f,
        }).Node("output", "Mul", "x c"),
        new NodeCase("Flatten").Input("x", Draw(2, 3, 4)).Node("output", "Flatten", "x", Attributes.Integer("axis", 2)),
        new NodeCase("Transpose").Input("x", Draw(2, 3, 4)).Node("output", "Transpose", "x", Attributes.Integers("perm", 2, 0, 1)),
        new NodeCase("Squeeze and Unsqueeze").Input("x", Draw(2, 1, 4)).Integers("one", 1).Integers("ends", 0, -1)
            .Node("s", "Squeeze", "x one").Node("output", "Unsqueeze", "s ends"),
        new NodeCase("Squeeze of version 11", 11).Input("x", Draw(2, 1, 4)).Node("output", "Squeeze", "x", Attributes.Integers("axes", 1)),
        new NodeCase("Split").Input("x", Draw(2, 7)).Integers("parts", 2, 5).Node("a b", "Split", "x parts", Attributes.Integer("axis", 1)).Node("output", "Identity", "b"),
        new NodeCase("Slice with steps").Input("x", Draw(5, 8)).Integers("from", 1, -1).Integers("to", long.MaxValue, -7).Integers("axes", 0, 1).Integers("steps", 2, -3)
            .Node("output", "Slice", "x from to axes steps"),
        new NodeCase("Slice of version 9", 9).Input("x", Draw(5, 8)).Node("output", "Slice", "x", Attributes.Integers("starts", 1), Attributes.Integers("ends", -1), Attributes.Integers("axes", 1)),
        new NodeCase("Gather along an axis").Input("x", Draw(3, 4, 2)).Integers("i", 2, -4, 1).Node("output", "Gather", "x i", Attributes.Integer("axis", 1)),
        new NodeCase("Gather by data").Weight("table", Draw(6, 3)).Input("i", Tensor.From([1, 5, 0, 1], 2, 2)).Node("output", "Gather", "table i"),
        new NodeCase("GatherElements").Input("x", Draw(3, 4)).Input("i", Tensor.From([1, 0, 2, 0, 3, 3], 3, 2)).Node("output", "GatherElements", "x i", Attributes.Integer("axis", 1)),
        new NodeCase("Pad").Input("x", Draw(2, 3)).Integers("pads", 0, 2, 1, -1).Number("value", 7).Node("output", "Pad", "x pads value"),
        new NodeCase("Resize, nearest").Input("x", Draw(1, 2, 3, 4)).Weight("scales", Tensor.From([1f, 1, 2, 3])).Node("output", "Resize", "x - scales"),
        new NodeCase("Resize, linear").Input("x", Draw(1, 2, 3, 4)).Weight("scales", Tensor.From([1f, 1, 2, 3]))
            .Node("output", "Resize", "x - scales", Attributes.Text("mode", "linear"), Attributes.Text("coordinate_transformation_mode", "pytorch_half_pixel")),
        new NodeCase("Upsample", 9).Input("x", Draw(1, 2, 3, 4)).Weight("scales", Tensor.From([1f, 1, 2, 2])).Node("output", "Upsample", "x scales"),
        .. Recurrent(),
    ];

    private static NodeCase Of(string type, params Descent.Onnx.Schema.AttributeProto[] attributes)
        => new NodeCase(type).Input("x", Draw(3, 4)).Node("output", type, "x", attributes);

    private static IEnumerable<NodeCase> Pools(string type)
    {
        NodeCase Pool(string name, params Descent.Onnx.Schema.AttributeProto[] attributes)
            => new NodeCase($"{type}{name}").Input("x", Draw(2, 3, 7, 6)).Node("output", type, "x", [Attributes.Integers("kernel_shape", 3, 2), .. attributes]);
        yield return Pool("");
        yield return Pool(" with steps and padding", Attributes.Integers("strides", 2, 2), Attributes.Integers("pads", 1, 1, 1, 1));
        yield return Pool(" with padding on some sides", Attributes.Integers("pads", 0, 1, 2, 0));
        yield return Pool(" with padding of its own", Attributes.Text("auto_pad", "SAME_UPPER"), Attributes.Integers("strides", 2, 2));
        yield return Pool(" rounded up", Attributes.Integers("strides", 2, 2), Attributes.Integer("ceil_mode", 1));
        yield return new NodeCase($"{type} of sequences").Input("x", Draw(2, 3, 7)).Node("output", type, "x", Attributes.Integers("kernel_shape", 3), Attributes.Integers("strides", 2));
    }

    private static IEnumerable<NodeCase> Recurrent()
    {
        foreach (var (type, gates) in ((string, int)[])[("RNN", 1), ("LSTM", 4), ("GRU", 3)])
        {
            foreach (var (direction, count) in ((string, int)[])[("forward", 1), ("reverse", 1), ("bidirectional", 2)])
            {
                var one = new NodeCase($"{type} {direction}").Input("x", Draw(5, 2, 3)).Weight("w", Draw(count, gates * 4, 3)).Weight("r", Draw(count, gates * 4, 4))
                    .Weight("b", Draw(count, gates * 8)).Weight("h", Draw(count, 2, 4));
                Descent.Onnx.Schema.AttributeProto[] attributes =
                [
                    Attributes.Integer("hidden_size", 4), Attributes.Text("direction", direction),
                    .. type == "GRU" ? [Attributes.Integer("linear_before_reset", 1)] : Array.Empty<Descent.Onnx.Schema.AttributeProto>(),
                ];

                // All steps and the last state, one after the other.
                yield return one.Node("y last", type, "x w r b - h", attributes).Integers("rows", -1, 4)
                    .Node("a", "Reshape", "y rows").Node("c", "Reshape", "last rows").Node("output", "Concat", "a c", Attributes.Integer("axis", 0));
            }
        }
    }

    private static Tensor Draw(params int[] lengths) => Tensor.Normal(new Shape(lengths), Key(string.Join('x', lengths)));

    private static RandomKey Key(string name) => new(11, name);
}
