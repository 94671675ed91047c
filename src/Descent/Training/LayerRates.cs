using System.Globalization;

namespace Descent;

/// <summary>Rates of their own for some layers, as short texts: <c>0=0.1</c> trains layer 0 with a tenth of the rate.</summary>
internal static class LayerRates
{
    /// <summary>The groups of parameters that the texts mean; where several name a parameter, the first counts.</summary>
    /// <exception cref="SpecificationException">A text is no path and factor, or its path fits no parameter.</exception>
    public static IReadOnlyList<ParameterGroup> Groups(Layer model, IReadOnlyList<string> texts, Optimizer optimizer)
    {
        if (optimizer.EvaluatesRepeatedly)
        {
            throw new SpecificationException($"{optimizer.GetType().Name} moves all layers along one direction, so none can have a rate of its own.");
        }

        var grouped = new HashSet<Parameter>();
        return [.. texts.Select(text =>
        {
            var place = text.LastIndexOf('=');
            if (place <= 0 || !double.TryParse(text[(place + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var factor)
                || !(factor >= 0) || !double.IsFinite(factor))
            {
                throw new SpecificationException($"'{RecipeText.Shown(text)}' is no layer and factor; write them as 0=0.1, with a factor of 0 or larger.");
            }

            var found = Pretrained.Find(model, text[..place].Trim()).Select(named => named.Parameter).Where(grouped.Add).ToArray();
            return new ParameterGroup(found) { RateFactor = factor };
        })];
    }
}
