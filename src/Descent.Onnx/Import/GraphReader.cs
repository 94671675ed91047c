using System.Globalization;
using Descent.Onnx.Schema;
using Google.Protobuf;
using DataType = Descent.Onnx.Schema.TensorProto.Types.DataType;

namespace Descent.Onnx;

/// <summary>Reads and checks an ONNX file.</summary>
/// <param name="path">The file.</param>
internal sealed class GraphReader(string path)
{
    private const int OldestOperatorSet = 7;
    private const int NewestOperatorSet = 21;
    private const int MostMessages = 1 << 21;

    private readonly Dictionary<string, OnnxValue> constants = [];
    private readonly HashSet<string> settings = [];
    private readonly HashSet<string> statistics = [];

    /// <summary>The graph.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds what is not known; it is named.</exception>
    public OnnxGraph Read()
    {
        var model = Parse();
        var graph = model.Graph ?? throw new ModelFileException($"'{path}' is no ONNX model: it has no graph.");
        var version = model.OpsetImport.Where(set => set.Domain is "" or "ai.onnx").Select(set => set.Version).DefaultIfEmpty(0).Max();
        if (version is < OldestOperatorSet or > NewestOperatorSet)
        {
            throw new ModelFileException($"'{path}' uses version {version} of the operators; {OldestOperatorSet} to {NewestOperatorSet} are read.");
        }

        RefuseUnknown(graph);
        var steps = ReadNodes(graph, version);
        var weights = ReadInitializers(graph, steps);
        var inputs = graph.Input.Where(input => !constants.ContainsKey(input.Name) && weights.All(weight => weight.Name != input.Name)).Select(Port).ToArray();
        var available = inputs.Select(input => input.Name).Concat(constants.Keys).Concat(weights.Select(weight => weight.Name)).ToHashSet();
        var sorted = new NodeOrder(path).Sort(steps, available);
        var outputs = graph.Output.Select(Port).ToArray();
        if (outputs.Length == 0 || outputs.FirstOrDefault(output => !available.Contains(output.Name)) is not null)
        {
            throw new ModelFileException($"'{path}' is damaged: no node makes its output '{outputs.FirstOrDefault(output => !available.Contains(output.Name))?.Name}'.");
        }

        return new OnnxGraph(inputs, outputs, sorted, constants, weights)
        {
            Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            OperatorSet = version,
            Metadata = model.MetadataProps.GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value),
        };
    }

    private ModelProto Parse()
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? throw new ModelFileException($"There is no file '{path}'.")
                : file.Length > Array.MaxLength ? throw new ModelFileException($"'{path}' has {file.Length} bytes; a file of ONNX has at most 2 GiB, and larger weights in files of their own.")
                : Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidOperationException)
        {
            throw new ModelFileException($"'{path}' is no ONNX file, or is cut or damaged: {error.Message}", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ModelFileException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    private ModelProto Parse(byte[] file) => MessageCount.Exceeds(file, MostMessages)
        ? throw new ModelFileException($"'{path}' has more than {MostMessages} messages and texts, as no model has: it is no ONNX file, or is damaged.")
        : ModelProto.Parser.ParseFrom(file);

    private void RefuseUnknown(GraphProto graph)
    {
        if (graph.SparseInitializer.Count > 0)
        {
            throw new ModelFileException($"'{path}' has sparse weights, which are not read.");
        }

        string[] unknown =
        [
            .. graph.Node.Where(node => node.Domain is not ("" or "ai.onnx")).Select(node => $"{node.Domain}.{node.OpType}"),
            .. graph.Node.Where(node => node.Domain is "" or "ai.onnx" && node.OpType != "Constant" && OnnxOperators.Named(node.OpType) is null).Select(node => node.OpType),
        ];
        if (unknown.Length > 0)
        {
            throw new ModelFileException(
                $"'{path}' uses operators that are not known here: {string.Join(", ", unknown.Distinct().Order(StringComparer.Ordinal))}. Known are: {string.Join(", ", OnnxOperators.Names)}.");
        }
    }

    private List<OnnxStep> ReadNodes(GraphProto graph, long version)
    {
        var steps = new List<OnnxStep>();
        foreach (var (place, proto) in graph.Node.Index())
        {
            var node = new NodeDefinition(proto, version, place);
            if (proto.OpType == "Constant")
            {
                node.Require(node.Outputs.Count == 1 && constants.TryAdd(node.Outputs[0], ConstantOf(node)), "it needs one output that nothing else has");
                continue;
            }

            var known = OnnxOperators.Named(proto.OpType)!;
            settings.UnionWith(known.Settings.Where(index => index < node.Inputs.Count).Select(index => node.Inputs[index]));
            statistics.UnionWith(known.Statistics.Where(index => index < node.Inputs.Count).Select(index => node.Inputs[index]));
            steps.Add(new OnnxStep(node, known));
        }

        return steps;
    }

    private OnnxValue ConstantOf(NodeDefinition node)
    {
        if (node.Tensor("value") is { } tensor)
        {
            return new TensorReader(path).Read(tensor);
        }

        if (node.Has("value_int") || node.Has("value_ints"))
        {
            return node.Has("value_int") ? OnnxValue.Of([node.Integer("value_int", 0)], Shape.Scalar) : OnnxValue.Of(node.Integers("value_ints"));
        }

        node.Require(node.Has("value_float") || node.Has("value_floats"), "it holds neither numbers nor a tensor");
        return node.Has("value_float")
            ? new OnnxValue(Tensor.Scalar(node.Number("value_float", 0)), OnnxKind.Numbers, IsStatic: true)
            : new OnnxValue(Tensor.From(node.Numbers("value_floats")!), OnnxKind.Numbers, IsStatic: true);
    }

    // Numbers along axes are weights; single ones, masks with infinities, whole numbers and settings are constants.
    private List<OnnxWeight> ReadInitializers(GraphProto graph, List<OnnxStep> steps)
    {
        var (reader, weights, seen) = (new TensorReader(path), new List<OnnxWeight>(), new HashSet<string>(constants.Keys));
        var read = steps.SelectMany(step => step.Node.Inputs).Concat(graph.Output.Select(output => output.Name)).ToHashSet();
        foreach (var initializer in graph.Initializer)
        {
            if (initializer.Name.Length == 0 || !seen.Add(initializer.Name))
            {
                throw new ModelFileException($"'{path}' is damaged: the name '{initializer.Name}' of a tensor is empty or there twice.");
            }

            if (!read.Contains(initializer.Name))
            {
                continue;
            }

            var value = reader.Read(initializer);
            if (value.Kind == OnnxKind.Numbers && value.Shape is { Rank: > 0, Count: > 0 } && !settings.Contains(initializer.Name) && IsFinite(value.Tensor))
            {
                weights.Add(new OnnxWeight(initializer.Name, value.Tensor, statistics.Contains(initializer.Name)));
            }
            else
            {
                constants[initializer.Name] = value;
            }
        }

        return weights;
    }

    private static bool IsFinite(Tensor tensor) => tensor.Type == ElementType.Float64
        ? Array.TrueForAll(tensor.ToArray<double>(), double.IsFinite)
        : Array.TrueForAll(tensor.ToArray<float>(), float.IsFinite);

    private OnnxPort Port(ValueInfoProto value)
    {
        if (value.Type is { ValueCase: not (TypeProto.ValueOneofCase.TensorType or TypeProto.ValueOneofCase.None) } type)
        {
            throw new ModelFileException($"'{path}': '{value.Name}' is a {type.ValueCase}, and only tensors are read.");
        }

        var tensor = value.Type?.TensorType;
        var element = (DataType)(tensor?.ElemType ?? 0);
        return new OnnxPort(
            value.Name,
            element == DataType.Undefined ? "any" : element.ToString().ToLowerInvariant(),
            tensor?.Shape is null
                ? ["?"]
                : [.. tensor.Shape.Dim.Select(length => length.HasDimValue ? length.DimValue.ToString(CultureInfo.InvariantCulture) : length.DimParam is { Length: > 0 } name ? name : "?")]);
    }
}
