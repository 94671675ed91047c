using System.Globalization;

namespace Descent;

/// <summary>Finds a loss for numbers where classes are to be predicted, and one for classes where numbers are.</summary>
public sealed class WrongLossForTarget : FindingRule
{
    // So many classes that are all numbers, with so few samples each, are measurements and no kinds.
    private const int ManyClasses = 20;
    private const int FewSamplesEach = 20;

    /// <summary>How wrong-loss-for-target describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "wrong-loss-for-target",
        Summary = "Classes are learned with a loss for numbers, such as mse, or numbers with one for classes, such as cross-entropy.",
        FormulaText = "classes and a loss on values; or numbers and a loss on classes; or a number with 2 values; or more than 20 classes that are all numbers, of fewer than 20 samples each",
        Expects = "the target's values and the kind of target that the loss is made for",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2; Bishop, Pattern Recognition and Machine Learning, 2006, section 4.1.3",
        Caveats = "Mean squares on classes do learn something, but slowly: the gradient vanishes where an answer is surely wrong. Classes with names, "
            + "and few classes that are numbers, such as digits, are classes.",
        Create = _ => new WrongLossForTarget(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var (train, loss) = (examination.Train, examination.Loss);
        if (loss.Expects == Expectation.Embeddings || loss.Target is TargetKind.None or TargetKind.Sequences)
        {
            yield break;
        }

        if (train.Task == TaskKind.Classification && loss.Target == TargetKind.Values)
        {
            yield return Found(
                $"{loss.Name} is for numbers, and the target has {train.ClassCount} classes",
                "Classes have no distances: the loss punishes being far off by a number's size, and its gradient is smallest where the answer is surely wrong.",
                new Remedy("Use cross-entropy, with an output for each class and no activation at the end.", recipe => ForClasses(recipe, train.ClassCount)),
                new FindingNumber("classes", train.ClassCount));
        }
        else if (train.Task == TaskKind.Regression && loss.Target != TargetKind.Values)
        {
            yield return Found(
                $"{loss.Name} is for classes, and the target is a number",
                "The loss cannot take such a target: there is no class to be right about.",
                new Remedy("Use mse, or huber where some values are far off.", recipe => OutputEnd.Remove(recipe) with { Loss = "mse" }));
        }
        else if (train.Task == TaskKind.Classification && AreMeasurements(train))
        {
            yield return Found(
                string.Create(CultureInfo.InvariantCulture, $"the target has {train.ClassCount} classes that are all numbers, with {(double)train.Count / train.ClassCount:0.#} samples each"),
                "To the loss, 10 is as far from 11 as from 1000: it cannot learn that a near value is nearly right.",
                new Remedy("Predict the number itself: task regression, with mse and one output.", ForNumbers),
                new FindingNumber("classes", train.ClassCount), new FindingNumber("samples", train.Count));
        }
        else if (train.Task == TaskKind.Regression && train.OutputCount == 1 && DistinctValues(train) == 2)
        {
            yield return Found(
                $"the target has 2 values, and {loss.Name} takes it for a number",
                "A yes or no is a class: a loss for numbers punishes answers that are surely right as much as wrong ones.",
                new Remedy("Predict the class: task classification, with cross-entropy and two outputs.", recipe => ForClasses(recipe with { Task = TaskKind.Classification }, 2)),
                new FindingNumber("values", 2));
        }
    }

    private static Finding Found(string evidence, string meaning, Remedy remedy, params FindingNumber[] numbers)
        => new(Definition.Name, FindingSeverity.Warning, "A loss that does not fit the target") { Evidence = evidence, Meaning = meaning, Remedy = remedy, Numbers = numbers };

    private static bool AreMeasurements(Dataset train)
        => train.ClassCount > ManyClasses && train.Count < (long)FewSamplesEach * train.ClassCount
            && train.ClassNames.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static int DistinctValues(Dataset train)
    {
        var seen = new HashSet<float>();
        foreach (var value in train.Values)
        {
            if (seen.Add(value) && seen.Count > 2)
            {
                break;
            }
        }

        return seen.Count;
    }

    private static Recipe ForClasses(Recipe recipe, int classes)
        => OutputEnd.Remove(recipe) is var plain && plain.Model is { } model
            ? plain with { Loss = "cross-entropy", Model = ModelText.WithOutputs(model, classes) }
            : recipe with { Loss = "cross-entropy" };

    private static Recipe ForNumbers(Recipe recipe)
        => OutputEnd.Remove(recipe) is var plain && plain.Model is { } model
            ? plain with { Loss = "mse", Task = TaskKind.Regression, Model = ModelText.WithOutputs(model, 1) }
            : recipe with { Loss = "mse", Task = TaskKind.Regression };
}
