namespace Descent.Tests.Data;

public class SplitTests
{
    [Fact]
    public void Stratified_ThreeParts_KeepProportionsAndCoverAllRows()
    {
        var labels = Enumerable.Range(0, 1000).Select(i => i < 700 ? 0 : i < 950 ? 1 : 2).ToArray();
        var data = Dataset.Classification(
            "toy", new Shape(1), Array.ConvertAll(Enumerable.Range(0, 1000).ToArray(), i => (float)i), labels, ["a", "b", "c"]);
        var split = Split.Stratified(data, 0.2, 3, 0.1);
        Assert.Equal([140, 50, 10], split.Test.ClassCounts());
        Assert.Equal([70, 25, 5], split.Validation!.ClassCounts());
        var rows = new[] { split.Train, split.Test, split.Validation! }.SelectMany(
            part => Enumerable.Range(0, part.Count).Select(row => part.Input(row)[0]));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (float)i), rows.Order());
        Assert.Equal(split.Test.Input(0), Split.Stratified(data, 0.2, 3, 0.1).Test.Input(0));
    }

    [Fact]
    public void Stratified_Regression_IsShuffled()
    {
        var split = Split.Stratified(Datasets.Sine(100), 0.25, 1);
        Assert.Equal(25, split.Test.Count);
        Assert.Equal(75, split.Train.Count);
    }

    [Theory]
    [InlineData(0.6, 0.5)]
    [InlineData(-0.1, 0)]
    [InlineData(0.01, 0)]
    [InlineData(double.NaN, 0)]
    public void Stratified_ImpossibleFractions_AreRefused(double test, double validation)
        => Assert.Throws<DataException>(() => Split.Stratified(Datasets.Sine(10), test, 0, validation));

    [Fact]
    public void KFold_EveryRow_IsTestedOnce()
    {
        var data = Datasets.Blobs(103);
        var folds = Split.KFold(data, 4, 9);
        Assert.Equal(103, folds.Sum(fold => fold.Test.Count));
        Assert.All(folds, fold => Assert.All(fold.Test.ClassCounts(), count => Assert.InRange(count, 8, 9)));
        Assert.Equal(
            103, folds.SelectMany(fold => Enumerable.Range(0, fold.Test.Count).Select(row => fold.Test.Input(row)[0])).Distinct().Count());
        Assert.Throws<DataException>(() => Split.KFold(data, 1));
    }

    [Fact]
    public void Fold_WithValidation_TestsWhatKFoldTestsAndKeepsAPartOfTheRest()
    {
        var data = Datasets.Blobs(103, 0.5, 1);
        for (var fold = 1; fold <= 4; fold++)
        {
            var (plain, split) = (Split.KFold(data, 4, 9)[fold - 1], Split.Fold(data, 4, fold, 9, 0.2));
            float[] First(Dataset part) => [.. Enumerable.Range(0, part.Count).Select(row => part.Input(row)[0])];
            Assert.Equal(First(plain.Test), First(split.Test));
            Assert.Equal(First(plain.Train).Order(), First(split.Train).Concat(First(split.Validation!)).Order());
            Assert.InRange(split.Validation!.Count, 14, 17);
        }

        Assert.Throws<DataException>(() => Split.Fold(data, 4, 5));
    }
}
