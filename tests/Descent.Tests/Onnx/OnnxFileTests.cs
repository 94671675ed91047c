using Descent.Kernels;
using Descent.Onnx;
using Descent.Onnx.Schema;
using Google.Protobuf;

namespace Descent.Tests.Onnx;

/// <summary>What is exported, what is refused, and what a model that was read can do.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    private string Path => folder.File("model.onnx");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_Model_HasNamesShapesAndMetadata()
    {
        var model = new Sequential(new Linear(3, 4), new Relu(), new Linear(4, 2));
        OnnxFile.Write(Path, model, new Shape(3), new OnnxExportOptions { Description = "a test", Metadata = new Dictionary<string, string> { ["classes"] = "a, b" } });
        var read = OnnxFile.Read(Path);
        Assert.Equal("input: float [batch, 3]", Assert.Single(read.Inputs).ToString());
        Assert.Equal("output: float [batch, 2]", Assert.Single(read.Outputs).ToString());
        Assert.Equal(model.Parameters.Select(named => named.Path), read.Parameters.Select(named => named.Path));
        Assert.Equal("a, b", read.Metadata["classes"]);
        Assert.StartsWith("Descent ", read.Producer, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, int> { ["Gemm"] = 2, ["Relu"] = 1 }, read.Operators);
        Assert.Equal(new Shape(2), read.OutputShape(new Shape(3)));
    }

    [Fact]
    public void Write_FunctionOfYourOwn_IsWrittenByItsFormula()
    {
        var model = new OwnLayer(x => x.Map(new QuantileFunction(0.3)).Square() + 1);
        OnnxFile.Write(Path, model, new Shape(5));
        var batch = Tensor.Normal(new Shape(3, 5), new RandomKey(1, "x"));
        Close(model.Forward(batch), OnnxFile.Read(Path).Forward(batch));
    }

    [Fact]
    public void Write_GraphThatReadsConstantsOfTheBatch_StretchesThem()
    {
        var model = new OwnLayer(x => x + Tensor.Full(new Shape(x.Shape[0], 1), 2));
        OnnxFile.Write(Path, model, new Shape(5));
        var batch = Tensor.Normal(new Shape(7, 5), new RandomKey(1, "x"));
        Close(model.Forward(batch), OnnxFile.Read(Path).Forward(batch));
    }

    [Fact]
    public void Write_OperationWithoutCounterpart_IsRefusedWithWhatCanBe()
    {
        var model = new OwnLayer(x => new MaxPool2dGradientOperation(new PoolingOptions(2), new Shape(x.Shape[0], 1, 4, 4))
            .Apply(x, Tensor.Zeros(x.Shape, ElementType.Int32))[0]);
        var error = Assert.Throws<DescentException>(() => OnnxFile.Write(Path, model, new Shape(1, 2, 2)));
        Assert.Contains("'max-pool''", error.Message, StringComparison.Ordinal);
        Assert.Contains("convolution, transposed convolution", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path));
    }

    [Theory]
    [InlineData("values", "may depend on the values")]
    [InlineData("batch", "size of batch")]
    [InlineData("operations", "other operations")]
    [InlineData("power", "for a batch of 2")]
    public void Write_WhatNoGraphCanRepeat_IsRefused(string kind, string said)
    {
        var model = new OwnLayer(x => kind switch
        {
            "values" => x.Sum().Item() > 1 ? x : -x,
            "power" => x.Power(1.0 / x.Shape[0]),
            "batch" => x + Tensor.From<float>([.. Enumerable.Range(0, x.Shape[0]).Select(i => (float)i)], new Shape(x.Shape[0], 1)),
            _ => x.Shape[0] > 2 ? x.Relu() : x.Tanh(),
        });
        var error = Assert.Throws<DescentException>(() => OnnxFile.Write(Path, model, new Shape(3)));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Float64_IsRefusedWithTheRemedy()
    {
        var model = new Linear(2, 2);
        model.Convert(ElementType.Float64);
        Assert.Contains("Convert(ElementType.Float32)", Assert.ThrowsAny<DescentException>(() => OnnxFile.Write(Path, model, new Shape(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Model_CanBeTrainedFurther()
    {
        OnnxFile.Write(Path, new Sequential(new Linear(2, 8), new Tanh(), new BatchNorm(8), new Linear(8, 2)), new Shape(2));
        var model = OnnxFile.Read(Path);
        var step = new TrainingStep(model, new CrossEntropy(), new Adam(0.05));
        var inputs = Tensor.Normal(new Shape(16, 2), new RandomKey(1, "x"));
        var labels = Tensor.From<int>([.. inputs.ToArray<float>().Chunk(2).Select(row => row[0] > row[1] ? 1 : 0)], new Shape(16));
        var first = step.Run(inputs, labels).Loss;
        for (var i = 0; i < 60; i++)
        {
            step.Run(inputs, labels);
        }

        Assert.True(step.Run(inputs, labels).Loss < first / 4);
        Assert.Null(step.Obstacle);
        var named = model.Parameters.ToDictionary(one => one.Path, one => one.Parameter);
        Assert.True(named["2.running_mean"].IsStatistic);
        Assert.False(named["2.weight"].IsStatistic);
    }

    [Fact]
    public void Read_Model_CompilesAndComputesInFloat64()
    {
        var model = ModelSpecification.Build("lstm 4, linear 2 per-position=true, softmax", new Shape(3, 2));
        model.Initialize(3);
        OnnxFile.Write(Path, model, new Shape(3, 2));
        var read = OnnxFile.Read(Path);
        var batch = Tensor.Normal(new Shape(4, 3, 2), new RandomKey(1, "x"));
        var compiled = new CompiledModel(read);
        Assert.Equal(read.Forward(batch).ToArray<float>(), compiled.Forward(batch).ToArray<float>());
        Assert.Null(compiled.Obstacle);
        model.Convert(ElementType.Float64);
        read.Convert(ElementType.Float64);
        Close(model.Forward(batch.To(ElementType.Float64)), read.Forward(batch.To(ElementType.Float64)), 1e-12);
    }

    [Fact]
    public void Read_WrongShape_IsRefusedWithTheInput()
    {
        OnnxFile.Write(Path, new Linear(2, 2), new Shape(2));
        Assert.Contains("input: float [batch, 2]", Assert.Throws<ShapeException>(() => OnnxFile.Read(Path).Forward(Tensor.Ones(new Shape(1, 3)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownOperators_AreAllNamed()
    {
        var message = Refused(model =>
        {
            model.Graph.Node[0].OpType = "Einsum";
            model.Graph.Node[1].Domain = "com.microsoft";
        });
        Assert.Contains("Einsum", message, StringComparison.Ordinal);
        Assert.Contains("com.microsoft.Relu", message, StringComparison.Ordinal);
        Assert.Contains("Known are: Abs", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GraphsThatMakeNoSense_AreRefusedByName()
    {
        Assert.Contains("cycle", Refused(model => model.Graph.Node[0].Input[0] = "output"), StringComparison.Ordinal);
        Assert.Contains("reads 'nowhere'", Refused(model => model.Graph.Node[0].Input[0] = "nowhere"), StringComparison.Ordinal);
        Assert.Contains("made twice", Refused(model => model.Graph.Node[2].Output[0] = model.Graph.Node[0].Output[0]), StringComparison.Ordinal);
        Assert.Contains("output", Refused(model => model.Graph.Output[0].Name = "other"), StringComparison.Ordinal);
        Assert.Contains("no graph", Refused(model => model.Graph = null), StringComparison.Ordinal);
        Assert.Contains("version 99", Refused(model => model.OpsetImport[0].Version = 99), StringComparison.Ordinal);
        Assert.Contains("there twice", Refused(model => model.Graph.Initializer[1].Name = model.Graph.Initializer[0].Name), StringComparison.Ordinal);
        Assert.Contains("has 4 bytes", Refused(model => model.Graph.Initializer[0].RawData = ByteString.CopyFrom(1, 2, 3, 4)), StringComparison.Ordinal);
        Assert.Contains("too large", Refused(model => model.Graph.Initializer[0].Dims[0] = 1L << 40), StringComparison.Ordinal);
        Assert.Contains("String", Refused(model => model.Graph.Initializer[0].DataType = (int)TensorProto.Types.DataType.Uint8 + 6), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnsortedNodes_AreSorted()
    {
        Make(model =>
        {
            var nodes = model.Graph.Node.Reverse().ToArray();
            model.Graph.Node.Clear();
            model.Graph.Node.AddRange(nodes);
        });
        Assert.Equal(new Shape(1, 2), OnnxFile.Read(Path).Forward(Tensor.Ones(new Shape(1, 3))).Shape);
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("inner/../../weights.bin")]
    [InlineData("link.bin")]
    [InlineData("")]
    public void Read_NumbersOutsideTheFolder_AreRefused(string location)
    {
        var inner = Directory.CreateDirectory(folder.File("models")).FullName;
        File.WriteAllBytes(folder.File("weights.bin"), new byte[4 * 12]);
        File.CreateSymbolicLink(System.IO.Path.Combine(inner, "link.bin"), folder.File("weights.bin"));
        Make(model => Outsource(model, location));
        var path = System.IO.Path.Combine(inner, "model.onnx");
        File.Copy(Path, path);
        Assert.Contains("not in the model's folder", Assert.Throws<ModelFileException>(() => OnnxFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NumbersBesideTheModel_AreRead()
    {
        float[] numbers = [.. Enumerable.Range(0, 12).Select(i => i / 10f)];
        File.WriteAllBytes(folder.File("weights.bin"), [0, 0, 0, 0, .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan())]);
        Make(model => Outsource(model, "weights.bin"));
        Assert.Equal(numbers, OnnxFile.Read(Path).Parameters.First().Parameter.Value.ToArray<float>());
        File.WriteAllBytes(folder.File("weights.bin"), new byte[20]);
        Assert.Contains("has 20", Assert.Throws<ModelFileException>(() => OnnxFile.Read(Path)).Message, StringComparison.Ordinal);
    }

    private static void Outsource(ModelProto model, string location)
    {
        var weight = model.Graph.Initializer[0];
        weight.ClearRawData();
        weight.DataLocation = TensorProto.Types.DataLocation.External;
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        weight.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "4" });
    }

    private string Refused(Action<ModelProto> change)
    {
        Make(change);
        return Assert.Throws<ModelFileException>(() => OnnxFile.Read(Path)).Message;
    }

    private void Make(Action<ModelProto> change)
    {
        OnnxFile.Write(Path, new Sequential(new Linear(3, 4), new Relu(), new Linear(4, 2)), new Shape(3));
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path));
        change(model);
        File.WriteAllBytes(Path, model.ToByteArray());
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        foreach (var (a, b) in expected.To(ElementType.Float64).ToArray<double>().Zip(actual.To(ElementType.Float64).ToArray<double>()))
        {
            Assert.True(Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)), $"{b:R}, not {a:R}");
        }
    }

    private sealed class OwnLayer(Func<Tensor, Tensor> function) : Layer
    {
        public override Shape OutputShape(Shape input) => Forward(Tensor.Zeros(input.Prepend(1))).Shape.Inner();

        protected override Tensor Compute(Tensor input, Pass pass) => function(input);
    }
}
