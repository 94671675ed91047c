using System.Text.RegularExpressions;

namespace Descent;

/// <summary>How the weights of a model that is written as text begin.</summary>
internal static partial class InitText
{
    private static readonly string[] Squashing = ["tanh", "sigmoid", "softsign", "hard-tanh", "hard-sigmoid"];

    /// <summary>The model with an initializer that fits its activations, where a layer has the option.</summary>
    /// <param name="model">The model.</param>
    /// <param name="replaceOnly">Says of an initializer that is given whether it is replaced; null to set it everywhere.</param>
    public static string Set(string model, Func<string, bool>? replaceOnly = null)
    {
        var names = new List<string>();
        ModelText.Map(model, (name, part) =>
        {
            names.Add(name);
            return part;
        });
        var fitting = names.Any(Squashing.Contains) && !names.Contains("relu") ? "xavier" : "he";
        return ModelText.Map(model, (name, part) =>
        {
            var definition = Specification.Find(name, ModelSpecification.Known, "layer");
            if (!definition.Options.Any(option => option.Name == InitializerOption.Option.Name))
            {
                return part;
            }

            return Given().Match(part) is { Success: true } given
                ? replaceOnly is null || replaceOnly(given.Groups["name"].Value.Trim('(', ')')) ? Given().Replace(part, $" init={fitting}") : part
                : replaceOnly is null ? $"{part} init={fitting}" : part;
        });
    }

    [GeneratedRegex(@"\s+init(\s*=\s*|\s+)(?<name>\([^)]*\)|[^\s()]+)")]
    private static partial Regex Given();
}
