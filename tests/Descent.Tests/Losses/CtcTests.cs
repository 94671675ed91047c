using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Losses;

/// <summary>Connectionist temporal classification against all paths, against its composition, and at its edges.</summary>
[Collection("Workers")]
public class CtcTests
{
    private static readonly int[] WholeLengths = [5, 5];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Compute_SmallCase_IsTheSumOverAllPaths(int blank)
    {
        const int steps = 5, classes = 3;
        var logits = LossSample.Normal(3, 1, steps, classes);
        var probabilities = logits.Softmax().ToDoubles();
        var (a, b) = ((blank + 1) % classes, (blank + 2) % classes);
        foreach (var labels in (int[][])[[], [a], [a, a], [a, b], [b, b, a], [a, b, a, b], [a, a, a]])
        {
            var sum = 0.0;
            for (var code = 0; code < (int)Math.Pow(classes, steps); code++)
            {
                var path = Enumerable.Range(0, steps).Select(step => code / (int)Math.Pow(classes, step) % classes).ToArray();
                var read = path.Where((c, step) => c != blank && (step == 0 || path[step - 1] != c));
                var probability = path.Select((c, step) => probabilities[(step * classes) + c]).Aggregate(1.0, (x, y) => x * y);
                sum += read.SequenceEqual(labels) ? probability : 0;
            }

            var target = Tensor.From<int>(labels, new Shape(1, labels.Length));
            Assert.Equal(-Math.Log(sum), new Ctc(blank) { Reduction = Reduction.Sum }.Compute(logits, target).Item(), 1e-10);
        }
    }

    [Theory]
    [InlineData(1, 1, 2, 0)]
    [InlineData(1, 3, 2, 1)]
    [InlineData(4, 9, 5, 4)]
    [InlineData(3, 40, 19, 18)]
    [InlineData(2, 70, 3, 33)]
    public void Kernel_OddSizes_AgreesWithTheComposition(int samples, int steps, int classes, int longest)
    {
        foreach (var (type, tolerance) in (ReadOnlySpan<(ElementType, double)>)[(ElementType.Float64, 1e-10), (ElementType.Float32, 1e-4)])
        {
            var (logits, labels, inputs, lengths) = Inputs(samples, steps, classes, longest, type);
            var options = new CtcOptions(0, ZeroInfinity: true);
            var composed = CtcComposition.Of(options, [logits, labels, inputs, lengths]);
            var fused = new CtcOperation(options).Apply(logits, labels, inputs, lengths)[0];
            Samples.AssertClose<double>(composed.ToDoubles(), fused.ToDoubles(), tolerance, "loss");
            var g = LossSample.Uniform(5, samples).To(type);
            Samples.AssertClose<double>(
                Gradients.Of(composed, g, [logits])[0].ToDoubles(), Gradients.Of(fused, g, [logits])[0].ToDoubles(), tolerance, "gradient");
        }
    }

    [Fact]
    public void Gradient_OfGradient_AgreesWithDifferences()
    {
        var (logits, labels, inputs, lengths) = Inputs(2, 6, 4, 2, ElementType.Float64);
        var direction = LossSample.Normal(9, 2, 6, 4);
        var loss = new Ctc();
        Tensor Slope(Tensor x, bool differentiable)
            => (Gradients.Of(loss.Compute(x, labels, inputs, lengths), [x], differentiable)[0] * direction).Sum();
        var analytic = Gradients.Of(Slope(logits, differentiable: true), [logits])[0].ToDoubles();
        for (var i = 0; i < analytic.Length; i++)
        {
            double At(double by)
            {
                var values = logits.ToArray<double>();
                values[i] += by;
                return Slope(Tensor.From<double>(values, logits.Shape).Tracked(), differentiable: false).Item();
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, analytic[i], 1e-8);
        }
    }

    [Fact]
    public void Compute_TargetsEndedByMinusOne_AreThoseWithLengths()
    {
        var logits = LossSample.Normal(1, 2, 5, 4).Tracked();
        foreach (var reduction in (Reduction[])[Reduction.Mean, Reduction.Sum, Reduction.None])
        {
            var loss = new Ctc { Reduction = reduction };
            var ended = loss.Compute(logits, Tensor.From(new[,] { { 1, 2, -1 }, { 3, -1, 7 } }));
            var measured = loss.Compute(
                logits, Tensor.From(new[,] { { 1, 2, 0 }, { 3, 9, 9 } }), Tensor.From(WholeLengths), Tensor.From([2, 1]));
            Assert.Equal(measured.ToDoubles(), ended.ToDoubles());
        }
    }

