using System.Globalization;

namespace Descent;

/// <summary>The learning rate in a recipe's optimizer.</summary>
internal static class RateText
{
    /// <summary>The rate that an optimizer begins with.</summary>
    public static double Of(string optimizer) => Specification.Make(optimizer, Catalog.Optimizers, "optimizer").LearningRate;

    /// <summary>The recipe with its rate times a factor, rounded to two digits.</summary>
    public static Recipe Scale(Recipe recipe, double factor)
        => recipe.Optimizer is { } optimizer ? Set(recipe, Of(optimizer) * factor) : recipe;

    /// <summary>The recipe with another rate.</summary>
    public static Recipe Set(Recipe recipe, double rate)
    {
        if (recipe.Optimizer is not { } optimizer)
        {
            return recipe;
        }

        var definition = Specification.Find(SpecificationText.Words(optimizer)[0], Catalog.Optimizers, "optimizer");
        var option = definition.Options.First(option => option.Name is "rate");
        var words = SpecificationText.Words(optimizer).ToList();
        var text = rate.ToString("G2", CultureInfo.InvariantCulture);
        var written = $"{option.Name}={Plain(text)}";
        for (var i = 1; i < words.Count; i++)
        {
            var name = words[i].Split('=')[0];
            if (name == option.Name || option.Aliases.Contains(name))
            {
                // The value stands after '=' or in the next word.
                var isApart = !words[i].Contains('=', StringComparison.Ordinal);
                words.RemoveRange(i, isApart ? 2 : 1);
                words.Insert(i, written);
                return recipe with { Optimizer = string.Join(' ', words) };
            }
        }

        if (words.Count > 1 && option.Positional && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            words[1] = written;
        }
        else
        {
            words.Insert(1, written);
        }

        return recipe with { Optimizer = string.Join(' ', words) };
    }

    private static string Plain(string number) => double.Parse(number, CultureInfo.InvariantCulture).ToString("0.##########", CultureInfo.InvariantCulture);
}
