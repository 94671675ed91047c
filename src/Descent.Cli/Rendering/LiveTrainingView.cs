using System.Diagnostics;
using Spectre.Console;

namespace Descent.Cli.Rendering;

/// <summary>Bars, numbers and curves that move, on a terminal; drawn seldom enough to cost nothing.</summary>
internal sealed class LiveTrainingView : ITrainingView, IProgress<TrainingEvent>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(90);

    private readonly IAnsiConsole console = Terminal.OpenError();
    private readonly TrainingProgress progress = new();
    private LiveDisplayContext? display;
    private long lastDrawn;

    /// <inheritdoc/>
    public void Begin(TrainingSession session) => TrainingText.WriteBeginning(Console.Error, session, console.Profile.Width);

    /// <inheritdoc/>
    public SessionResult Watch(Func<IProgress<TrainingEvent>?, SessionResult> run)
        => console.Live(new Text("")).AutoClear(false).Start(context =>
        {
            display = context;
            var result = run(this);
            Draw();
            return result;
        });

    /// <inheritdoc/>
    public void End(TrainingSession session, SessionResult result)
    {
        Console.Error.WriteLine();
        TrainingText.WriteEnd(Console.Out, session, result, progress.Findings, Terminal.OutputWidth);
    }

    /// <inheritdoc/>
    public void Report(TrainingEvent value)
    {
        progress.Add(value);
        if (value is FindingReported { Finding: var finding })
        {
            // Above the bars, where it stays.
            console.WriteLine(string.Join('\n', DoctorText.Short(finding, console.Profile.Width - 1)));
        }

        if (Stopwatch.GetElapsedTime(lastDrawn) >= Interval)
        {
            Draw();
        }
    }

    private void Draw()
    {
        display?.UpdateTarget(TrainingFrame.Draw(progress, console.Profile.Width));
        lastDrawn = Stopwatch.GetTimestamp();
    }
}
