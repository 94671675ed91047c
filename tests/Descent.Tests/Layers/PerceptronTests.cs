namespace Descent.Tests.Layers;

public class PerceptronTests
{
    private static readonly Tensor Corners = Tensor.From<float>([0, 0, 0, 1, 1, 0, 1, 1], 4, 2);

    [Theory]
    [InlineData(new[] { 0, 0, 0, 1 })]
    [InlineData(new[] { 0, 1, 1, 1 })]
    [InlineData(new[] { 1, 1, 1, 0 })]
    [InlineData(new[] { 0, 0, 1, 0 })]
    public void Fit_ClassesThatALineSeparates_ConvergesAndPredictsThem(int[] labels)
    {
        var perceptron = new Perceptron(2);
        var fit = perceptron.Fit(Corners, Tensor.From<int>(labels));
        Assert.True(fit.Converged);
        Assert.Equal(0, fit.Mistakes[^1]);
        Assert.All(fit.Mistakes.SkipLast(1), mistakes => Assert.True(mistakes > 0));
        Assert.Equal(labels, perceptron.Predict(Corners).ToArray<int>());
    }

    [Fact]
    public void Fit_Xor_NeverConverges()
    {
        var perceptron = new Perceptron(2);
        var fit = perceptron.Fit(Corners, Tensor.From<int>([0, 1, 1, 0]), maxEpochs: 200);
        Assert.False(fit.Converged);
        Assert.Equal(200, fit.Mistakes.Count);
        Assert.All(fit.Mistakes, mistakes => Assert.True(mistakes > 0));
    }

    [Fact]
    public void Fit_ByHand_FollowsTheRule()
    {
        // From zeros every sample is class 1. (0, 0), class 0, is a mistake: b = -1. (1, 2), class 1: sum -1, a mistake: w = (1, 2), b = 0.
        var perceptron = new Perceptron(2);
        var fit = perceptron.Fit(Tensor.From<double>([0, 0, 1, 2], new Shape(2, 2)), Tensor.From<int>([0, 1]), maxEpochs: 1);
        Assert.Equal([2], fit.Mistakes);
        Assert.Equal([1, 2], perceptron.Weights);
        Assert.Equal(0, perceptron.Bias);

        // Another call goes on: (0, 0) has the sum 0 and is a mistake once more, b = -1; then both are right.
        Assert.Equal([1, 0], perceptron.Fit(Tensor.From<double>([0, 0, 1, 2], new Shape(2, 2)), Tensor.From<int>([0, 1])).Mistakes);
        Assert.Equal(-1, perceptron.Bias);
    }

    [Fact]
    public void Fit_AnotherRate_LearnsTheSame()
    {
        var (one, other) = (new Perceptron(2), new Perceptron(2, 0.25));
        var labels = Tensor.From<int>([0, 0, 0, 1]);
        Assert.Equal(one.Fit(Corners, labels).Mistakes, other.Fit(Corners, labels).Mistakes);
        Assert.Equal(one.Weights.Select(weight => weight / 4), other.Weights);
    }

    [Fact]
    public void Fit_WhatDoesNotFit_IsRefused()
    {
        var perceptron = new Perceptron(2);
        Assert.Contains(
            "sample 2: label 5", Assert.Throws<DataException>(() => perceptron.Fit(Corners, Tensor.From<int>([0, 1, 5, 1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => perceptron.Fit(Corners, Tensor.From<int>([0, 1])));
        Assert.Throws<ShapeException>(() => perceptron.Predict(Tensor.Ones(new Shape(1, 3))));
        Assert.Throws<SpecificationException>(() => perceptron.Fit(Corners, Tensor.From<int>([0, 0, 0, 1]), maxEpochs: 0));
        Assert.Throws<SpecificationException>(() => new Perceptron(2, double.NaN));
    }
}
