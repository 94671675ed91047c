namespace Descent.Cli.Rendering;

/// <summary>A way of showing a training.</summary>
internal interface ITrainingView
{
    /// <summary>Shows what is about to be trained: decisions, model.</summary>
    void Begin(TrainingSession session);

    /// <summary>Runs the training and shows its events.</summary>
    SessionResult Watch(Func<IProgress<TrainingEvent>?, SessionResult> run);

    /// <summary>Shows what came of it.</summary>
    void End(TrainingSession session, SessionResult result);
}
