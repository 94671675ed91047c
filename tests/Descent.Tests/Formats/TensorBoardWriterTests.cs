using Descent.Tests.Data;

namespace Descent.Tests.Formats;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Checksum_VectorsOfRfc3720_AreMet()
    {
        Assert.Equal(0xE3069283u, RecordFile.Checksum("123456789"u8));
        Assert.Equal(0x8A9136AAu, RecordFile.Checksum(new byte[32]));
        Assert.Equal(0x62A8AB43u, RecordFile.Checksum(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, RecordFile.Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0xE3069283u, EventFile.Crc32C("123456789"u8));
    }

    [Fact]
    public void Scalar_SomeValues_AreReadBackWithTimeAndStep()
    {
        var time = new Clock();
        string path;
        using (var writer = new TensorBoardWriter(folder.File("run"), time))
        {
            path = writer.Path;
            time.Now = time.Now.AddSeconds(1.5);
            writer.Scalar("loss/train", 0.25, 1);
            writer.Scalar("größe", double.NaN, 300);
        }

        var events = EventFile.Read(path);
        Assert.Equal(new LoggedEvent(1_700_000_000, 0, "brain.Event:2", null, 0), events[0]);
        Assert.Equal(new LoggedEvent(1_700_000_001.5, 1, null, "loss/train", 0.25f), events[1]);
        Assert.Equal(new LoggedEvent(1_700_000_001.5, 300, null, "größe", float.NaN), events[2]);
        Assert.Contains("tfevents.1700000000.", path, StringComparison.Ordinal);
    }

    [Fact]
    public void Writer_SecondOfTheSameSecond_StartsAnotherFile()
    {
        using var first = new TensorBoardWriter(folder.Root, new Clock());
        using var second = new TensorBoardWriter(folder.Root, new Clock());
        Assert.NotEqual(first.Path, second.Path);
        Assert.True(string.CompareOrdinal(first.Path, second.Path) < 0);
    }

    [Fact]
    public void Session_Run_WritesTheCurvesOfEachEpochAndResumedOnesBesideThem()
    {
        var recipe = new Recipe { Source = "iris", Model = "linear 3", Epochs = 2, ValidationFraction = 0.2 };
        var run = folder.File("run");
        var session = TrainingSession.Create(recipe, run);
        session.Time = new Clock();
        var trained = session.Run().Run;
        var events = EventFile.Read(Assert.Single(new RunFolder(run).EventFiles));
        Assert.Equal(trained.History.Select(epoch => (float)epoch.TrainLoss), Curve(events, "loss/train"));
        Assert.Equal(trained.History.Select(epoch => (float)epoch.ValidationLoss!), Curve(events, "loss/validation"));
        Assert.Equal(trained.History.Select(epoch => (float)epoch.LearningRate), Curve(events, "learning-rate"));
        Assert.Equal(trained.History.Select(epoch => (float)epoch.Metrics["accuracy"]), Curve(events, "validation/accuracy"));
        Assert.All(events, logged => Assert.Equal(1_700_000_000, logged.WallTime));

        TrainingSession.Resume(run, epochs: 3).Run();
        var files = new RunFolder(run).EventFiles;
        Assert.Equal(2, files.Length);
        Assert.Equal(3, Assert.Single(EventFile.Read(files[1]), logged => logged.Tag == "loss/train").Step);
    }

    private static IEnumerable<float> Curve(List<LoggedEvent> events, string tag)
        => events.Where(logged => logged.Tag == tag).OrderBy(logged => logged.Step).Select(logged => logged.Value);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
