namespace Descent;

/// <summary>Refuses, before anything is trained, what varies but can belong to no trial.</summary>
internal sealed class SweepFieldCheck(Recipe recipe, SweepPlan plan, TrainingData data)
{
    /// <summary>Checks a field; whether its numbers are whole ones.</summary>
    /// <exception cref="SpecificationException">A value or a name can belong to no trial; its place is named.</exception>
    public bool IsWhole(SweepField field)
    {
        if (field.Place.Option is not null)
        {
            return CheckOption(field);
        }

        if (field.Place.Field.Kind is RecipeFieldKind.Specification or RecipeFieldKind.Layers)
        {
            for (var i = 0; i < field.Values.Count; i++)
            {
                var setting = new SweepSetting(field.Place, field.Values[i]);
                if (Refusal(() => setting.Set(recipe)) is { } message)
                {
                    throw At(field, message, i);
                }
            }
        }

        return field.Place.Field.Kind is RecipeFieldKind.Integer or RecipeFieldKind.Seed;
    }

    /// <summary>The refusal of one of a field's values, or of its range.</summary>
    public static SpecificationException At(SweepField field, string message, int value = 0)
        => RecipeText.Error(field.Origin, field.Nodes[value].Line, field.Nodes[value].Column, message);

    // The option of what the field is itself, or of any of the values that it varies over.
    private bool CheckOption(SweepField field)
    {
        var whole = plan.Fields.FirstOrDefault(other => other.Place.Option is null && other.Place.Field == field.Place.Field);
        Recipe[] bases = whole is null ? [recipe] : [.. whole.Values.Select(value => new SweepSetting(whole.Place, value).Set(recipe))];
        Recipe[] complete = [.. bases.Select(made => RecipeDefaults.Complete(made, data))];
        var (option, refusal) = ((Option?)null, "");
        foreach (var made in complete)
        {
            try
            {
                var text = field.Place.Field.Get(made) as string ?? "";
                field.Place.Edit(text, "0");
                option ??= field.Place.Find(text);
            }
            catch (SpecificationException error)
            {
                refusal = error.Message;
            }
        }

        if (option is null)
        {
            throw RecipeText.Error(field.Origin, field.Name.Line, field.Name.Column, refusal);
        }

        var isWhole = option.Kind is OptionKind.Integer or OptionKind.Size;
        if (field.Range is { } range && ((!isWhole && option.Kind != OptionKind.Number) || (isWhole && (range.From != Math.Floor(range.From) || range.To != Math.Floor(range.To)))))
        {
            throw At(field, $"'{field.Path}' takes {(isWhole ? "whole numbers" : "no numbers")}, so {range} is no range for it.");
        }

        object[] values = field.Range is { } numbers ? [SweepSpace.Number(field, numbers.From), SweepSpace.Number(field, numbers.To)] : [.. field.Values];
        for (var i = 0; i < values.Length; i++)
        {
            var setting = new SweepSetting(field.Place, values[i]);
            string?[] refusals = [.. complete.Select(made => Refusal(() => setting.Edit(made)))];
            if (refusals.All(message => message is not null))
            {
                throw At(field, refusals[0]!, field.Range is null ? i : 0);
            }
        }

        return isWhole;
    }

    private string? Refusal(Func<Recipe> make)
    {
        try
        {
            var made = make();
            RecipeChecks.Refuse(made);
            ModelSpecification.Build(RecipeDefaults.Complete(made, data).Model!, data.Split.Train.InputShape);
            return null;
        }
        catch (DescentException error)
        {
            return error.Message;
        }
    }
}
