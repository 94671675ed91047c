using System.Globalization;

namespace Descent.Cli.Rendering;

/// <summary>One line for each epoch, for logs.</summary>
/// <param name="writer">Where progress goes.</param>
internal sealed class PlainTrainingView(TextWriter writer) : ITrainingView, IProgress<TrainingEvent>
{
    private const int LogWidth = 120;

    private readonly List<Finding> findings = [];
    private int epochs;

    /// <inheritdoc/>
    public void Begin(TrainingSession session) => TrainingText.WriteBeginning(writer, session, LogWidth);

    /// <inheritdoc/>
    public SessionResult Watch(Func<IProgress<TrainingEvent>?, SessionResult> run) => run(this);

    /// <inheritdoc/>
    public void End(TrainingSession session, SessionResult result)
        => TrainingText.WriteEnd(Console.Out, session, result, findings, Terminal.OutputWidth);

    /// <inheritdoc/>
    public void Report(TrainingEvent value)
    {
        switch (value)
        {
            case TrainingStarted started:
                epochs = started.Epochs;
                if (started.ResumedAtEpoch > 0)
                {
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"goes on after epoch {started.ResumedAtEpoch}"));
                }

                break;
            case FindingReported { Finding: var finding }:
                findings.Add(finding);
                foreach (var line in DoctorText.Short(finding, LogWidth))
                {
                    writer.WriteLine(line);
                }

                break;
            case EpochEnded epoch:
                writer.WriteLine(Line(epoch));
                break;
        }
    }

    private string Line(EpochEnded epoch)
    {
        var measured = epoch.ValidationLoss is { } loss ? $"  validation loss {Numbers.Short(loss)}" : "";
        var metrics = string.Concat(epoch.Metrics.Select(metric => $"  {Numbers.Words(metric.Key)} {Numbers.Short(metric.Value)}"));
        var (rate, time) = (Numbers.Plain(epoch.LearningRate), Numbers.Time(epoch.Seconds));
        var speed = $"rate {rate}  {time}  {Numbers.Count(epoch.SamplesPerSecond)} samples/s";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{epochs}  loss {Numbers.Short(epoch.TrainLoss)}{measured}{metrics}  {speed}");
    }
}
