using System.Globalization;

namespace Descent;

/// <summary>Known data sets: built in, generated, or read from files.</summary>
public static partial class Datasets
{
    private const double BuiltInTestFraction = 0.2;

    /// <summary>
    /// 1,797 handwritten digits of 8x8 pixels as flat rows of 64 grey values in 0..16, as they were published, 10 classes: a fixed
    /// stratified split, a fifth to test on. <see cref="Dataset.ImageShape"/> is [1, 8, 8]; <see cref="DataSplit.WithScaling"/> scales.
    /// </summary>
    /// <remarks>Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998; CC BY 4.0.</remarks>
    public static DataSplit Digits() => Split.Stratified(BuiltInData.Digits(), BuiltInTestFraction);

    /// <summary>
    /// 150 iris flowers, 4 measurements in cm, 3 species: a fixed stratified split, a fifth to test on. The numbers are as measured; see
    /// <see cref="DataSplit.Standardize"/>.
    /// </summary>
    /// <remarks>Source: Fisher, Annals of Eugenics, 1936; UCI; CC BY 4.0.</remarks>
    public static DataSplit Iris() => Split.Stratified(BuiltInData.Iris(), BuiltInTestFraction);

    /// <summary>"0", "1", ...: the names of classes that are numbers.</summary>
    internal static string[] DigitNames(int classes)
        => [.. Enumerable.Range(0, classes).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];
}
