using System.Globalization;
using Descent.Onnx.Schema;

namespace Descent.Onnx;

/// <summary>Puts an ONNX graph together: nodes, initializers, and which name each recorded tensor has.</summary>
internal sealed partial class GraphWriter(GraphProto graph)
{
    private readonly Dictionary<ValueKey, string> names = [];
    private readonly HashSet<ValueKey> withheld = [];
    private readonly Dictionary<string, int> counts = [];
    private readonly Dictionary<ValueKey, int> readers = [];

    /// <summary>Whether scores were masked with minus infinity, so that a softmax may meet nothing else.</summary>
    public bool HasMaskedScores { get; set; }

    /// <summary>Writes the operations of two runs that a result needs.</summary>
    /// <exception cref="DescentException">Operations have no counterpart; all are named, with those that have one.</exception>
    public void Write(Tape first, Tape second, Tensor result, Tensor otherResult)
    {
        var wanted = ValueKey.Of(result, otherResult);
        var calls = RecordedCalls.Needed(first, second, key => names.ContainsKey(key) || withheld.Contains(key), wanted);
        var unknown = calls.Where(call => OperationExports.For(call.First.Operation) is null).Select(call => $"'{call.Name}'").Distinct().ToArray();
        if (unknown.Length > 0)
        {
            throw new DescentException(
                $"ONNX export knows no counterpart of {string.Join(", ", unknown)}. What can be exported: {string.Join(", ", OnnxFile.ExportableOperations)}.");
        }

        foreach (var key in calls.SelectMany(call => RecordedCalls.Keys(call, outputs: false)).Append(wanted))
        {
            readers[key] = readers.GetValueOrDefault(key) + 1;
        }

        foreach (var call in calls)
        {
            for (var i = 0; i < call.First.Outputs.Length; i++)
            {
                if (!call.Output(i).IsProportional())
                {
                    throw new DescentException($"An output of '{call.Name}' is {call.Output(i).First} for {BatchShape.FirstBatch} samples and {call.Output(i).Second} for {BatchShape.SecondBatch}: not as long as the batch, so it cannot be exported.");
                }
            }

            OperationExports.For(call.First.Operation)!.Write(call, this);
            withheld.UnionWith(RecordedCalls.Keys(call, outputs: true).Where(key => !names.ContainsKey(key)));
        }
    }

    /// <summary>Writes an operation as what it is composed of.</summary>
    /// <returns>The name of its first output.</returns>
    public string Compose<TOperation>(RecordedCall call, Func<TOperation, Tensor[], Tensor> composition)
    {
        var (one, other) = (call.First.Outputs[0], call.Second.Outputs[0]);
        var first = Record.Without(() => Tape.Of(() => one = composition((TOperation)(object)call.First.Operation, call.First.Inputs)));
        var second = Record.Without(() => Tape.Of(() => other = composition((TOperation)(object)call.Second.Operation, call.Second.Inputs)));
        Write(first, second, one, other);
        return NameOf(one, other, call.Name);
    }

    /// <summary>How many operations read an input of a call.</summary>
    public int ReadersOf(RecordedCall call, int input) => readers[ValueKey.Of(call.First.Inputs[input], call.Second.Inputs[input])];

    /// <summary>Whether an operation reads an output of a call.</summary>
    public bool IsRead(RecordedCall call, int output) => readers.ContainsKey(ValueKey.Of(call.First.Outputs[output], call.Second.Outputs[output]));

    /// <summary>Gives a recorded tensor the name of a value of the graph.</summary>
    public void Name(Tensor first, Tensor second, string name) => names[ValueKey.Of(first, second)] = name;

    /// <summary>The name of an input of a call.</summary>
    public string Input(RecordedCall call, int index) => NameOf(call.First.Inputs[index], call.Second.Inputs[index], call.Name);

    /// <summary>The name of a tensor; a constant becomes a node.</summary>
    /// <param name="first">The tensor of the first run.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="reader">Who asks, for errors.</param>
    public string NameOf(Tensor first, Tensor second, string reader)
    {
        var key = ValueKey.Of(first, second);
        if (names.TryGetValue(key, out var name))
        {
            return name;
        }

        return names[key] = withheld.Contains(key)
            ? throw new DescentException($"An input of '{reader}', {first.Type} {first.Shape}, is an output that ONNX has no counterpart for.")
            : ConstantWriter.Write(this, first, second, reader);
    }

    /// <summary>Adds a parameter with its values.</summary>
    public void Parameter(string name, Tensor value)
    {
        counts[name] = 1;
        var proto = Proto(value);
        proto.Name = name;
        graph.Initializer.Add(proto);
        Name(value, value, name);
    }

    /// <summary>A name that nothing has yet: the given one, if it is free.</summary>
    public string Unused(string name)
    {
        while (!counts.TryAdd(name, 1))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>Names the result of all, and returns that name.</summary>
    public string Finish(Tensor first, Tensor second)
    {
        var (name, output) = (NameOf(first, second, "output"), Unused("output"));
        foreach (var (place, constant) in constantNodes.Index())
        {
            graph.Node.Insert(place, constant);
        }

        if (graph.Node.FirstOrDefault(node => node.Output.Contains(name)) is not { } maker)
        {
            graph.Node.Add(new NodeProto { Name = output, OpType = "Identity", Input = { name }, Output = { output } });
            return output;
        }

        maker.Output[maker.Output.IndexOf(name)] = output;
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = node.Input[i] == name ? output : node.Input[i];
            }
        }

        return output;
    }

    /// <summary>Adds a node with one output and returns that output's name.</summary>
    public string Node(string type, IReadOnlyList<string> inputs, params IReadOnlyList<AttributeProto> attributes) => Node(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node and returns the names of its outputs.</summary>
    public string[] Node(string type, IReadOnlyList<string> inputs, int outputs, IReadOnlyList<AttributeProto> attributes)
    {
        var names = Enumerable.Range(0, outputs).Select(_ => Fresh(type)).ToArray();
        var node = new NodeProto { Name = names[0], OpType = type };
        node.Input.AddRange(inputs);
        node.Output.AddRange(names);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return names;
    }

    /// <summary>The node that makes a value, if it is the last one.</summary>
    public NodeProto? LastNode(string output) => graph.Node.Count > 0 && graph.Node[^1].Output[0] == output ? graph.Node[^1] : null;

    private string Fresh(string type)
    {
        string name;
        do
        {
            counts[type] = counts.GetValueOrDefault(type) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{type}_{counts[type]}");
        }
        while (counts.ContainsKey(name));

        return name;
    }
}
