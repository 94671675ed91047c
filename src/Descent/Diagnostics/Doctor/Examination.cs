namespace Descent;

/// <summary>
/// The facts that findings are made of. Rules only read it. Before training there are model, data and a first probe; while training, probes,
/// losses and epochs are added; afterwards the same is read back from the run folder.
/// </summary>
public sealed class Examination
{
    private readonly Lazy<double?> baselineLoss;
    private readonly Lazy<double?> evenLoss;
    private readonly Lazy<CsvTable?> table;
    private readonly Lazy<DataSample> sample;
    private readonly Lazy<Neighbours?> neighbours;
    private readonly Lazy<RowTwins> twins;

    internal Examination(Layer model, Loss loss, Optimizer optimizer, Dataset train)
    {
        (Model, Loss, Optimizer, Train) = (model, loss, optimizer, train);
        baselineLoss = new(() => Descent.BaselineLoss.Of(loss, train, model));
        evenLoss = new(() => Descent.BaselineLoss.OfEven(loss, train, model));
        sample = new(() => DataSample.Of(train, Encoder));
        neighbours = new(() => ReadsTokens ? null : Descent.Neighbours.Of(Sample));
        twins = new(() => new RowTwins(Sample));
        table = new(() => Recipe is { } recipe && DataSource.IsTable(recipe.Source) ? CsvTable.Load(recipe.Source, DataSource.Csv(recipe)) : null);
    }

    /// <summary>Why rules are asked now.</summary>
    public ExaminationMoment Moment { get; internal set; } = ExaminationMoment.Start;

    /// <summary>The complete recipe; null for a training made in code.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>The network.</summary>
    public Layer Model { get; }

    /// <summary>What is minimised.</summary>
    public Loss Loss { get; }

    /// <summary>What changes the parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The rate that the training began with, before any schedule.</summary>
    public double InitialLearningRate { get; init; }

    /// <summary>The samples that are trained on, encoded and scaled as the model sees them.</summary>
    public Dataset Train { get; }

    /// <summary>The samples that are validated on; null for none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>The samples for the test; null where they are not known, as in a training made in code.</summary>
    public Dataset? Test { get; init; }

    /// <summary>How columns became numbers, where the data is a table; null otherwise.</summary>
    public TabularEncoder? Encoder { get; init; }

    /// <summary>The columns of a table that are not used, with the reasons.</summary>
    internal IReadOnlyList<IgnoredColumn> Ignored { get; init; } = [];

    /// <summary>The rows of the table that the data was read from, as they stand in the file; null for what is no table, or for a training made in code.</summary>
    public CsvTable? Table => table.Value;

    /// <summary>The samples in a step.</summary>
    public int BatchSize { get; init; }

    /// <summary>The epochs that are planned.</summary>
    public int Epochs { get; init; }

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>Whether training stops early and keeps the best epoch's model.</summary>
    public bool KeepsBest { get; init; }

    /// <summary>The steps of a whole epoch.</summary>
    public int StepsPerEpoch => Math.Max(1, (Train.Count + BatchSize - 1) / Math.Max(1, BatchSize));

    /// <summary>The looks at the model, from before training on; empty where the model cannot compute its output.</summary>
    public IReadOnlyList<Probe> Probes => OwnProbes;

    /// <summary>The losses of the steps, epoch by epoch; an epoch that was broken off counts too.</summary>
    public IReadOnlyList<StepLosses> StepLosses => OwnStepLosses;

    /// <summary>The epochs that ended.</summary>
    public IReadOnlyList<EpochEnded> History => OwnHistory;

    /// <summary>That the training ended by a value that is not finite; null where it did not.</summary>
    public TrainingFailure? Failure { get; internal set; }

    /// <summary>How well the model does at the end; null before, and where it could not be measured.</summary>
    public TrainingOutcome? Outcome { get; internal set; }

    /// <summary>Whether all epochs that were planned are done, or early stopping ended them.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>Why the model or the loss could not be computed for the first probe, in the words of the refusal; null where it could.</summary>
    public string? Obstacle { get; internal set; }

    /// <summary>The steps that were taken.</summary>
    public int Steps { get; internal set; }

    /// <summary>The epoch of the last step, from 1; 0 before training.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The lowest mean loss of a model whose answer is the same for every sample: what has to be beaten. Null where the loss has no such thing.</summary>
    public double? BaselineLoss => baselineLoss.Value;

    /// <summary>The loss of an answer that holds all classes for equally likely, such as ln C; null where there are no classes.</summary>
    public double? EvenLoss => evenLoss.Value;

    /// <summary>
    /// How much of <see cref="BaselineLoss"/> the training has removed: 0 for an answer that is the same for every sample, 1 for a loss of 0,
    /// below 0 where it is worse. By the mean loss of the last third of an epoch's steps, or the last probe before an epoch was done. Null where
    /// unknown.
    /// </summary>
    public double? Progress
        => BaselineLoss is not > 0 ? null
            : OwnStepLosses.Count > 0 ? 1 - (OwnStepLosses[^1].Windows.TakeLast((OwnStepLosses[^1].Windows.Count + 2) / 3).Average() / BaselineLoss)
            : OwnProbes.Count > 0 && double.IsFinite(OwnProbes[^1].Loss) ? 1 - (OwnProbes[^1].Loss / BaselineLoss)
            : null;

    /// <summary>Some of the training samples, column by column.</summary>
    internal DataSample Sample => sample.Value;

    /// <summary>The nearest others of some training samples; null where inputs have no distances.</summary>
    internal Neighbours? Neighbours => neighbours.Value;

    /// <summary>The training samples that are the same.</summary>
    internal RowTwins Twins => twins.Value;

    /// <summary>Whether inputs are numbers of words or categories that the model looks up, so that their sizes mean nothing.</summary>
    internal bool ReadsTokens => Trace?.Layers.Any(layer => layer.Layer is Embedding or EmbeddingBag) ?? false;

    /// <summary>Whether one of some findings has come up, so that another need not be looked for.</summary>
    public bool Found(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (OwnFindings.Exists(finding => finding.Name == name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How the model computed its first output; at <see cref="ExaminationMoment.Start"/> only, null where it could not.</summary>
    internal ModelTrace? Trace { get; set; }

    internal List<Finding> OwnFindings { get; init; } = [];

    internal List<Probe> OwnProbes { get; } = [];

    internal List<StepLosses> OwnStepLosses { get; } = [];

    internal List<EpochEnded> OwnHistory { get; } = [];
}
