using System.Globalization;
using System.Text.Json;
using Descent.Tests.Golden;

namespace Descent.Tests.WorkedExamples;

/// <summary>Every number of every case of the reference file, where it is on this machine.</summary>
public class WorkedExamplesFileTests
{
    private static readonly Dictionary<string, Func<Dictionary<string, double>>> Cases = new()
    {
        ["network_2_2_1"] = TwoTwoOneNetwork.Numbers,
        ["xor_2_3_1_input_00"] = XorNetwork.StepOnZeros,
        ["xor_2_3_1_all_inputs"] = XorNetwork.AllInputs,
        ["cross_entropy_logits"] = CrossEntropyExampleTests.Numbers,
        ["softmax_1"] = () => ActivationExampleTests.Softmax(Worked.Row(0.8, 1.2, 3.1)),
        ["softmax_2"] = () => ActivationExampleTests.Softmax(Worked.Row(1.2, 0.9, 0.75)),
        ["elu_minus5_alpha_0_1"] = ActivationExampleTests.Elu,
        ["swish_4"] = () => ActivationExampleTests.Swish(4),
        ["swish_minus67"] = () => ActivationExampleTests.Swish(-67),
        ["cross_entropy_of_distributions"] = DistributionExampleTests.Numbers,
        ["mcculloch_pitts"] = PerceptronTests.Numbers,
        ["linear_regression"] = GradientByHandTests.Numbers,
    };

    public static TheoryData<string> Kinds => new("WorkedExample");

    [SkippableFact]
    public void File_EveryCase_IsReproduced()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(GoldenFolder.Required("worked-examples.json")));
        var cases = json.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!);
        Assert.Equal(Cases.Keys.Order(), cases.Keys.Order());
        foreach (var (name, compute) in Cases)
        {
            var want = Flatten("", cases[name].GetProperty("values")).ToDictionary();
            var got = compute();
            Assert.Equal(want.Keys.Order(), got.Keys.Order());
            Assert.All(want, number => Worked.Equal(number.Value, got[number.Key], $"{name}, {number.Key}"));
        }
    }

    private static IEnumerable<KeyValuePair<string, double>> Flatten(string path, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Flatten(Join(path, property.Name), property.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(
            (element, index) => Flatten(Join(path, index.ToString(CultureInfo.InvariantCulture)), element)),
        _ => [new(path, GoldenTensor.Number(json))],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
