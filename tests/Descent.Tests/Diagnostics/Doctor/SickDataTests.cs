using System.Globalization;
using Xunit.Abstractions;

namespace Descent.Tests.Diagnostics;

public class SickDataTests(ITestOutputHelper output)
{
    // What is found about models and trainings may follow from sick data; of the findings about data there must be one.
    private static readonly string[] OfData =
    [
        "inputs-not-standardised", "target-badly-scaled", "outliers-rule-mse", "class-imbalance", "sorted-not-shuffled", "leakage",
        "duplicate-rows", "constant-feature", "suspicious-labels",
    ];

    public static TheoryData<string> Names => new(SickData.All.Keys);

    [Fact]
    public void SickData_OfEachFinding_AreTwoAtLeast()
        => Assert.All(OfData, name => Assert.True(SickData.All.Values.Count(sick => sick.Finding == name) >= 2, name));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Doctor_SickData_IsFoundByNameAloneAndItsRemedyHelps(string name)
    {
        var sick = SickData.All[name];
        var (findings, before) = Train(sick, sick.Recipe());
        output.WriteLine(string.Join("\n", findings.Findings));
        Assert.Equal([sick.Finding], findings.Findings.Select(finding => finding.Name).Where(name => OfData.Contains(name) && name != sick.Also).Distinct());
        var (mended, after) = Train(sick, findings.Mend(sick.Finding));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"score {before:0.000}, after the remedy {after:0.000}"));
        Assert.DoesNotContain(mended.Findings, finding => OfData.Contains(finding.Name) && finding.Name != sick.Also);
        Assert.True(after >= before + sick.Gain, string.Create(CultureInfo.InvariantCulture, $"The score was {before:0.000} and is {after:0.000} after the remedy."));
    }

    private static (Consultation Consultation, double Score) Train(SickDatum sick, Recipe recipe)
    {
        var session = TrainingSession.Create(recipe, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()));
        var doctor = new Doctor { Origin = (session.Recipe, session.Data) };
        var run = session.Fit(session.Trainer(doctor, null), null, CancellationToken.None);
        Assert.Equal(StopReason.Finished, run.Reason);
        var test = Measure(session.Data.Split.Test);
        var encoder = session.Data.Encoder!;
        var fresh = sick.Fresh is null ? test : Measure(encoder.Encode(CsvTable.Load(sick.Fresh(), encoder.CsvOptions)));
        return (new Consultation(session.Recipe, doctor.Findings, 0), sick.Score(test, fresh));

        Evaluation Measure(Dataset data) => Evaluator.Evaluate(session.Model, session.Loss, data, target: session.Data.Target);
    }
}
