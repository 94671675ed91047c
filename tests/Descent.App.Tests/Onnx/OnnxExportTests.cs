using Descent.Onnx;

namespace Descent.App.Tests.Onnx;

/// <summary>Every layer, every activation and whole networks: exported, run by ONNX Runtime, and read again.</summary>
public sealed class OnnxExportTests(ExportedCases cases) : IClassFixture<ExportedCases>
{
    public static TheoryData<string> Names => new(ExportCases.All.Select(one => one.Name).Distinct());

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Exported_RunByOnnxRuntime_GivesTheModelsOutputs(string name)
    {
        OnnxRuntime.Require();
        var one = cases.Named(name);
        var result = cases.ResultOf(name);
        Assert.True(result.Error is null, $"{name}: {result.Error}");
        one.Check(result.Outputs!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Exported_ReadAgain_GivesTheModelsOutputs(string name)
    {
        var one = cases.Named(name);
        var model = OnnxFile.Read(one.Path);
        one.Check([.. one.Inputs.Select(batch => RuntimeTensor.Of(Record.Without(() => model.Run(batch)["output"])))]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Exported_ReadAgain_HasTheModelsParameters(string name)
    {
        var one = cases.Named(name);
        var own = one.Model.Parameters.ToDictionary(named => named.Path, named => named.Parameter);
        foreach (var (path, parameter) in OnnxFile.Read(one.Path).Parameters)
        {
            Assert.Equal(own[path].Value.ToArray<float>(), parameter.Value.ToArray<float>());
            Assert.Equal(own[path].IsStatistic, parameter.IsStatistic);
        }
    }

    [Fact]
    public void Catalog_EveryLayerAndActivation_IsExportedOrRefusedWithAReason()
    {
        var words = ExportCases.All.SelectMany(one => one.Name.Split([' ', ',', '('], StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        Assert.DoesNotContain(ModelSpecification.Known.Select(definition => definition.Name), name => !words.Contains(name) && !ExportCases.Refused.ContainsKey(name));
        Assert.All(ExportCases.Refused, refused => Assert.NotEmpty(refused.Value));
    }
}
