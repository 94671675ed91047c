namespace Descent;

/// <summary>Refuses a recipe whose numbers cannot be meant, before any data is read.</summary>
internal static class RecipeChecks
{
    /// <summary>Throws at the first number that is out of range.</summary>
    /// <exception cref="SpecificationException">A number is out of range; it and its range are named.</exception>
    public static void Refuse(Recipe recipe)
    {
        RefuseUnless(recipe.Epochs is not < 1, "epochs", recipe.Epochs, "1 or larger");
        RefuseUnless(recipe.BatchSize is not < 1, "batch-size", recipe.BatchSize, "1 or larger");
        RefuseUnless(recipe.Patience is not < 0, "patience", recipe.Patience, "0 or larger");
        RefuseUnless(recipe.AverageDecay is null or (>= 0 and < 1), "average-decay", recipe.AverageDecay, "at least 0 and less than 1");
        RefuseUnless(recipe.ClipNorm is null or > 0, "clip-norm", recipe.ClipNorm, "above 0");
        if (recipe.Patience > 0 && recipe.ValidationFraction == 0)
        {
            throw new SpecificationException(
                $"patience {recipe.Patience} watches the validation loss, but with validation-fraction 0 there is none. "
                + "Give a validation-fraction such as 0.1, or patience 0.");
        }
    }

    /// <summary>Refuses, for a data set known by name or arrays, what only says how a table is read: it would be passed over in silence.</summary>
    /// <exception cref="SpecificationException">The recipe has such a field.</exception>
    public static void RefuseTableFields(Recipe recipe, string name)
    {
        (string Name, bool IsGiven)[] fields =
        [
            ("target", recipe.Target is not null),
            ("header", recipe.Header != "auto"),
            ("delimiter", recipe.Delimiter is not null),
            ("missing", recipe.Missing is not null),
            ("features", recipe.Features is not null),
            ("ignore", recipe.Ignore is not null),
            ("categorical", recipe.Categorical is not null),
            ("test", recipe.TestFile is not null),
        ];
        if (fields.FirstOrDefault(field => field.IsGiven) is { Name: { } given })
        {
            throw new SpecificationException(
                $"'{given}' is for tables of your own; '{name}' is {(ArrayData.IsArrayFile(name) ? "a file of arrays" : "a built-in data set whose columns are fixed")}. Leave it out.");
        }
    }

    /// <summary>Refuses another task than a data set known by name has.</summary>
    /// <exception cref="SpecificationException">The recipe asks for another task.</exception>
    public static void RefuseOtherTask(Recipe recipe, string name, TaskKind task)
    {
        if (recipe.Task is { } asked && asked != task)
        {
            throw new SpecificationException(
                $"'{name}' is a data set for {Word(task)}, so the task cannot be {Word(asked)}. Leave the task out.");
        }

        static string Word(TaskKind kind) => kind == TaskKind.Classification ? "classification" : "regression";
    }

    private static void RefuseUnless(bool allowed, string name, double? value, string rule)
    {
        if (!allowed)
        {
            throw new SpecificationException(
                FormattableString.Invariant($"The recipe's {name} {value} is not allowed; it must be {rule}."));
        }
    }
}
