namespace Descent.Cli.Rendering;

/// <summary>Only the result.</summary>
internal sealed class QuietSweepView : ISweepView
{
    /// <inheritdoc/>
    public void Begin(Sweep sweep, int parallel)
    {
    }

    /// <inheritdoc/>
    public SweepResult Watch(Sweep sweep, Func<IProgress<SweepEvent>?, SweepResult> run) => run(null);

    /// <inheritdoc/>
    public void End(Sweep sweep, SweepResult result) => SweepText.WriteEnd(Console.Out, sweep, result, Terminal.OutputWidth);
}
