namespace Descent;

/// <summary>Refuses a recipe whose numbers cannot be meant, before any data is read.</summary>
internal static class RecipeChecks
{
    /// <summary>Throws at the first number that is out of range, and at a name that is not known.</summary>
    /// <exception cref="SpecificationException">A number is out of range, or a specification cannot be read; it is named.</exception>
    public static void Refuse(Recipe recipe)
    {
        RefuseNumbers(recipe);
        if (recipe.Patience > 0 && recipe.ValidationFraction == 0)
        {
            throw recipe.Refusal("patience",
                $"patience {recipe.Patience} watches the validation loss, but with validation-fraction 0 there is none. "
                + "Give a validation-fraction such as 0.1, or patience 0.");
        }

        if (recipe.Fold is { } fold && !(fold <= recipe.Folds))
        {
            throw recipe.Refusal("fold", recipe.Folds is null
                ? $"fold {fold} of how many? Give folds, too, such as 5."
                : $"fold {fold} is not one of {recipe.Folds} folds.");
        }

        if (recipe is { Folds: not null, TestFile: not null })
        {
            throw recipe.Refusal("testFile", "folds take their test parts from the source, so a test file would be left out. Give one or the other.");
        }

        if (recipe.Optimizer is { } optimizer)
        {
            recipe.Locate("optimizer", () => Specification.Make(optimizer, Catalog.Optimizers, "optimizer"));
        }

        if (recipe.Schedule is { } schedule)
        {
            var made = recipe.Locate("schedule", () => ScheduleSpecification.Make(schedule));
            if (recipe.ScheduleBy == "step" && made.GoesByLosses)
            {
                throw recipe.Refusal("scheduleBy",
                    $"schedule '{schedule}' goes by the losses of epochs, so it cannot count steps. Use schedule-by epoch, or another schedule.");
            }
        }

        if (recipe.Augment is { } augment)
        {
            recipe.Locate("augment", () => AugmentationSpecification.Make(augment));
        }
    }

    /// <summary>Throws at the first number that is out of range.</summary>
    /// <exception cref="SpecificationException">A number is out of range; it and its range are named.</exception>
    public static void RefuseNumbers(Recipe recipe)
    {
        foreach (var field in RecipeFields.All)
        {
            double? number = field.Get(recipe) switch
            {
                int value => value,
                double value => value,
                _ => null,
            };
            if (number is { } given && !field.Allows(given))
            {
                throw recipe.Refusal(
                    field.Name, FormattableString.Invariant($"The recipe's {field.Name} {given} is not allowed; it must be {field.Rule}."));
            }
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
            ("testFile", recipe.TestFile is not null),
            ("duplicates", recipe.Duplicates is not null),
            ("exclude", recipe.Exclude is not null),
            ("targetScale", recipe.TargetScale is not null),
        ];
        if (fields.FirstOrDefault(field => field.IsGiven) is { Name: { } given })
        {
            var columns = ArrayData.IsArrayFile(name) ? "a file of arrays" : "a built-in data set whose columns are fixed";
            throw recipe.Refusal(given, $"'{given}' is for tables of your own; '{name}' is {columns}. Leave it out.");
        }
    }

    /// <summary>Refuses another task than a data set known by name has.</summary>
    /// <exception cref="SpecificationException">The recipe asks for another task.</exception>
    public static void RefuseOtherTask(Recipe recipe, string name, TaskKind task)
    {
        if (recipe.Task is { } asked && asked != task)
        {
            throw recipe.Refusal("task",
                $"'{name}' is a data set for {Word(task)}, so the task cannot be {Word(asked)}. Leave the task out.");
        }

        static string Word(TaskKind kind) => kind == TaskKind.Classification ? "classification" : "regression";
    }
}
