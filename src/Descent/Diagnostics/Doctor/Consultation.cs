namespace Descent;

/// <summary>What the doctor says about a run or a recipe.</summary>
/// <param name="Recipe">The complete recipe that was examined.</param>
/// <param name="Findings">What was found, in the order in which it was.</param>
/// <param name="Steps">The steps of training that the findings rest on.</param>
public sealed record Consultation(Recipe Recipe, IReadOnlyList<Finding> Findings, int Steps)
{
    private const int UsualTrialSteps = 400;

    /// <summary>Examines a run folder by what was recorded while it was trained; of runs that were interrupted or failed, too.</summary>
    /// <param name="path">The run folder.</param>
    /// <exception cref="DataException">It is no run folder, or its data is not there or has changed.</exception>
    public static Consultation OfRun(string path)
    {
        var folder = new RunFolder(path);
        var session = TrainingSession.Resume(path);
        session.Model.Initialize(session.Recipe.Seed);
        var doctor = new Doctor { Origin = (session.Recipe, session.Data), Past = HealthRecord.Read(folder) };
        var examination = session.Watch(doctor, null).Review();
        return new Consultation(session.Recipe, doctor.Findings, examination.Steps);
    }

    /// <summary>Examines what a recipe would train: its data and model first, then a short training of which nothing is kept.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="steps">How many steps are tried at most; 0: none.</param>
    /// <param name="cancellation">Ends the trial early.</param>
    /// <exception cref="DescentException">The recipe cannot be trained for a reason that is no finding.</exception>
    public static Consultation OfRecipe(Recipe recipe, int steps = UsualTrialSteps, CancellationToken cancellation = default)
    {
        var session = TrainingSession.Create(recipe);
        var doctor = new Doctor { Origin = (session.Recipe, session.Data) };
        if (steps == 0)
        {
            session.Watch(doctor, null).Start(new TrainingState());
            return new Consultation(session.Recipe, doctor.Findings, 0);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var counter = new StepCounter(steps, limit);
        try
        {
            session.Fit(session.Trainer(doctor, null), counter, limit.Token);
        }
        catch (DescentException) when (doctor.Findings.Any(finding => finding.Severity == FindingSeverity.Critical))
        {
            // The findings say why, and what to do.
        }

        return new Consultation(session.Recipe, doctor.Findings, counter.Steps);
    }

    /// <summary>The recipe with the remedies of all findings, or of those of one name.</summary>
    /// <param name="name">The name; null for all.</param>
    /// <exception cref="SpecificationException">Nothing of that name was found.</exception>
    public Recipe Mend(string? name = null)
    {
        var chosen = Findings.Where(finding => name is null || finding.Name == name).ToArray();
        if (name is not null && chosen.Length == 0)
        {
            throw new SpecificationException(
                $"No finding is called '{name}'. {(Findings.Count == 0 ? "Nothing was found." : NearestNames.Suggest(name, Findings.Select(finding => finding.Name).Distinct()))}");
        }

        var mended = chosen.Select(finding => finding.Remedy.Apply).OfType<Func<Recipe, Recipe>>().Distinct().Aggregate(Recipe, (recipe, apply) => apply(recipe));

        // What only a run's own recipe says would hold the mended one to the data and the shapes of before.
        return mended with { DataHash = null, InputShape = null };
    }

    private sealed class StepCounter(int most, CancellationTokenSource limit) : IProgress<TrainingEvent>
    {
        public int Steps { get; private set; }

        public void Report(TrainingEvent value)
        {
            if (value is BatchEnded && ++Steps >= most)
            {
                limit.Cancel();
            }
        }
    }
}
