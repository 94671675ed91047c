using Descent.Tests.Data;
using Descent.Tests.Training;

namespace Descent.Tests.Diagnostics;

public class DoctorTests
{
    public static TheoryData<string> Models => new(
        "linear 16, batchnorm, relu, dropout 0.3, linear 16, rrelu, linear 3",
        "linear 16, tanh, linear 3");

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_WithAndWithoutADoctor_GivesTheSameBits(string text)
    {
        var bits = new List<long[]>();
        foreach (var doctor in new[] { null, new Doctor() })
        {
            var model = ModelSpecification.Build(text, new Shape(2));
            var trainer = new Trainer(model, new CrossEntropy(), new Adam(0.01)) { Doctor = doctor };
            var split = Split.Stratified(Examples.Blobs(200));
            var run = trainer.Fit(split.Train, 6, split.Test, batchSize: 16, seed: 3);
            bits.Add([.. Examples.Bits(model), .. run.History.Select(epoch => BitConverter.DoubleToInt64Bits(epoch.TrainLoss))]);
        }

        Assert.Equal(bits[0], bits[1]);
    }

    [Fact]
    public void Fit_SickTraining_ReportsEachFindingOnce()
    {
        var split = Datasets.Digits();
        var model = new Sequential(new Linear(64, 64), new Relu(), new Linear(64, 64), new Relu(), new Linear(64, 10));
        var events = new Examples.Events();
        var doctor = new Doctor();
        new Trainer(model, new CrossEntropy(), new Adam(0.5)) { Doctor = doctor }.Fit(split.Train, 5, progress: events);
        var reported = events.All.OfType<FindingReported>().Select(value => value.Finding).ToArray();
        Assert.Equal(doctor.Findings, reported);
        Assert.Contains("dead-relu", reported.Select(finding => finding.Name));
        Assert.Equal(reported.DistinctBy(finding => finding.Name), reported);
    }

    [Fact]
    public void Fit_NotFinite_IsRecordedInTheRunFolder()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("run");
        var session = TrainingSession.Create(Clinic.Recipe("sine", "linear 8, relu, linear 1", "sgd rate=1e30"), path);
        Assert.Throws<NonFiniteException>(() => session.Run());
        Assert.Contains("non-finite", File.ReadAllText(new RunFolder(path).FindingsFile), StringComparison.Ordinal);
        var consultation = Consultation.OfRun(path);
        var finding = Assert.Single(consultation.Findings, finding => finding.Name == "non-finite");
        Assert.Contains("At step", finding.Evidence, StringComparison.Ordinal);
        var mended = consultation.Mend("non-finite");
        Assert.Equal(1, mended.ClipNorm);
    }

    [Fact]
    public void OfRun_AfterTraining_FindsWhatWasReportedWhileItRan()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("run");
        var events = new Examples.Events();
        TrainingSession.Create(SickTrainings.All["dead-relu: digits, a rate far too high"].Recipe(), path).Run(events);
        var reported = events.All.OfType<FindingReported>().Select(value => value.Finding.ToString());
        Assert.Equal(reported, Consultation.OfRun(path).Findings.Select(finding => finding.ToString()));
    }
}
