using System.Text.RegularExpressions;
using Descent.Tests.WorkedExamples;

namespace Descent.Tests.Explaining;

/// <summary>The explanations of worked examples 1, 2 and 6 hold every number that the tests of these examples hold to the reference file.</summary>
public partial class WorkedExplanationsTests
{
    public static TheoryData<string> Names => new(WorkedExplanations.Names);

    [Fact]
    public void Names_AreThoseOfTheWorkedExamples() => Assert.Equal(["two-two-one", "xor", "linear-regression", "cross-entropy", "perceptron"], WorkedExplanations.Names);

    [Fact]
    public void TwoTwoOne_EveryNumber_IsThatOfTheExample()
    {
        var explained = WorkedExplanations.Of("two-two-one");
        var numbers = TwoTwoOneNetwork.Numbers();
        foreach (var (name, want) in numbers)
        {
            Worked.Equal(want, explained[Symbol(name)], name);
        }

        AssertShown(numbers.Values, ExplanationText.Write(explained));
    }

    [Fact]
    public void Xor_EveryNumber_IsShown()
        => AssertShown(XorNetwork.StepOnZeros().Values.Concat(XorNetwork.AllInputs().Values), ExplanationText.Write(WorkedExplanations.Of("xor")));

    [Fact]
    public void Xor_BookRule_Climbs()
    {
        var book = WorkedExplanations.Of("xor").Sections.Single(section => section.Title.StartsWith("The book's rule", StringComparison.Ordinal));
        var want = XorNetwork.StepOnZeros();
        Worked.Equal(want["textbook_update.output_after"], book.Steps.Single(step => step.Name == "z_4'").Value);
        Worked.Equal(want["textbook_update.squared_error_after"], book.Steps.Single(step => step.Name == "S'").Value);
        Worked.Equal(want["textbook_update.output_w"], book.Steps.Single(step => step.Name == "w_34'").Value);
    }

    [Fact]
    public void LinearRegression_EveryNumber_IsThatOfTheExample()
    {
        var explained = WorkedExplanations.Of("linear-regression");
        var numbers = GradientByHandTests.Numbers();
        Worked.Equal(numbers["dL_dw"], explained["dL/dw"]);
        Worked.Equal(numbers["dL_db"], explained["dL/db"]);
        Worked.Equal(numbers["new_w"], explained["w'"]);
        Worked.Equal(numbers["new_b"], explained["b'"]);
        Worked.Equal(numbers["loss"], explained["L"]);
        Worked.Equal(numbers["loss_after_step"], explained["L'"]);
        AssertShown(numbers.Values, ExplanationText.Write(explained));
    }

    [Fact]
    public void CrossEntropy_EveryNumber_IsThatOfTheExample()
    {
        var explained = WorkedExplanations.Of("cross-entropy");
        var want = CrossEntropyExampleTests.Numbers();
        AssertShown(want.Values, ExplanationText.Write(explained));
        Worked.Equal(want["mean_loss"], explained["L"]);
        Assert.Equal("0.1725", explained["L"].ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Perceptron_SumsTo1Point6_AndFires()
    {
        var explained = WorkedExplanations.Of("perceptron");
        var want = PerceptronTests.Numbers();
        Worked.Equal(want["weighted_sum"], explained["z"]);
        Worked.Equal(want["output"], explained["y"]);
        Worked.Equal(1.1, explained["z_3"]);
        Worked.Equal(0, explained["y_3"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Formats_All_CarryTheSameNumbers(string name)
    {
        var explained = WorkedExplanations.Of(name);
        string[] want = [.. explained.Steps.Select(step => FormulaSymbol.Number(step.Value)).Distinct()];
        string[] pages =
        [
            ExplanationText.Write(explained), ExplanationMarkdown.Write(explained), ExplanationHtml.Write(explained), ExplanationJson.Write(explained),
        ];
        foreach (var page in pages)
        {
            var shown = NumbersOf(page);
            Assert.All(want, number => Assert.Contains(number, shown));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_IsOneWellFormedPage_ThatLoadsNothing(string name)
    {
        var page = ExplanationHtml.Write(WorkedExplanations.Of(name));
        foreach (Match math in MathElement().Matches(page))
        {
            Assert.NotNull(System.Xml.Linq.XElement.Parse(math.Value));
        }

        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_All_HaveAFiniteDifferenceThatAgrees(string name)
    {
        var sections = WorkedExplanations.Of(name).Sections.Where(section => section.Title is "Backward pass" or "Gradient of each weight").ToArray();
        Assert.Equal(name == "perceptron" ? 0 : 2, sections.Length);
        Assert.All(sections.SelectMany(section => section.Steps), step =>
            Assert.True(Math.Abs(step.Value - step.Difference!.Value) < 1e-7 * Math.Max(1, Math.Abs(step.Value)), $"{step.Name}: {step.Value} and {step.Difference}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Formulas_All_GiveTheValueBesideThem(string name)
        => Assert.All(WorkedExplanations.Of(name).Steps.Where(step => step.Formula is not null), step =>
            Assert.Equal(step.Value, step.Formula!.Evaluate(step.Numbers), 1e-9));

    [Fact]
    public void Of_UnknownName_TellsTheNearest()
        => Assert.Contains("'two-two-one'", Assert.Throws<SpecificationException>(() => WorkedExplanations.Of("two-two-on")).Message, StringComparison.Ordinal);

    private static void AssertShown(IEnumerable<double> numbers, string text)
    {
        var shown = NumbersOf(text);
        Assert.All(numbers, number => Assert.Contains(FormulaSymbol.Number(number), shown));
    }

    private static HashSet<string> NumbersOf(string page) => [.. Number().Matches(page).Select(match => match.Value)];

    /// <summary>The symbol of a number of the reference file: <c>backward.da1_dz1</c> is <c>da_1/dz_1</c>.</summary>
    private static string Symbol(string name)
    {
        var (part, key) = name.Split('.') is [var first, var second] ? (first, second) : ("", name);
        var symbol = key == "loss" ? "L"
            : string.Join('/', key.Split('_').Select(factor => Digits().Replace(factor.Replace("dloss", "dL", StringComparison.Ordinal), "_$0")));
        return part switch
        {
            "gradient" => $"dL/d{symbol}",
            "updated" or "forward_after_update" => $"{symbol}'",
            _ => symbol,
        };
    }

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?(e[+-]\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex("<math>.*?</math>")]
    private static partial Regex MathElement();
}
