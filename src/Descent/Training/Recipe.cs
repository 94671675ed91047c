namespace Descent;

/// <summary>
/// Everything that a training is made of. What is null is worked out from the data; the recipe that a run folder keeps is complete,
/// so that it repeats the run bit for bit.
/// </summary>
public sealed partial record Recipe
{
    /// <summary>A built-in data set's name or a file's path.</summary>
    public required string Source { get; init; }

    /// <summary>The column to predict, by name or number, or <c>last</c>; the last one unless given.</summary>
    public string? Target { get; init; }

    /// <summary>classification or regression; worked out from the target unless given.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Whether the file has a header: auto, yes or none.</summary>
    public string Header { get; init; } = "auto";

    /// <summary>What separates the fields; worked out from the file unless given.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The texts that mean a missing value; empty, NA, N/A, ? and null unless given.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>The columns to use; all but the target and the ignored ones unless given.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>The columns not to use.</summary>
    public IReadOnlyList<string>? Ignore { get; init; }

    /// <summary>Numeric columns that are to be taken as categories.</summary>
    public IReadOnlyList<string>? Categorical { get; init; }

    /// <summary>A file with the test part; null: a part of the source.</summary>
    public string? TestFile { get; init; }

    /// <summary>The part of the samples that is kept for the test, where the source has no test part of its own.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>The parts that the source is cut into, each tested on once; null: one test part by <see cref="TestFraction"/>.</summary>
    public int? Folds { get; init; }

    /// <summary>The fold that is tested on, from 1; null: all of them, one after another.</summary>
    public int? Fold { get; init; }

    /// <summary>The part of the remaining samples that is kept for validation; 0 for none. Unless given 0.1, or 0 where the data set has a test part of its own or few rows.</summary>
    public double? ValidationFraction { get; init; }

    /// <summary>Where downloaded data sets lie.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>How inputs are scaled: none (as they are), unit (images, 0..1) or standardize (by channel or column). Unless given, images unit and columns of tables standardize.</summary>
    public string? Scale { get; init; }

    /// <summary>How a number to predict from a table is scaled: standardize, as unless given, or none.</summary>
    public string? TargetScale { get; init; }

    /// <summary>What becomes of rows of a table that are the same: <c>keep</c>, as unless given, or <c>drop</c> all but one.</summary>
    public string? Duplicates { get; init; }

    /// <summary>Lines of the table's file, also ranges such as 12-15, whose rows are left out of the training part.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Whether each epoch has an order of its own: <c>yes</c>, as unless given, or <c>no</c>, in the order of the data.</summary>
    public string? Shuffle { get; init; }

    /// <summary>The SHA-256 of the data, so that a repetition on other data is noticed.</summary>
    public string? DataHash { get; init; }

    /// <summary>The shape of one input; worked out from the data.</summary>
    public IReadOnlyList<int>? InputShape { get; init; }

    /// <summary>The model, as <c>linear 64, relu, linear 10</c>; worked out unless given.</summary>
    public string? Model { get; init; }

    /// <summary>Trained weights to begin with: a run folder or a safetensors file; null for random ones.</summary>
    public string? From { get; init; }

    /// <summary>The SHA-256 of the file of those weights, so that a repetition with others is noticed.</summary>
    public string? WeightsHash { get; init; }

    /// <summary>The layers that are not trained, by paths of parameters; null for none.</summary>
    public IReadOnlyList<string>? Freeze { get; init; }

    /// <summary>The loss; worked out from the task unless given.</summary>
    public string? Loss { get; init; }

    /// <summary>The optimizer.</summary>
    public string? Optimizer { get; init; }

    /// <summary>What the rate is multiplied by for some layers, as <c>0=0.1</c>; null: all alike.</summary>
    public IReadOnlyList<string>? Rates { get; init; }

    /// <summary>The schedule of the learning rate, in epochs; several are joined by <c>then</c>.</summary>
    public string? Schedule { get; init; }

    /// <summary>Whether the schedule counts <c>epoch</c>s, as it does unless given, or <c>step</c>s.</summary>
    public string? ScheduleBy { get; init; }

    /// <summary>Random changes of the training part, as <c>flip, crop pad=4, mixup</c>; null for none.</summary>
    public string? Augment { get; init; }

    /// <summary>The batches whose gradients make one step; null: one.</summary>
    public int? Accumulate { get; init; }

    /// <summary>The weight of a penalty on the sizes of weights; null for none.</summary>
    public double? L1 { get; init; }

    /// <summary>The weight of a penalty on half the squares of weights; null for none.</summary>
    public double? L2 { get; init; }

    /// <summary>The decay of an average of the weights, which is then what is validated, tested and saved; null for none.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>The largest norm that the gradients of a step may have; null: any.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The epochs without improvement after which training stops; 0: never.</summary>
    public int? Patience { get; init; }

    /// <summary>How often each sample is seen.</summary>
    public int? Epochs { get; init; }

    /// <summary>The number of samples in a step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The seed of all randomness.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which fields vary over which values; null for a single training.</summary>
    public SweepPlan? Sweep { get; init; }

    /// <summary>Every field of a recipe, in the order in which they are written.</summary>
    public static IReadOnlyList<RecipeField> Fields => RecipeFields.All;

    /// <summary>The recipe as indented JSON; what is null is left out.</summary>
    public string ToJson() => RecipeJson.Write(this);

    /// <summary>Reads a recipe from JSON.</summary>
    /// <param name="json">The text.</param>
    /// <param name="origin">Where it is from, for messages.</param>
    /// <exception cref="SpecificationException">It is no JSON, or a field is unknown or of the wrong kind; line and column are named.</exception>
    public static Recipe FromJson(string json, string origin) => FromTree(RecipeJson.Parse(json, origin), origin);

    /// <summary>Makes a recipe of fields and values that were read from a text of whatever format.</summary>
    /// <param name="tree">The text's contents, each with its place.</param>
    /// <param name="origin">Where it is from, for messages; what is found to be wrong later is named with its place there, too.</param>
    /// <exception cref="SpecificationException">A field is unknown, missing, doubled or of the wrong kind; line and column are named.</exception>
    public static Recipe FromTree(RecipeNode tree, string origin) => RecipeReader.Read(tree, origin);
}
