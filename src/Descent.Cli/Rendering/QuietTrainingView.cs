namespace Descent.Cli.Rendering;

/// <summary>Only the result.</summary>
internal sealed class QuietTrainingView : ITrainingView
{
    /// <inheritdoc/>
    public void Begin(TrainingSession session)
    {
    }

    /// <inheritdoc/>
    public SessionResult Watch(Func<IProgress<TrainingEvent>?, SessionResult> run) => run(null);

    /// <inheritdoc/>
    public void End(TrainingSession session, SessionResult result)
        => TrainingText.WriteEnd(Console.Out, session, result, Terminal.OutputWidth);
}
