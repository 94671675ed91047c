namespace Descent.Cli.Rendering;

/// <summary>A way of showing a sweep.</summary>
internal interface ISweepView
{
    /// <summary>Shows what is about to be tried.</summary>
    void Begin(Sweep sweep, int parallel);

    /// <summary>Runs the sweep and shows its events.</summary>
    SweepResult Watch(Sweep sweep, Func<IProgress<SweepEvent>?, SweepResult> run);

    /// <summary>Shows what came of it.</summary>
    void End(Sweep sweep, SweepResult result);
}
