using Descent.Tests.Checks;

namespace Descent.Tests.Losses;

/// <summary>What holds for every loss of the Catalog, whatever its options, shapes and values.</summary>
public class LossPropertyTests
{
    private const int Cases = 60;
    private const int ElementsPerCase = 10;

    public static TheoryData<string> Names => new(Descent.Catalog.Losses.Select(loss => loss.Name));

    public static TheoryData<string> WithTarget => new(Descent.Catalog.Losses
        .Select(loss => Specification.Make(loss.Name, Descent.Catalog.Losses, "loss"))
        .Where(loss => loss.Target != TargetKind.None)
        .Select(loss => loss.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfPrediction_AgreesWithDifferences(string name)
        => Agree(name, (loss, target) => (
            x => Reduced(loss, x, target).Item(),
            x => Slopes(loss, x.Tracked(), target, differentiable: false)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfGradient_AgreesWithDifferences(string name)
        => Agree(name, (loss, target) => (
            x => Along(loss, x.Tracked(), target, differentiable: false).Item(),
            x => Second(loss, x.Tracked(), target)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_ExtremePredictions_AreNeverNaN(string name) => Property.Holds(LossCase.Any(Find(name)), Cases, one =>
    {
        var (prediction, target) = LossInputs.Of(one.Loss, one.Lengths, one.Seed, extreme: true);
        foreach (var type in new[] { ElementType.Float32, ElementType.Float64 })
        {
            var x = prediction.To(type).Tracked();
            var value = one.Loss.Compute(x, target.Type == ElementType.Int32 ? target : target.To(type));
            Assert.DoesNotContain(double.NaN, value.ToDoubles());
            Assert.DoesNotContain(double.NaN, Gradients.Of(value.Sum(), [x])[0].ToDoubles());
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_Float32_AgreesWithFloat64(string name) => Property.Holds(LossCase.Any(Find(name)), Cases, one =>
    {
        // The same numbers in both types.
        var (prediction, target) = LossInputs.Of(one.Loss, one.Lengths, one.Seed);
        var isLabel = target.Type == ElementType.Int32;
        var (x, t) = (prediction.To(ElementType.Float32), isLabel ? target : target.To(ElementType.Float32));
        var (single, slopes) = Run(x, t);
        var (value, wanted) = Run(x.To(ElementType.Float64), isLabel ? t : t.To(ElementType.Float64));
        Assert.Equal(ElementType.Float32, single.Type);
        Assert.Equal(value.Shape, single.Shape);
        Assert.Equal(value.ToDoubles(), single.ToDoubles(), Close);
        Assert.Equal(wanted.ToDoubles(), slopes.ToDoubles(), Close);

        (Tensor Value, Tensor Slopes) Run(Tensor input, Tensor wantedOutput)
        {
            var tracked = input.Tracked();
            var result = one.Loss.Compute(tracked, wantedOutput);
            return (result, Gradients.Of(result.Sum(), [tracked])[0]);
        }

        static bool Close(double double64, double float32) => Math.Abs(double64 - float32) <= 2e-5 * Math.Max(1, Math.Abs(double64));
    });

    [Theory]
    [MemberData(nameof(WithTarget))]
    public void Compute_TargetThatWouldBroadcast_IsRefused(string name) => Property.Holds(LossCase.Any(Find(name)), Cases, one =>
    {
        var (prediction, target) = LossInputs.Of(one.Loss, [one.Lengths[0] + 1, .. one.Lengths[1..]], one.Seed);
        var error = Assert.Throws<ShapeException>(() => one.Loss.Compute(prediction, target.Slice(0, 0, 1)));
        Assert.Contains(one.Name, error.Message, StringComparison.Ordinal);
    });

    /// <summary>
    /// Holds derivatives against differences at some elements of drawn predictions. Where differences of two sizes contradict each other
    /// there is a kink close by, which says nothing about the derivative; there must be few of them.
    /// </summary>
    private static void Agree(string name, Func<Loss, Tensor, (Func<Tensor, double> Value, Func<Tensor, Tensor> Gradient)> make)
    {
        var (held, passedOver) = (0, 0);
        Property.Holds(LossCase.Any(Find(name)), Cases, one =>
        {
            var loss = one.Loss;
            var (prediction, target) = LossInputs.Of(loss, one.Lengths, one.Seed);
            var (value, gradient) = make(loss, target);
            var slopes = gradient(prediction).ToDoubles();
            var size = 1 + Math.Abs(value(prediction));
            var stride = Math.Max(1, slopes.Length / ElementsPerCase);
            for (var i = one.Seed % stride; i < slopes.Length; i += stride)
            {
                double Difference(double step)
                {
                    double At(double by) => value(Moved(prediction, i, by));
                    return ((8 * (At(step) - At(-step))) - (At(2 * step) - At(-2 * step))) / (12 * step);
                }

                var (coarse, fine) = (Difference(4e-4), Difference(2e-4));
                var largest = Math.Max(Math.Abs(fine), Math.Abs(slopes[i]));
                if (Math.Abs(coarse - fine) > (1e-7 * largest) + (1e-9 * size))
                {
                    passedOver++;
                    continue;
                }

                held++;
                Assert.True(
                    Math.Abs(slopes[i] - fine) <= (1e-6 * largest) + (1e-8 * size),
                    $"element {i} at {prediction.ToDoubles()[i]}: the gradient is {slopes[i]:R}, differences give {fine:R}");
            }
        });
        Assert.True(held > 10 * passedOver, $"{name}: {held} elements were held against differences, {passedOver} passed over.");
    }

    /// <summary>A scalar in which each element of a loss that is not reduced counts differently.</summary>
    private static Tensor Reduced(Loss loss, Tensor prediction, Tensor target)
    {
        var value = loss.Compute(prediction, target);
        return value.Shape.Rank == 0 ? value : (value * Directions(value.Shape)).Sum();
    }

    private static Tensor Slopes(Loss loss, Tensor tracked, Tensor target, bool differentiable)
        => Gradients.Of(Reduced(loss, tracked, target), [tracked], differentiable)[0];

    /// <summary>The slope in a fixed direction, a scalar.</summary>
    private static Tensor Along(Loss loss, Tensor tracked, Tensor target, bool differentiable)
    {
        var slopes = Slopes(loss, tracked, target, differentiable);
        return (slopes * Directions(slopes.Shape)).Sum();
    }

    private static Tensor Second(Loss loss, Tensor tracked, Tensor target)
        => Gradients.Of(Along(loss, tracked, target, differentiable: true), [tracked])[0];

    private static Tensor Directions(Shape shape)
        => Tensor.From<double>([.. Enumerable.Range(0, shape.Count).Select(i => Math.Cos(i + 1))], shape);

    private static Tensor Moved(Tensor tensor, int element, double by)
    {
        var values = tensor.ToArray<double>();
        values[element] += by;
        return Tensor.From<double>(values, tensor.Shape);
    }

    private static Definition<Loss> Find(string name) => Descent.Catalog.Losses.Single(loss => loss.Name == name);
}
