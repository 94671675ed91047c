using System.Globalization;
using Xunit.Abstractions;

namespace Descent.App.Tests.Training;

/// <summary>
/// A training that is killed at any moment and resumed ends with the bytes of one that was left alone.
/// The variable DESCENT_RESUME_TRIALS raises the number of random moments.
/// </summary>
[Collection("processes")]
public sealed class ResumeTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Digits =
    [
        "train", "digits", "--model", "linear 128, batchnorm, relu, dropout 0.2, linear 64, relu, linear 10", "--optimizer", "adam rate=0.002",
        "--schedule", "cosine period=60", "--epochs", "60", "--batch-size", "16", "--seed", "7", "--validation-fraction", "0.1",
    ];

    private static readonly string[] Large =
    [
        "train", "digits", "--model", "linear 2000, relu, linear 600, relu, linear 10", "--optimizer", "momentum rate=0.01", "--epochs", "1", "--batch-size", "128",
    ];

    private readonly string table = Path.GetTempFileName() + ".csv";

    private static int Trials => int.TryParse(Environment.GetEnvironmentVariable("DESCENT_RESUME_TRIALS"), CultureInfo.InvariantCulture, out var given) ? given : 4;

    public void Dispose() => File.Delete(table);

    [Fact]
    public async Task Train_KilledAtRandomMoments_EndsWithTheSameBytes()
    {
        WriteTable();
        (string[] Training, TrainedFolder Folder)[] whole = [(Digits, new TrainedFolder()), (Table(), new TrainedFolder())];
        var times = await Task.WhenAll(whole.Select(run => Timed(run.Folder, run.Training)));
        Assert.InRange(File.ReadLines(whole[1].Folder.Run.MetricsFile).Count(), 161, 1999);
        var random = new Random(20);
        var resumed = 0;
        for (var trial = 0; trial < Trials; trial += whole.Length)
        {
            var kills = 1 + (trial % 8 / 6);
            var moments = times.Select(time => Enumerable.Range(0, kills).Select(_ => (0.2 + (0.8 * random.NextDouble())) * time).ToArray()).ToArray();
            await Task.WhenAll(whole.Select(async (run, i) =>
            {
                using var folder = new TrainedFolder();
                var found = await KillAndFinish(folder, run.Training, moments[i], afterStep: trial == 0);
                folder.MustEqual(run.Folder, $"trial {trial + i}");
                Interlocked.Add(ref resumed, found is null or (0, 0) ? 0 : 1);
                output.WriteLine($"trial {trial + i}: {kills} kills; the last checkpoint stood at {found?.ToString() ?? "nothing"}; the same bytes");
            }));
        }

        Array.ForEach(whole, run => run.Folder.Dispose());
        Assert.True(resumed > 0, "No kill fell after a step was saved: nothing was shown.");
    }

    [Fact]
    public async Task Train_KilledWhileWritingCheckpoints_EndsWithTheSameBytes()
    {
        using TrainedFolder whole = new(), folder = new();
        await TrainingProcess.Finish(whole.Arguments(Large));
        var caught = 0;
        IEnumerable<string> arguments = folder.Arguments(Large);
        for (var kill = 0; kill < 2; kill++)
        {
            using var process = TrainingProcess.Start(arguments);
            var before = folder.Leftovers.ToHashSet();
            while (!process.HasExited && !folder.Leftovers.Any(path => path.Contains("checkpoints", StringComparison.Ordinal) && !before.Contains(path)))
            {
                await Task.Delay(1);
            }

            await process.Kill();
            caught += folder.Leftovers.Any() ? 1 : 0;
            arguments = File.Exists(folder.Run.RecipeFile) ? folder.Resume : folder.Arguments(Large);
        }

        File.WriteAllText(folder.Run.Checkpoints.Last + ".1.tmp", "half a checkpoint");
        File.WriteAllText(folder.Run.RecipeFile + ".1.tmp", "half a recipe");
        await TrainingProcess.Finish(folder.Resume);
        output.WriteLine($"{caught} of 2 kills left a file half written");
        folder.MustEqual(whole, "while writing");
    }

    [Fact]
    public async Task Train_KilledBeforeTheFirstCheckpoint_StartsAgain()
    {
        using TrainedFolder whole = new(), folder = new();
        await TrainingProcess.Finish(whole.Arguments(Large));
        using (var process = TrainingProcess.Start(folder.Arguments(Large)))
        {
            while (!process.HasExited && !File.Exists(folder.Run.RecipeFile))
            {
                await Task.Delay(1);
            }

            await process.Kill();
        }

        if (File.Exists(folder.Run.Checkpoints.Last))
        {
            // The first checkpoint was quicker than the kill.
            File.Delete(folder.Run.Checkpoints.Last);
        }

        await TrainingProcess.Finish(folder.Resume);
        folder.MustEqual(whole, "before the first checkpoint");
    }

    [Fact]
    public async Task Train_CancelledInMidEpoch_SavesAndEndsWithTheSameBytes()
    {
        string[] training = ["train", "digits", "--model", "linear 64, relu, dropout 0.1, linear 10", "--epochs", "1000", "--batch-size", "1", "--optimizer", "sgd rate=0.01"];
        using TrainedFolder whole = new(), folder = new();
        await TrainingProcess.Finish(whole.Arguments(training));
        using (var process = TrainingProcess.Start(folder.Arguments(training)))
        {
            while (!process.HasExited && !File.Exists(folder.Run.Checkpoints.Last))
            {
                await Task.Delay(5);
            }

            await Task.Delay(200);
            process.Cancel();
            var (code, text) = await process.Exit();
            Assert.True(code == 130, $"It ended with {code}: {text}");
            Assert.Contains("--resume", text, StringComparison.Ordinal);
        }

        output.WriteLine($"cancelled at {folder.Position()}");
        Assert.False(File.Exists(folder.Run.ModelFile));
        Assert.NotEqual((0, 0), folder.Position());
        await TrainingProcess.Finish(folder.Resume);
        folder.MustEqual(whole, "cancelled");
    }

    private static async Task<TimeSpan> Timed(TrainedFolder folder, string[] training)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await TrainingProcess.Finish([.. folder.Arguments(training), "--threads", "1"]);
        return clock.Elapsed;
    }

    /// <summary>Kills at each moment, or somewhat after a step was saved, resumes, and at last lets it finish; gives where the last checkpoint stood when it was killed last.</summary>
    private static async Task<(int Epoch, int Batch)?> KillAndFinish(TrainedFolder folder, string[] training, TimeSpan[] moments, bool afterStep)
    {
        IEnumerable<string> arguments = folder.Arguments(training);
        foreach (var moment in moments)
        {
            using var process = TrainingProcess.Start(arguments);
            while (afterStep && !process.HasExited && (folder.Position() ?? (0, 0)) == (0, 0))
            {
                await Task.Delay(5);
            }

            await Task.Delay(afterStep ? moment / 20 : moment);
            await process.Kill();
            arguments = File.Exists(folder.Run.RecipeFile) ? folder.Resume : folder.Arguments(training);
        }

        var position = folder.Position();
        await TrainingProcess.Finish(arguments);
        return position;
    }

    private string[] Table() =>
    [
        "train", table, "--model", "linear 96, tanh, dropout 0.1, linear 48, tanh, linear 1", "--optimizer", "momentum rate=0.01", "--schedule",
        "exponential factor=0.999", "--epochs", "2000", "--patience", "160", "--batch-size", "8",
    ];

    private void WriteTable()
    {
        var random = new Random(3);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        string[] colours = ["red", "green", "blue"];
        File.WriteAllLines(table, Enumerable.Range(0, 600).Select(_ =>
        {
            var (a, b, c) = (Normal(), Normal(), Normal());
            return FormattableString.Invariant($"{a:F4},{b:F4},{c:F4},{colours[random.Next(3)]},{(a * b) - c + (0.6 * Normal()):F4}");
        }).Prepend("a,b,c,colour,y"));
    }
}
