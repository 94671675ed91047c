namespace Descent.Tests.Diagnostics;

/// <summary>Trains recipes under a doctor's eyes, without a run folder.</summary>
internal static class Clinic
{
    /// <summary>A training: what was found, and how well the model does.</summary>
    /// <param name="Consultation">The findings, and the recipe that they can mend.</param>
    /// <param name="Test">The test part; null where training was refused or failed.</param>
    public sealed record Visit(Consultation Consultation, Evaluation? Test)
    {
        /// <summary>The names of what was found.</summary>
        public string[] Names => [.. Consultation.Findings.Select(finding => finding.Name).Distinct()];

        /// <summary>The share of right answers, or R2; 0 where there is no model, or it is worse than the mean.</summary>
        public double Score => Test is null ? 0
            : Test.Metrics.TryGetValue("accuracy", out var accuracy) ? accuracy
            : Math.Max(0, Test.R2);
    }

    /// <summary>Trains to the end.</summary>
    public static Visit Train(Recipe recipe)
    {
        var session = TrainingSession.Create(recipe, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()));
        var doctor = new Doctor { Origin = (session.Recipe, session.Data) };
        var steps = new Descent.Tests.Training.Examples.Events();
        Evaluation? test = null;
        try
        {
            session.Fit(session.Trainer(doctor, null), steps, CancellationToken.None);
            test = Evaluator.Evaluate(session.Model, session.Loss, session.Data.Split.Test, target: session.Data.Target);
        }
        catch (DescentException) when (doctor.Findings.Count > 0)
        {
            // Refused, or not finite: the findings say why.
        }

        return new Visit(new Consultation(session.Recipe, doctor.Findings, steps.All.OfType<BatchEnded>().Count()), test);
    }

    /// <summary>A recipe in few words.</summary>
    public static Recipe Recipe(
        string source, string? model = null, string? optimizer = null, int epochs = 10, string? loss = null, int? batch = null, ulong seed = 0)
        => new()
        {
            Source = source,
            Model = model,
            Optimizer = optimizer,
            Epochs = epochs,
            Loss = loss,
            BatchSize = batch,
            Seed = seed,
        };
}
