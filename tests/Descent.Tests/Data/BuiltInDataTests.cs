namespace Descent.Tests.Data;

public class BuiltInDataTests
{
    [Fact]
    public void Digits_Split_IsFixedAndStratified()
    {
        var (train, test, validation) = Datasets.Digits();
        Assert.Null(validation);
        Assert.Equal(1797, train.Count + test.Count);
        Assert.InRange(test.Count, 358, 361);
        Assert.Equal(10, train.ClassCount);
        Assert.Equal(new Shape(64), train.InputShape);
        Assert.Equal(new Shape(1, 8, 8), train.ImageShape);
        Assert.All(test.ClassCounts(), count => Assert.InRange(count, 34, 38));
        Assert.Equal(test.Labels.ToArray(), Datasets.Digits().Test.Labels.ToArray());
        var input = Enumerable.Range(0, 20).SelectMany(train.Input).ToArray();
        Assert.Equal(16f, input.Max());
        Assert.Equal(0f, input.Min());
    }

    [Fact]
    public void Iris_Split_HasTenOfEachSpeciesToTest()
    {
        var (train, test, _) = Datasets.Iris();
        Assert.Equal([10, 10, 10], test.ClassCounts());
        Assert.Equal([40, 40, 40], train.ClassCounts());
        Assert.Equal(["setosa", "versicolor", "virginica"], train.ClassNames);
        Assert.Equal("petal_width_cm", train.FeatureNames[3]);
        var max = Enumerable.Range(0, train.Count).Select(row => train.Input(row)[0]).Max();
        Assert.Equal(7.9f, Math.Max(max, Enumerable.Range(0, test.Count).Select(row => test.Input(row)[0]).Max()));
    }

    [Fact]
    public void Standardize_FitsOnTrainingPartOnly()
    {
        var split = Datasets.Iris().Standardize();
        var inputs = new float[split.Train.Count * 4];
        split.Train.CopyInputs(Enumerable.Range(0, split.Train.Count).ToArray(), inputs);
        for (var feature = 0; feature < 4; feature++)
        {
            var column = inputs.Where((_, i) => i % 4 == feature).ToArray();
            Assert.Equal(0, column.Average(), 1e-5);
            Assert.Equal(1, column.Average(value => (double)value * value), 1e-5);
        }

        Assert.Same(split.Train.Scaling, split.Test.Scaling);
    }
}
