namespace Descent.Cli.Rendering;

/// <summary>Only the result.</summary>
internal sealed class QuietTrainingView : ITrainingView, IProgress<TrainingEvent>
{
    private readonly List<Finding> findings = [];

    /// <inheritdoc/>
    public void Begin(TrainingSession session)
    {
    }

    /// <inheritdoc/>
    public SessionResult Watch(Func<IProgress<TrainingEvent>?, SessionResult> run) => run(this);

    /// <inheritdoc/>
    public void End(TrainingSession session, SessionResult result)
        => TrainingText.WriteEnd(Console.Out, session, result, findings, Terminal.OutputWidth);

    /// <inheritdoc/>
    public void Report(TrainingEvent value)
    {
        if (value is FindingReported reported)
        {
            findings.Add(reported.Finding);
        }
    }
}
