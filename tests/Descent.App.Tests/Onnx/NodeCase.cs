using Descent.Onnx;
using Descent.Onnx.Schema;
using Google.Protobuf;
using DataType = Descent.Onnx.Schema.TensorProto.Types.DataType;

namespace Descent.App.Tests.Onnx;

/// <summary>A small graph that was not made by Descent's export: put together node by node, with inputs for one run.</summary>
internal sealed class NodeCase(string name, int operatorSet = 17)
{
    private readonly GraphProto graph = new() { Name = "case" };
    private readonly Dictionary<string, Tensor> inputs = [];

    /// <summary>What it is.</summary>
    public string Name { get; } = name;

    /// <summary>The inputs.</summary>
    public IReadOnlyDictionary<string, Tensor> Inputs => inputs;

    /// <summary>The operators in it.</summary>
    public IEnumerable<string> Operators => graph.Node.Select(node => node.OpType);

    /// <summary>Adds an input of drawn numbers, or of given ones.</summary>
    public NodeCase Input(string input, Tensor values)
    {
        inputs[input] = values;
        graph.Input.Add(Port(input, values.Type == ElementType.Int32 ? DataType.Int32 : DataType.Float, values.Shape));
        return this;
    }

    /// <summary>Adds an initializer of floating numbers.</summary>
    public NodeCase Weight(string weight, Tensor values)
    {
        var proto = new TensorProto { Name = weight, DataType = (int)DataType.Float, Dims = { values.Shape.Select(length => (long)length) } };
        proto.FloatData.AddRange(values.ToArray<float>());
        graph.Initializer.Add(proto);
        return this;
    }

    /// <summary>Adds an initializer of 64-bit whole numbers.</summary>
    public NodeCase Integers(string integers, params long[] values)
    {
        graph.Initializer.Add(new TensorProto { Name = integers, DataType = (int)DataType.Int64, Dims = { values.Length }, Int64Data = { values } });
        return this;
    }

    /// <summary>Adds a single 64-bit whole number.</summary>
    public NodeCase Integer(string integer, long value)
    {
        graph.Initializer.Add(new TensorProto { Name = integer, DataType = (int)DataType.Int64, Int64Data = { value } });
        return this;
    }

    /// <summary>Adds a single floating number.</summary>
    public NodeCase Number(string number, float value)
    {
        graph.Initializer.Add(new TensorProto { Name = number, DataType = (int)DataType.Float, FloatData = { value } });
        return this;
    }

    /// <summary>Adds a node: outputs = type(inputs), names joined by blanks, "-" for an input that is left out.</summary>
    public NodeCase Node(string outputs, string type, string arguments, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type };
        node.Output.AddRange(outputs.Split(' '));
        node.Input.AddRange(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument == "-" ? "" : argument));
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return this;
    }

    /// <summary>Ends with a value of any type as floating numbers under the name output.</summary>
    public NodeCase Result(string value) => Node("output", "Cast", value, Attributes.Integer("to", (long)DataType.Float));

    /// <summary>Writes the graph.</summary>
    public void Write(string path)
    {
        if (graph.Output.Count == 0)
        {
            graph.Output.Add(new ValueInfoProto { Name = "output", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } } });
        }

        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = operatorSet } } };
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static ValueInfoProto Port(string name, DataType type, Shape shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)type,
                Shape = new TensorShapeProto { Dim = { shape.Select(length => new TensorShapeProto.Types.Dimension { DimValue = length }) } },
            },
        },
    };
}
