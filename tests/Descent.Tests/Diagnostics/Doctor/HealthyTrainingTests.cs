using System.Globalization;

namespace Descent.Tests.Diagnostics;

public class HealthyTrainingTests
{
    public static TheoryData<string> Names => new(HealthyTrainings.All.Keys);

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Doctor_HealthyTraining_FindsNothing(string name)
    {
        var visit = Clinic.Train(HealthyTrainings.All[name]());
        Assert.True(
            visit.Names.Length == 0,
            string.Create(CultureInfo.InvariantCulture, $"score {visit.Score:0.000}; {string.Join("; ", visit.Consultation.Findings)}"));
        Assert.InRange(visit.Score, 0.8, 1);
    }
}
