using System.Diagnostics;
using Spectre.Console;

namespace Descent.Cli.Rendering;

/// <summary>The best trials so far and those that train, on a terminal; drawn seldom enough to cost nothing.</summary>
internal sealed class LiveSweepView : ISweepView, IProgress<SweepEvent>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(120);

    private readonly IAnsiConsole console = Terminal.OpenError();
    private SweepProgress? progress;
    private LiveDisplayContext? display;
    private long lastDrawn;

    /// <inheritdoc/>
    public void Begin(Sweep sweep, int parallel) => SweepText.WriteBeginning(Console.Error, sweep, parallel, console.Profile.Width);

    /// <inheritdoc/>
    public SweepResult Watch(Sweep sweep, Func<IProgress<SweepEvent>?, SweepResult> run)
    {
        progress = new SweepProgress(sweep.MetricName, sweep.Ranked);
        return console.Live(new Text("")).AutoClear(false).Start(context =>
        {
            display = context;
            var result = run(this);
            Draw();
            return result;
        });
    }

    /// <inheritdoc/>
    public void End(Sweep sweep, SweepResult result)
    {
        Console.Error.WriteLine();
        SweepText.WriteEnd(Console.Out, sweep, result, Terminal.OutputWidth);
    }

    /// <inheritdoc/>
    public void Report(SweepEvent value)
    {
        progress!.Add(value);
        if (Stopwatch.GetElapsedTime(lastDrawn) >= Interval)
        {
            Draw();
        }
    }

    private void Draw()
    {
        display?.UpdateTarget(SweepFrame.Draw(progress!, console.Profile.Width, console.Profile.Height));
        lastDrawn = Stopwatch.GetTimestamp();
    }
}
