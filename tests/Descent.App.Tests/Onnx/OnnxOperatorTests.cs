using Descent.Onnx;

namespace Descent.App.Tests.Onnx;

/// <summary>Every operator that is read, in graphs as other programs write them, against ONNX Runtime.</summary>
public sealed class OnnxOperatorTests(OnnxOperatorTests.Files files) : IClassFixture<OnnxOperatorTests.Files>
{
    public static TheoryData<string> Names => new(NodeCases.All.Select(one => one.Name));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Read_Graph_ComputesAsOnnxRuntime(string name)
    {
        OnnxRuntime.Require();
        var one = NodeCases.All.Single(one => one.Name == name);
        var expected = files.ResultOf(name);
        Assert.True(expected.Error is null, $"{name}: {expected.Error}");
        var actual = OnnxFile.Read(files.PathOf(name)).Run(one.Inputs)["output"];
        Assert.Equal(expected.Outputs![0].Lengths, actual.Shape.ToArray());
        foreach (var (a, b) in expected.Outputs[0].Values.Zip(actual.ToArray<float>()))
        {
            Assert.True(a.Equals(b) || Math.Abs(a - b) <= 1e-5 * Math.Max(1, Math.Abs(a)), $"{name}: {b:R}, not {a:R}");
        }
    }

    [Fact]
    public void Operators_All_HaveAGraphHere()
        => Assert.Empty(OnnxOperators.Names.Except(NodeCases.All.SelectMany(one => one.Operators)));

    /// <summary>All graphs in files, run by ONNX Runtime once.</summary>
    public sealed class Files : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("descent-onnx-nodes-").FullName;
        private readonly Lazy<RuntimeResult[]> results;

        public Files()
        {
            foreach (var one in NodeCases.All)
            {
                one.Write(PathOf(one.Name));
            }

            results = new(() => OnnxRuntime.Run([.. NodeCases.All.Select(one => new RuntimeJob(
                PathOf(one.Name), [one.Inputs.ToDictionary(pair => pair.Key, pair => RuntimeTensor.Of(pair.Value))]))]));
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);

        internal string PathOf(string name) => Path.Combine(folder, $"{Index(name)}.onnx");

        internal RuntimeResult ResultOf(string name) => results.Value[Index(name)];

        private static int Index(string name) => NodeCases.All.Index().First(pair => pair.Item.Name == name).Index;
    }
}
