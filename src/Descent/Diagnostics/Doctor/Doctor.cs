namespace Descent;

/// <summary>
/// Watches a training for what commonly goes wrong, and says so while it runs: <c>new Trainer(...) { Doctor = new Doctor() }</c>. What it
/// finds is reported once as <see cref="FindingReported"/> and kept in <see cref="Findings"/>. The trained numbers are the same bits with and
/// without it.
/// </summary>
/// <remarks>One doctor is for one training at a time. Looks at the model take about a hundredth of the training's time.</remarks>
public sealed class Doctor
{
    private readonly List<Finding> findings = [];

    /// <summary>What is looked for; everything in <see cref="Catalog.Findings"/> unless given.</summary>
    public IReadOnlyList<Definition<FindingRule>> Rules { get; init; } = Catalog.Findings;

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>The list behind <see cref="Findings"/>.</summary>
    internal List<Finding> Known => findings;

    /// <summary>The recipe and the data that the training is made of; null for one made in code.</summary>
    internal (Recipe Recipe, TrainingData Data)? Origin { get; init; }

    /// <summary>Takes what is measured, to be kept; null where nothing is.</summary>
    internal Action<HealthLine>? Recorder { get; init; }

    /// <summary>What was recorded of the training before it was interrupted.</summary>
    internal HealthRecord Past { get; init; } = HealthRecord.Empty;

    /// <summary>Examines a model and its data before training, without changing them: parameters without values get the seed's first.</summary>
    /// <param name="trainer">Model, loss and optimizer.</param>
    /// <param name="train">The samples to learn from.</param>
    /// <param name="validation">The samples to validate on; null for none.</param>
    /// <param name="batchSize">The samples of a step.</param>
    /// <param name="seed">The seed of the training.</param>
    public static IReadOnlyList<Finding> Examine(Trainer trainer, Dataset train, Dataset? validation = null, int batchSize = 32, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(train);
        var doctor = new Doctor();
        new TrainingWatch(doctor, trainer, train, validation, new Batches(train, batchSize, seed, trainer.Shuffle), seed, 1, null).Start(new TrainingState());
        return doctor.Findings;
    }

    /// <summary>Asks the rules that are due, and gives what is new.</summary>
    internal IReadOnlyList<Finding> Ask(Examination examination, ExaminationMoment moment)
    {
        var before = findings.Count;
        examination.Moment = moment;
        foreach (var rule in Rules.Select(definition => definition.CreateDefault()).Where(rule => rule.Moments.HasFlag(moment)))
        {
            foreach (var found in rule.Examine(examination))
            {
                if (!findings.Exists(known => known.Name == found.Name && (!rule.IsByPlace || known.Where == found.Where)))
                {
                    findings.Add(found with { Step = examination.Steps, Epoch = examination.Epoch });
                }
            }
        }

        return findings[before..];
    }
}
