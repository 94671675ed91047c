namespace Descent;

/// <summary>The fields of a recipe, in the order in which they are written.</summary>
internal static class RecipeFields
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RecipeField> All { get; } =
    [
        new("source", RecipeFieldKind.Text, "A built-in data set's name or a file's path, seen from where the command runs.")
        {
            Get = recipe => recipe.Source,
            Set = (recipe, value) => recipe with { Source = (string)value },
        },
        new("target", RecipeFieldKind.Text, "The column to predict, by name or number, or 'last', as it is unless given.")
        {
            Option = "--target",
            Get = recipe => recipe.Target,
            Set = (recipe, value) => recipe with { Target = (string)value },
        },
        new("task", RecipeFieldKind.Word, "What to predict; worked out from the target unless given.")
        {
            Option = "--task",
            Choices = ["classification", "regression"],
            Get = recipe => recipe.Task switch
            {
                TaskKind.Classification => "classification",
                TaskKind.Regression => "regression",
                _ => null,
            },
            Set = (recipe, value) => recipe with
            {
                Task = (string)value == "regression" ? TaskKind.Regression : TaskKind.Classification,
            },
        },
        new("header", RecipeFieldKind.Word,
            "Whether the first row names the columns; auto unless given. Without a header they are 1, 2, ...")
        {
            Option = "--header",
            Choices = ["auto", "yes", "none"],
            Get = recipe => recipe.Header,
            Set = (recipe, value) => recipe with { Header = (string)value },
        },
        new("delimiter", RecipeFieldKind.Text,
            "What separates the fields of the file, also 'tab' or 'whitespace'; worked out unless given.")
        {
            Option = "--delimiter",
            Get = recipe => recipe.Delimiter,
            Set = (recipe, value) => recipe with { Delimiter = (string)value is "tab" or "\\t" ? "\t" : (string)value },
        },
        Texts("missing", "The texts that mean a missing value; empty, NA, N/A, ? and null unless given.",
            recipe => recipe.Missing, (recipe, value) => recipe with { Missing = value }),
        Texts("features", "The columns to use; all but the target and the ignored ones unless given.",
            recipe => recipe.Features, (recipe, value) => recipe with { Features = value }),
        Texts("ignore", "The columns not to use.", recipe => recipe.Ignore, (recipe, value) => recipe with { Ignore = value }),
        Texts("categorical", "Columns of numbers that are to be taken as categories.",
            recipe => recipe.Categorical, (recipe, value) => recipe with { Categorical = value }),
        new("testFile", RecipeFieldKind.Text, "A file with the test part; unless given, a part of the source is kept for it.")
        {
            Option = "--test",
            Get = recipe => recipe.TestFile,
            Set = (recipe, value) => recipe with { TestFile = (string)value },
        },
        new("testFraction", RecipeFieldKind.Number, "The part of the samples that is kept for the test; 0.2 unless given.")
        {
            Option = "--test-fraction",
            Minimum = 0,
            AboveMinimum = true,
            Maximum = 1,
            BelowMaximum = true,
            Get = recipe => recipe.TestFraction,
            Set = (recipe, value) => recipe with { TestFraction = (double)value },
        },
        new("folds", RecipeFieldKind.Integer,
            "Cross-validation: the source is cut into so many parts, and a run is trained for each, which is tested on it; none unless given.")
        {
            Option = "--folds",
            Minimum = 2,
            Get = recipe => recipe.Folds,
            Set = (recipe, value) => recipe with { Folds = (int)value },
        },
        new("fold", RecipeFieldKind.Integer, "The one fold to train and test, from 1; all of them unless given.")
        {
            Option = "--fold",
            Minimum = 1,
            Get = recipe => recipe.Fold,
            Set = (recipe, value) => recipe with { Fold = (int)value },
        },
        new("validationFraction", RecipeFieldKind.Number,
            "The part of the rest that is kept for validation; unless given 0.1, or 0 where there are few samples or a test part of their own.")
        {
            Option = "--validation-fraction",
            Minimum = 0,
            Maximum = 1,
            BelowMaximum = true,
            Get = recipe => recipe.ValidationFraction,
            Set = (recipe, value) => recipe with { ValidationFraction = (double)value },
        },
        new("dataDirectory", RecipeFieldKind.Text, "Where downloaded data sets lie.")
        {
            Option = "--data-dir",
            Get = recipe => recipe.DataDirectory,
            Set = (recipe, value) => recipe with { DataDirectory = (string)value },
        },
        new("duplicates", RecipeFieldKind.Word, "What becomes of rows of a table that are the same: keep, as unless given, or drop all but one.")
        {
            Option = "--duplicates",
            Choices = ["keep", "drop"],
            Get = recipe => recipe.Duplicates,
            Set = (recipe, value) => recipe with { Duplicates = (string)value },
        },
        Texts("exclude", "Lines of the table's file, also ranges such as 12-15, whose rows are left out of the training part.",
            recipe => recipe.Exclude, (recipe, value) => recipe with { Exclude = value }),
        new("scale", RecipeFieldKind.Word,
            "How inputs are scaled: none (as they are), unit (images, 0..1) or standardize (by channel or column). "
            + "Unless given, images unit and columns of tables standardize.")
        {
            Option = "--scale",
            Choices = ["none", "unit", "standardize"],
            Get = recipe => recipe.Scale,
            Set = (recipe, value) => recipe with { Scale = (string)value },
        },
        new("targetScale", RecipeFieldKind.Word, "How a number to predict from a table is scaled: standardize, as unless given, or none.")
        {
            Option = "--target-scale",
            Choices = ["none", "standardize"],
            Get = recipe => recipe.TargetScale,
            Set = (recipe, value) => recipe with { TargetScale = (string)value },
        },
        new("dataHash", RecipeFieldKind.Text,
            "The SHA-256 of the data; a run folder's recipe says it, so that going on with other data is noticed.")
        {
            Get = recipe => recipe.DataHash,
            Set = (recipe, value) => recipe with { DataHash = (string)value },
        },
        new("inputShape", RecipeFieldKind.Integers,
            "The shape of one input; a run folder's recipe says it, and it is worked out from the data.")
        {
            Get = recipe => recipe.InputShape,
            Set = (recipe, value) => recipe with { InputShape = (IReadOnlyList<int>)value },
        },
        new("model", RecipeFieldKind.Layers,
            "The layers and activations, joined by commas or as a list: 'linear 64, relu, linear 10'; chosen unless given.")
        {
            Option = "--model",
            Choices = Names(ModelSpecification.Known),
            Get = recipe => recipe.Model,
            Set = (recipe, value) => recipe with { Model = (string)value },
        },
        new("from", RecipeFieldKind.Text,
            "Trained weights to begin with, a run folder or a safetensors file: all parameters that fit by name and shape are taken.")
        {
            Option = "--from",
            Get = recipe => recipe.From,
            Set = (recipe, value) => recipe with { From = (string)value },
        },
        new("weightsHash", RecipeFieldKind.Text,
            "The SHA-256 of those weights; a run folder's recipe says it, so that repeating with others is noticed.")
        {
            Get = recipe => recipe.WeightsHash,
            Set = (recipe, value) => recipe with { WeightsHash = (string)value },
        },
        Texts("freeze", "The layers that are not trained, by number or path: 0, 2.weight, or *.bias with a star for any text.",
            recipe => recipe.Freeze, (recipe, value) => recipe with { Freeze = value }),
        new("loss", RecipeFieldKind.Specification, "The loss, such as 'huber delta=1.5'; by the task unless given.")
        {
            Option = "--loss",
            Choices = Names(Catalog.Losses),
            Get = recipe => recipe.Loss,
            Set = (recipe, value) => recipe with { Loss = (string)value },
        },
        new("optimizer", RecipeFieldKind.Specification,
            "The optimizer, such as 'momentum rate=0.01'; 'adam' with a rate by the data unless given.")
        {
            Option = "--optimizer",
            Choices = Names(Catalog.Optimizers),
            Get = recipe => recipe.Optimizer,
            Set = (recipe, value) => recipe with { Optimizer = (string)value },
        },
        Texts("rates", "What the learning rate is multiplied by for some layers, by number or path: 0=0.1, 2.weight=3; 1 unless given.",
            recipe => recipe.Rates, (recipe, value) => recipe with { Rates = value }),
        new("schedule", RecipeFieldKind.Specification,
            "How the learning rate changes over the epochs: 'one-cycle', 'warmup 5 then cosine'.")
        {
            Option = "--schedule",
            Choices = Names(Catalog.Schedules),
            Get = recipe => recipe.Schedule,
            Set = (recipe, value) => recipe with { Schedule = (string)value },
        },
        new("scheduleBy", RecipeFieldKind.Word,
            "What the schedule counts: epoch, as unless given, or step, with which the rate changes smoothly within epochs.")
        {
            Option = "--schedule-by",
            Choices = ["epoch", "step"],
            Get = recipe => recipe.ScheduleBy,
            Set = (recipe, value) => recipe with { ScheduleBy = (string)value },
        },
        new("augment", RecipeFieldKind.Layers,
            "Random changes of what is trained on, new in each epoch, joined by commas or as a list: 'flip, crop pad=4, mixup alpha=0.2'.")
        {
            Option = "--augment",
            Choices = Names(Catalog.Augmentations),
            Get = recipe => recipe.Augment,
            Set = (recipe, value) => recipe with { Augment = (string)value },
        },
        new("accumulate", RecipeFieldKind.Integer,
            "The batches whose gradients make one step: the step of a larger batch with the memory of one; 1 unless given.")
        {
            Option = "--accumulate",
            Minimum = 1,
            Get = recipe => recipe.Accumulate,
            Set = (recipe, value) => recipe with { Accumulate = (int)value },
        },
        new("l1", RecipeFieldKind.Number,
            "The weight of a penalty on the sizes of weights, biases left out; the losses shown are without it; none unless given.")
        {
            Option = "--l1",
            Minimum = 0,
            Get = recipe => recipe.L1,
            Set = (recipe, value) => recipe with { L1 = (double)value },
        },
        new("l2", RecipeFieldKind.Number,
            "The weight of a penalty on half the squares of weights, biases left out; the losses shown are without it; none unless given.")
        {
            Option = "--l2",
            Minimum = 0,
            Get = recipe => recipe.L2,
            Set = (recipe, value) => recipe with { L2 = (double)value },
        },
        new("averageDecay", RecipeFieldKind.Number,
            "The decay of an average of the weights, which is then validated, tested and saved; none unless given.")
        {
            Option = "--average-decay",
            Minimum = 0,
            Maximum = 1,
            BelowMaximum = true,
            Get = recipe => recipe.AverageDecay,
            Set = (recipe, value) => recipe with { AverageDecay = (double)value },
        },
        new("clipNorm", RecipeFieldKind.Number, "The largest norm that the gradients of a step may have; any unless given.")
        {
            Option = "--clip-norm",
            Minimum = 0,
            AboveMinimum = true,
            Get = recipe => recipe.ClipNorm,
            Set = (recipe, value) => recipe with { ClipNorm = (double)value },
        },
        new("patience", RecipeFieldKind.Integer,
            "The epochs without improvement of the validation loss after which training stops; 0, as unless given: never.")
        {
            Option = "--patience",
            Minimum = 0,
            Get = recipe => recipe.Patience,
            Set = (recipe, value) => recipe with { Patience = (int)value },
        },
        new("epochs", RecipeFieldKind.Integer, "How often each sample is seen; by the number of samples unless given.")
        {
            Option = "--epochs",
            Minimum = 1,
            Get = recipe => recipe.Epochs,
            Set = (recipe, value) => recipe with { Epochs = (int)value },
        },
        new("batchSize", RecipeFieldKind.Integer, "The number of samples in a step; by their number unless given.")
        {
            Option = "--batch-size",
            Minimum = 1,
            Get = recipe => recipe.BatchSize,
            Set = (recipe, value) => recipe with { BatchSize = (int)value },
        },
        new("shuffle", RecipeFieldKind.Word,
            "Whether each epoch has an order of its own: yes, as unless given, or no, with which samples come in the order of the data.")
        {
            Option = "--shuffle",
            Choices = ["yes", "no"],
            Get = recipe => recipe.Shuffle,
            Set = (recipe, value) => recipe with { Shuffle = (string)value },
        },
        new("seed", RecipeFieldKind.Seed, "The seed of all randomness; one seed gives one result, bit for bit; 0 unless given.")
        {
            Option = "--seed",
            Minimum = 0,
            Get = recipe => recipe.Seed,
            Set = (recipe, value) => recipe with { Seed = (ulong)value },
        },
    ];

    private static RecipeField Texts(
        string name, string meaning, Func<Recipe, IReadOnlyList<string>?> get, Func<Recipe, IReadOnlyList<string>, Recipe> set)
        => new(name, RecipeFieldKind.Texts, meaning)
        {
            Option = $"--{name}",
            Get = get,
            Set = (recipe, value) => set(recipe, (IReadOnlyList<string>)value),
        };

    private static string[] Names(IEnumerable<Definition> definitions)
        => [.. definitions.SelectMany(definition => definition.Aliases.Prepend(definition.Name)).Distinct()];
}
