using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent;

/// <summary>
/// Puts the weights of the training part in the place of the word <c>balanced</c> in the specification of a loss:
/// <c>cross-entropy class-weights=balanced</c>, <c>bce positive-weight=balanced</c>.
/// </summary>
internal static partial class BalancedWeights
{
    /// <summary>The specification with numbers.</summary>
    /// <exception cref="DataException">A class has no sample to weigh; it is named.</exception>
    public static string Written(string loss, Dataset train) => Balanced().Replace(loss, found =>
    {
        var option = found.Groups[1].Value;
        var weights = option == "class-weights" ? ClassBalance.ClassWeights(train) : ClassBalance.PositiveWeights(train);
        return $"{option}={string.Join(',', weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)))}";
    });

    [GeneratedRegex(@"(?<=\s)(class-weights|positive-weight|pos-weight)(?:=|\s+)balanced(?=\s|$)")]
    private static partial Regex Balanced();
}
