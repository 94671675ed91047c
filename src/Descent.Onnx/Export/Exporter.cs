using Descent.Onnx.Schema;

namespace Descent.Onnx;

/// <summary>Makes an ONNX model of the record of two evaluations with batches of different sizes.</summary>
internal static class Exporter
{
    private const int IntermediateRepresentation = 8;
    private const int OperatorSet = 17;
    private const string BatchAxis = "batch";

    /// <summary>Exports a model.</summary>
    /// <param name="model">Whose parameters are named.</param>
    /// <param name="samples">The shape of one sample of each input.</param>
    /// <param name="compute">The evaluation.</param>
    /// <param name="options">What the file says beside the computation.</param>
    public static ModelProto Export(Layer model, IReadOnlyList<Shape> samples, Func<Tensor[], Tensor> compute, OnnxExportOptions options)
    {
        OnnxTypes.Of(options.InputType);
        foreach (var (_, parameter) in model.Parameters)
        {
            OnnxTypes.Of(parameter.Type);
        }

        // What a model makes once, such as the first values of its parameters, is no part of what it computes.
        RecordedRun Run(int batch) => RecordedRun.Of(compute, samples, batch, options.InputType);
        Run(BatchShape.FirstBatch);
        var (first, second) = (Run(BatchShape.FirstBatch), Run(BatchShape.SecondBatch));
        var graph = new GraphProto { Name = "model" };
        var writer = new GraphWriter(graph);
        foreach (var (path, parameter) in model.Parameters)
        {
            writer.Parameter(path, parameter.Value);
        }

        for (var i = 0; i < samples.Count; i++)
        {
            var name = writer.Unused(samples.Count == 1 ? "input" : $"input_{i + 1}");
            graph.Input.Add(Value(name, options.InputType, BatchShape.OfBatch(samples[i])));
            writer.Name(first.Inputs[i], second.Inputs[i], name);
        }

        writer.Write(first.Tape, second.Tape, first.Output, second.Output);
        var shape = new BatchShape(first.Output.Shape, second.Output.Shape);
        graph.Output.Add(Value(writer.Finish(first.Output, second.Output), first.Output.Type, shape));
        DropUnread(graph);
        var file = new ModelProto
        {
            IrVersion = IntermediateRepresentation,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
            ProducerName = "Descent",
            ProducerVersion = typeof(Layer).Assembly.GetName().Version?.ToString(3) ?? "",
            DocString = options.Description,
            Graph = graph,
        };
        file.MetadataProps.AddRange(options.Metadata.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }));
        return file;
    }

    private static ValueInfoProto Value(string name, ElementType type, BatchShape shape)
    {
        var lengths = new TensorShapeProto();
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            lengths.Dim.Add(shape.Multiple(axis) switch
            {
                0 => new TensorShapeProto.Types.Dimension { DimValue = shape.First[axis] },
                1 => new TensorShapeProto.Types.Dimension { DimParam = BatchAxis },
                var times => new TensorShapeProto.Types.Dimension { DimParam = $"{times}*{BatchAxis}" },
            });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxTypes.Of(type), Shape = lengths } },
        };
    }

    // What only training reads, such as the count of batches.
    private static void DropUnread(GraphProto graph)
    {
        var read = graph.Node.SelectMany(node => node.Input).ToHashSet();
        foreach (var unread in graph.Initializer.Where(initializer => !read.Contains(initializer.Name)).ToArray())
        {
            graph.Initializer.Remove(unread);
        }
    }
}
