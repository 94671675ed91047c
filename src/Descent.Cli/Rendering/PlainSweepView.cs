namespace Descent.Cli.Rendering;

/// <summary>One line for each trial, for logs.</summary>
/// <param name="writer">Where progress goes.</param>
internal sealed class PlainSweepView(TextWriter writer) : ISweepView, IProgress<SweepEvent>
{
    private const int LogWidth = 120;

    private int trials;
    private string metric = "";

    /// <inheritdoc/>
    public void Begin(Sweep sweep, int parallel)
    {
        (trials, metric) = (sweep.Trials.Count, sweep.MetricName);
        SweepText.WriteBeginning(writer, sweep, parallel, LogWidth);
    }

    /// <inheritdoc/>
    public SweepResult Watch(Sweep sweep, Func<IProgress<SweepEvent>?, SweepResult> run) => run(this);

    /// <inheritdoc/>
    public void End(Sweep sweep, SweepResult result) => SweepText.WriteEnd(Console.Out, sweep, result, Terminal.OutputWidth);

    /// <inheritdoc/>
    public void Report(SweepEvent value)
    {
        switch (value)
        {
            case SweepStarted { Ended: > 0 } started:
                writer.WriteLine($"goes on after {started.Ended} trials");
                break;
            case SweepTrialEnded { Trial: var trial }:
                writer.WriteLine($"trial {trial.Trial}/{trials}  {SweepText.Outcome(trial, metric)}  {SweepText.Values(trial)}");
                break;
        }
    }
}
