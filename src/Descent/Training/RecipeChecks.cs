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
        RefuseUnless(
            recipe.Patience is not > 0 || recipe.ValidationFraction is not 0, "validation-fraction", recipe.ValidationFraction,
            "above 0 where training is to stop early (patience), since the validation loss decides");
        RefuseUnless(recipe.ClipNorm is null or > 0, "clip-norm", recipe.ClipNorm, "above 0");
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
