using System.CommandLine;

namespace Descent.Cli.Commands;

/// <summary>The options that say how a source is read, and how they change a recipe.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> target =
        OptionFactory.Text("--target", "COLUMN", "The column to predict, by name or number, or 'last' (the default)");
    private readonly Option<string?> task =
        OptionFactory.Word("--task", "What to predict; else inferred, and said", "classification", "regression");
    private readonly Option<string?> header =
        OptionFactory.Word("--header", "Whether the first row names the columns; without, they are 1, 2, ...", "auto", "yes", "none");
    private readonly Option<string?> delimiter =
        OptionFactory.Text("--delimiter", "CHAR", "What separates fields, also 'tab' or 'whitespace'; else inferred");
    private readonly Option<string[]?> missing =
        OptionFactory.List("--missing", "A,B", "Texts that mean \"no value\" (default NA,N/A,?,null)");
    private readonly Option<string[]?> features = OptionFactory.List("--features", "A,B", "The columns to use (default: all others)");
    private readonly Option<string[]?> ignore = OptionFactory.List("--ignore", "A,B", "Columns to leave out");
    private readonly Option<string[]?> categorical = OptionFactory.List("--categorical", "A,B", "Columns of numbers that are categories");
    private readonly Option<string?> test =
        OptionFactory.Text("--test", "FILE", "A file with the test part; else a part of SOURCE is kept for it");
    private readonly Option<double?> testFraction = OptionFactory.Number(
        "--test-fraction", "X", "The part kept for the test (default 0.2)", x => x is > 0 and < 1, "above 0 and below 1, such as 0.2");
    private readonly Option<int?> folds =
        OptionFactory.Integer("--folds", "Cross-validation: train a run for each of N parts and test it on that part", 2);
    private readonly Option<int?> fold = OptionFactory.Integer("--fold", "Only this one of the folds, from 1", 1);
    private readonly Option<double?> validationFraction = OptionFactory.Number(
        "--validation-fraction", "X", "The part kept for validation (default 0.1; 0 where there are few)",
        x => x is >= 0 and < 1, "0 or larger and below 1, such as 0.1");
    private readonly Option<string?> scale =
        OptionFactory.Word("--scale", "How inputs are scaled: not, images to 0..1, or by channel or column", "none", "unit", "standardize");
    private readonly Option<string?> targetScale =
        OptionFactory.Word("--target-scale", "How a table's target that is a number is scaled (default standardize)", "none", "standardize");
    private readonly Option<string?> duplicates =
        OptionFactory.Word("--duplicates", "What becomes of rows that are the same (default keep)", "keep", "drop");
    private readonly Option<string[]?> exclude =
        OptionFactory.List("--exclude", "N,N-N", "Lines of the file to leave out of the training part");
    private readonly Option<ulong?> seed = OptionFactory.Seed("--seed", "One seed gives one result, bit for bit (default 0)");
    private readonly Option<string?> dataDirectory =
        OptionFactory.Text("--data-dir", "DIR", "Where downloaded data lies (also the variable DESCENT_DATA; default data)");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new System.CommandLine.Option[]
        {
            target, task, header, delimiter, missing, features, ignore, categorical,
            test, testFraction, folds, fold, validationFraction, duplicates, exclude, scale, targetScale, seed, dataDirectory,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>The recipe that a source and options make; a source that is a recipe file is read, and options override it.</summary>
    public Recipe Read(ParseResult parsed, string source)
    {
        var recipe = RecipeFile.Is(source) ? RecipeFile.Read(source) : new Recipe { Source = source };
        return recipe with
        {
            Target = parsed.Given(target) ?? recipe.Target,
            Task = parsed.Given(task) is { } kind ? Enum.Parse<TaskKind>(kind, ignoreCase: true) : recipe.Task,
            Header = parsed.Given(header) ?? recipe.Header,
            Delimiter = parsed.Given(delimiter) is { } text ? text is "tab" or "\\t" ? "\t" : text : recipe.Delimiter,
            Missing = parsed.Given(missing) ?? recipe.Missing,
            Features = parsed.Given(features) ?? recipe.Features,
            Ignore = parsed.Given(ignore) ?? recipe.Ignore,
            Categorical = parsed.Given(categorical) ?? recipe.Categorical,
            TestFile = parsed.Given(test) ?? recipe.TestFile,
            TestFraction = parsed.Given(testFraction) ?? recipe.TestFraction,
            Folds = parsed.Given(folds) ?? recipe.Folds,
            Fold = parsed.Given(fold) ?? recipe.Fold,
            ValidationFraction = parsed.Given(validationFraction) ?? recipe.ValidationFraction,
            Scale = parsed.Given(scale) ?? recipe.Scale,
            TargetScale = parsed.Given(targetScale) ?? recipe.TargetScale,
            Duplicates = parsed.Given(duplicates) ?? recipe.Duplicates,
            Exclude = parsed.Given(exclude) ?? recipe.Exclude,
            Seed = parsed.Given(seed) ?? recipe.Seed,
            DataDirectory = parsed.Given(dataDirectory) ?? recipe.DataDirectory,
        };
    }
}