    [Fact]
    public void Compute_LabelsThatDoNotFit_AreInfiniteOrZeroWithoutGradient()
    {
        // Two equal labels need a blank between them: three steps.
        var logits = LossSample.Normal(1, 1, 2, 3).Tracked();
        var target = Tensor.From(new[,] { { 1, 1 } });
        var loss = new Ctc().Compute(logits, target);
        Assert.Equal(double.PositiveInfinity, loss.Item());
        Assert.All(Gradients.Of(loss, [logits])[0].ToDoubles(), slope => Assert.Equal(0, slope));
        Assert.All(Gradients.Of(loss, [logits], differentiable: true)[0].ToDoubles(), slope => Assert.Equal(0, slope));
        var zeroed = new Ctc(zeroInfinity: true).Compute(logits, target);
        Assert.Equal(0, zeroed.Item());
        Assert.All(Gradients.Of(zeroed, [logits])[0].ToDoubles(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Gradient_OfEachStep_SumsToZeroAndIsZeroPastTheEnd()
    {
        var (logits, labels, _, lengths) = Inputs(2, 12, 6, 3, ElementType.Float64);
        var loss = new Ctc { Reduction = Reduction.Sum }.Compute(logits, labels, Tensor.From([12, 7]), lengths);
        var gradient = Gradients.Of(loss, [logits])[0];
        Assert.All(gradient.Sum(-1).ToDoubles(), sum => Assert.Equal(0, sum, 1e-12));
        Assert.All(gradient.Slice(0, 1, 1).Slice(1, 7, 5).ToDoubles(), slope => Assert.Equal(0, slope));
        Assert.Contains(gradient.Slice(0, 1, 1).Slice(1, 6, 1).ToDoubles(), slope => slope != 0);
    }

    [Fact]
    public void Compute_LongSequencesOfExtremeLogits_StayFinite()
    {
        var logits = (LossSample.Normal(2, 2, 600, 30) * 300.0).To(ElementType.Float32).Tracked();
        var labels = Tensor.From([.. Enumerable.Range(0, 200).Select(i => 1 + (i * 7 % 29))], 2, 100);
        var loss = new Ctc().Compute(logits, labels);
        Assert.True(double.IsFinite(loss.Item()));
        Assert.All(Gradients.Of(loss, [logits])[0].ToDoubles(), slope => Assert.True(Math.Abs(slope) <= 1));
    }

    [Theory]
    [InlineData(new[] { 1, 0 }, "sample 1: label 0")]
    [InlineData(new[] { 1, 4 }, "sample 1: label 4")]
    public void Compute_LabelThatIsNone_NamesTheSample(int[] label, string part)
    {
        var error = Assert.Throws<DataException>(() => new Ctc().Compute(LossSample.Normal(1, 2, 5, 4), Tensor.From(label, 2, 1)));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains("classes are 0..3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 1, "input length is 6")]
    [InlineData(0, 1, "input length is 0")]
    [InlineData(5, 3, "target length is 3")]
    public void Compute_LengthOutOfRange_NamesTheSample(int input, int target, string part)
    {
        var (logits, labels) = (LossSample.Normal(1, 2, 5, 4), Tensor.From(new[,] { { 1, 2 }, { 1, 2 } }));
        var error = Assert.Throws<DataException>(
            () => new Ctc().Compute(logits, labels, Tensor.From([5, input]), Tensor.From([1, target])));
        Assert.Contains("sample 1: the " + part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_ShapesThatDoNotFit_SayWhatIsNeeded()
    {
        var logits = LossSample.Normal(1, 2, 5, 4);
        var flat = LossSample.Normal(1, 2, 5);
        Assert.Contains("Transpose(0, 1)", Refused(() => new Ctc().Compute(flat, Tensor.From(WholeLengths))), StringComparison.Ordinal);
        Assert.Contains("[2, longest]", Refused(() => new Ctc().Compute(logits, Tensor.From(WholeLengths))), StringComparison.Ordinal);
        Assert.Contains("blank 4", Refused(() => new Ctc(4).Compute(logits, Tensor.From(WholeLengths, 2, 1))), StringComparison.Ordinal);
        var one = Tensor.From([5]);
        var few = Refused(() => new Ctc().Compute(logits, Tensor.From(WholeLengths, 2, 1), one, Tensor.From([1, 1])));
        Assert.Contains("input lengths", few, StringComparison.Ordinal);

        static string Refused(Func<Tensor> compute) => Assert.Throws<ShapeException>(compute).Message;
    }

    [Fact]
    public void Kernel_AnyNumberOfThreads_GivesTheSameBits()
    {
        var (logits, labels, inputs, lengths) = Inputs(40, 60, 20, 21, ElementType.Float32);
        var count = Workers.Count;
        try
        {
            var results = new List<double[]>();
            foreach (var threads in (int[])[1, 2, 3, 8])
            {
                Workers.Count = threads;
                var loss = new Ctc { Reduction = Reduction.None }.Compute(logits, labels, inputs, lengths);
                results.Add([.. loss.ToDoubles(), .. Gradients.Of(loss.Sum(), [logits])[0].ToDoubles()]);
            }

            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Fact]
    public void Kernel_OnceWarm_AllocatesNothingAndKeepsToItsMemory()
    {
        var shape = new CtcShape(3, 11, 5, 4, 0);
        var (logits, labels, inputs, lengths) = Inputs(3, 11, 5, 4, ElementType.Float64);
        var log = new Guarded<double>(logits.LogSoftmax().ToArray<double>());
        Guarded<double> losses = new(3), states = new(3 * 11 * shape.States), gradient = new(3 * 11 * 5);
        int[] label = labels.ToArray<int>(), steps = inputs.ToArray<int>(), length = lengths.ToArray<int>();
        Assert.Equal(0, Allocations.OnceWarm(() =>
        {
            CtcPaths.Forward<double>(shape, log.Span, label, steps, length, false, losses.Span, states.Span);
            CtcPaths.Gradient<double>(shape, losses.Span, log.Span, label, steps, length, states.Span, gradient.Span);
        }));
        losses.AssertIntact();
        states.AssertIntact();
        gradient.AssertIntact();
    }

    private static (Tensor Logits, Tensor Labels, Tensor Inputs, Tensor Lengths) Inputs(
        int samples, int steps, int classes, int longest, ElementType type)
    {
        var labels = Samples.Labels(samples * longest, classes - 1, seed: 3).Select(label => label + 1).ToArray();
        var inputs = Enumerable.Range(0, samples).Select(i => Math.Max(1, steps - i)).ToArray();
        var lengths = Enumerable.Range(0, samples).Select(i => Math.Max(0, longest - (2 * i))).ToArray();
        return (
            LossSample.Normal(8, samples, steps, classes).To(type).Tracked(), Tensor.From<int>(labels, new Shape(samples, longest)),
            Tensor.From(inputs), Tensor.From(lengths));
    }
}
