namespace Descent.Tests.Diagnostics;

public class SickTrainingTests
{
    public static TheoryData<string> Names => new(SickTrainings.All.Keys);

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Doctor_SickTraining_IsFoundByNameAndItsRemedyHelps(string name)
    {
        var sick = SickTrainings.All[name];
        var before = Clinic.Train(sick.Recipe());
        Assert.Contains(sick.Finding, before.Names);
        var after = Clinic.Train(before.Consultation.Mend(sick.Finding));
        Assert.DoesNotContain(sick.Finding, after.Names);
        Assert.True(after.Score >= before.Score + sick.Gain, $"The score was {before.Score:0.000} and is {after.Score:0.000} after the remedy.");
    }
}
