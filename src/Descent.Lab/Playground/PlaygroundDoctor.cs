namespace Descent.Lab.Playground;

/// <summary>
/// The doctor's findings about a training of the playground. He watches the same training, by a trainer of his own: one seed gives one
/// result, so what he finds is so of the page's, as far as nothing was set by hand.
/// </summary>
internal static class PlaygroundDoctor
{
    /// <summary>The most steps that he watches.</summary>
    private const int MostSteps = 100_000;

    /// <summary>What is found before the first step, or after so many epochs.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="epochs">The epochs to watch; 0: none.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static PlaygroundFinding[] Examine(PlaygroundSettings settings, int epochs, CancellationToken cancellation)
    {
        var fresh = new PlaygroundTraining(settings);
        var doctor = new Doctor();
        var trainer = new Trainer(fresh.Model.Network, fresh.Loss, Specification.Make(settings.Optimizer, Catalog.Optimizers, "optimizer"))
        {
            Schedule = ScheduleSpecification.Make(settings.Schedule).Over(settings.Epochs),
            Penalty = PlaygroundTraining.Penalty(settings),
            Target = fresh.Data.Target,
            Doctor = doctor,
        };
        if (epochs == 0)
        {
            return Of(Doctor.Examine(trainer, fresh.Train, fresh.Test, settings.BatchSize, settings.Seed));
        }

        try
        {
            trainer.Fit(
                fresh.Train,
                Math.Clamp(epochs, 1, Math.Max(1, MostSteps / fresh.BatchesPerEpoch)),
                fresh.Test,
                settings.BatchSize,
                settings.Seed,
                cancellation: cancellation);
        }
        catch (NonFiniteException)
        {
            // That is among the findings.
        }

        cancellation.ThrowIfCancellationRequested();
        return Of(doctor.Findings);
    }

    private static PlaygroundFinding[] Of(IReadOnlyList<Finding> findings) => [.. findings.Select(finding => new PlaygroundFinding(
        finding.Name,
        finding.Severity.ToString().ToLowerInvariant(),
        finding.Title,
        finding.Where,
        finding.Epoch,
        finding.Evidence,
        finding.Meaning,
        finding.Remedy.Text))];
}
