using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Losses;

/// <summary>Losses over classes that become others at the ends of their options, and what they refuse.</summary>
public class ClassLossTests
{
    private static readonly Tensor Logits = LossSample.Normal(1, 5, 4, 3);

    private static readonly Tensor Labels = LossSample.Labels(4, 5, 3);

    [Fact]
    public void Focal_GammaZero_IsCrossEntropy()
        => Equal(new CrossEntropy(ignoreIndex: 2), new Focal(0, ignoreIndex: 2), 1e-12);

    [Fact]
    public void Focal_Weights_MultiplyAndDoNotDivide()
    {
        double[] weights = [1, 2, 0, 0.5];
        var each = new Focal { Reduction = Reduction.None }.Compute(Logits, Labels).ToDoubles();
        var expected = each.Zip(Labels.ToArray<int>(), (loss, label) => loss * weights[label]).Average();
        Assert.Equal(expected, new Focal(classWeights: weights).Compute(Logits, Labels).Item(), 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Focal_CertainOfTheRightClass_IsZeroWithFiniteDerivatives(double gamma)
    {
        var x = Tensor.From(new[,] { { 1000.0, 0, -1000 }, { 40, 0, 0 } }).Tracked();
        var loss = new Focal(gamma).Compute(x, Tensor.From([0, 0]));
        Assert.Equal(0, loss.Item(), 1e-15);
        var slope = Gradients.Of(loss, [x], differentiable: true)[0];
        Assert.All(Gradients.Of(slope.Sum(), [x])[0].ToDoubles(), second => Assert.Equal(0, second, 1e-6));
    }

    [Fact]
    public void GeneralizedCrossEntropy_SmallQ_IsNearlyCrossEntropy()
        => Equal(new CrossEntropy(), new GeneralizedCrossEntropy(1e-3), 1e-2);

    [Fact]
    public void GeneralizedCrossEntropy_QOfOne_IsOneLessTheProbability()
    {
        var p = Logits.Softmax(1).TakeAlong(1, Labels.Reshape(5, 1, 3)).Reshape(5, 3);
        var loss = new GeneralizedCrossEntropy(1) { Reduction = Reduction.None }.Compute(Logits, Labels);
        Samples.AssertClose<double>((1.0 - p).ToDoubles(), loss.ToDoubles(), 1e-12);
    }

    [Fact]
    public void GeneralizedCrossEntropy_Ignored_CountsNothing()
    {
        var loss = new GeneralizedCrossEntropy(0.7, ignoreIndex: -100);
        var total = loss.Total(LossSample.Normal(1, 2, 3), Tensor.From([-100, 1]));
        Assert.Equal(1, total.Weight);
        var second = new GeneralizedCrossEntropy().Compute(LossSample.Normal(1, 2, 3).Slice(0, 1, 1), Tensor.From([1]));
        Assert.Equal(second.Item(), total.Sum.Item(), 1e-12);
    }

    [Fact]
    public void JensenShannon_Positions_AreRowsOfTheirOwn()
    {
        var (p, t) = (LossSample.Distributions(1, 2, 3, 4), LossSample.Distributions(2, 2, 3, 4));
        var expected = InformationTheory.JensenShannonDivergence(p.Transpose(), t.Transpose()).Mean().Item();
        Assert.Equal(expected, new JensenShannon().Compute(p, t).Item(), 1e-12);
        Assert.Equal(Math.Log(2), new JensenShannon().Compute(Tensor.From(new[,] { { 1.0, 0 } }), Tensor.From([1])).Item(), 1e-12);
        Assert.Equal(0, new JensenShannon().Compute(t, t).Item(), 1e-12);
    }

    [Fact]
    public void MultilabelMargin_ListsAndIndicators_AreTheSame()
    {
        var x = LossSample.Normal(1, 3, 4);
        var listed = new MultilabelMargin().Compute(x, Tensor.From(new[,] { { 2, 0, -1, 2 }, { -1, 0, 0, 0 }, { 3, 1, 0, 2 } }));
        var marked = new MultilabelMargin().Compute(x, Tensor.From(new[,] { { 1.0, 0, 1, 0 }, { 0, 0, 0, 0 }, { 1, 1, 1, 1 } }));
        Assert.Equal(marked.Item(), listed.Item());
    }

    [Fact]
    public void MultilabelMarginRows_EveryWidth_AgreesWithTheSum()
    {
        Check<float>(1e-5);
        Check<double>(1e-12);

        static void Check<T>(double tolerance)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            for (var classes = 1; classes <= 70; classes++)
            {
                var x = Samples.Uniform<T>(3 * classes);
                T[] mask = [.. Samples.Labels(3 * classes, 2, classes).Select(label => T.CreateTruncating(label))];
                Guarded<T> losses = new(3), slopes = new(3 * classes);
                MultilabelMarginRows.Forward<T>(x, mask, classes, losses.Span, slopes.Span);
                var (sums, counts) = (new double[3], new double[3 * classes]);
                for (var pair = 0; pair < 3 * classes * classes; pair++)
                {
                    var (row, j, i) = (pair / classes / classes, pair / classes % classes, pair % classes);
                    var margin = 1 - double.CreateTruncating(x[(row * classes) + j]) + double.CreateTruncating(x[(row * classes) + i]);
                    if (mask[(row * classes) + j] != T.Zero && mask[(row * classes) + i] == T.Zero && margin > 0)
                    {
                        sums[row] += margin / classes;
                        counts[(row * classes) + j] -= 1.0 / classes;
                        counts[(row * classes) + i] += 1.0 / classes;
                    }
                }

                Samples.AssertClose<T>(sums, losses.Span, tolerance, $"losses of {classes}");
                Samples.AssertClose<T>(counts, slopes.Span, tolerance, $"slopes of {classes}");
                losses.AssertIntact();
                slopes.AssertIntact();
            }
        }
    }

    [Fact]
    public void Targets_OfTheWrongKind_AreRefusedWithTheRemedy()
    {
        var x = LossSample.Normal(1, 2, 3);
        Loss[] losses = [new Focal(), new GeneralizedCrossEntropy(), new MultiMargin()];
        foreach (var loss in losses)
        {
            var shape = Assert.Throws<ShapeException>(() => loss.Compute(x, LossSample.Distributions(1, 2, 3)));
            Assert.Contains("ArgMax(1)", shape.Message, StringComparison.Ordinal);
            var label = Assert.Throws<DataException>(() => loss.Compute(x, Tensor.From([0, 3])));
            Assert.Contains("sample 1: label 3", label.Message, StringComparison.Ordinal);
        }

        var indicators = Tensor.From(new[,] { { 1, 0, 1 }, { 0, 1, 1 } });
        var error = Assert.Throws<DataException>(() => new MultilabelMargin().Compute(x, indicators));
        Assert.Contains("sample 0: the list of targets holds 1 twice", error.Message, StringComparison.Ordinal);
        var half = Tensor.From(new[,] { { 1.0, 0, 1 }, { 0, 0.5, 1 } });
        error = Assert.Throws<DataException>(() => new MultilabelMargin().Compute(x, half));
        Assert.Contains("sample 1", error.Message, StringComparison.Ordinal);
    }

    private static void Equal(Loss expected, Loss found, double tolerance)
    {
        var (x, y) = (Logits.Tracked(), Logits.Tracked());
        var (one, other) = (expected.Compute(x, Labels), found.Compute(y, Labels));
        Assert.Equal(one.Item(), other.Item(), tolerance);
        Samples.AssertClose<double>(Gradients.Of(one, [x])[0].ToDoubles(), Gradients.Of(other, [y])[0].ToDoubles(), tolerance);
    }
}
