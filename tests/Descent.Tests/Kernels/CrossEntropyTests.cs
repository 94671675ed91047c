using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class CrossEntropyTests
{
    public static TheoryData<int, int, int, bool, double, int?> Cases => new()
    {
        { 5, 1, 1, false, 0, null }, { 5, 3, 1, false, 0, null }, { 7, 16, 1, true, 0.1, null }, { 9, 19, 1, true, 0.1, 4 },
        { 4, 257, 1, true, 0.3, null }, { 3, 5, 20, true, 0.1, 2 }, { 2, 10, 33, false, 0, 0 }, { 3, 4, 16, false, 0.2, -100 },
        { 2000, 10, 1, true, 0.1, 3 }, { 16, 32, 1, true, 0.1, 3 }, { 35, 33, 1, false, 0, null }, { 3, 6, 1, true, 1, null }, { 30, 12, 200, true, 0.05, 1 },
        { 50, 20, 1, false, 0, null }, { 50, 27, 1, true, 0.1, 3 }, { 49, 3, 1, false, 0, null }, { 64, 31, 1, false, 0, null }, { 48, 8, 1, false, 0, null }, { 48, 9, 1, false, 0, null },
        { 32, 7, 1, false, 0, null }, { 64, 1, 1, false, 0, null }, { 64, 17, 1, false, 0, null }, { 47, 25, 1, false, 0, null },
        { 35, 10, 1, false, 0, null }, { 17, 32, 1, false, 0, null }, { 3, 8, 1, false, 0, null }, { 70, 7, 1, false, 0, 3 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Labels_AnyOptions_MeetTheFormula(int samples, int classes, int positions, bool weighted, double smoothing, int? ignored)
    {
        CheckLabels<float>(samples, classes, positions, weighted, smoothing, ignored);
        CheckLabels<double>(samples, classes, positions, weighted, smoothing, ignored);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Probabilities_AnyOptions_MeetTheFormula(int samples, int classes, int positions, bool weighted, double smoothing, int? ignored)
    {
        _ = ignored;
        CheckProbabilities<float>(samples, classes, positions, weighted, smoothing);
        CheckProbabilities<double>(samples, classes, positions, weighted, smoothing);
    }

    [Fact]
    public void Labels_HugeLogits_GiveFiniteLossAndGradient()
    {
        float[] losses = new float[2], weights = new float[2], dx = new float[4], logits = [1000, -1000, -1000, 1000];
        CrossEntropyRows.Forward(logits, [0, 0], 2, 1, default, 0, null, losses, weights);
        Assert.Equal([0, 2000], losses);
        CrossEntropyRows.Gradient(logits, [0, 0], 2, 1, default, 0, null, [1f, 1], dx);
        Assert.Equal([0, 0, -1, 1], dx);
    }

    [Fact]
    public void Labels_IgnoredRow_IsExactlyZeroEvenIfItsLogitsAreNaN()
    {
        float[] losses = new float[2], weights = new float[2], dx = new float[4], logits = [float.NaN, 1, 0, 0];
        CrossEntropyRows.Forward(logits, [-1, 1], 2, 1, default, 0, -1, losses, weights);
        Assert.Equal([0, (float)Math.Log(2)], losses);
        Assert.Equal([0, 1], weights);
        CrossEntropyRows.Gradient(logits, [-1, 1], 2, 1, default, 0, -1, [1f, 1], dx);
        Assert.Equal([0, 0, 0.5f, -0.5f], dx);
    }

    [Theory]
    [InlineData(47, 0)]
    [InlineData(1_003, 0)]
    [InlineData(1_003, 0.1)]
    [InlineData(2_048, 0)]
    public void Labels_GradientThatIsTooLargeForTheCaches_HasTheBitsOfItsParts(int classes, double smoothing)
    {
        CheckParts<float>(classes, smoothing);
        CheckParts<double>(classes, smoothing);
    }

    private static unsafe void CheckParts<T>(int classes, double smoothing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Every third part: one by one they take as long as the whole.
        const int part = 64;
        var rows = ((32 << 20) / sizeof(T) / classes / part * part) + part;
        var labels = Samples.Labels(rows, classes, 3);
        T[] logits = Samples.Uniform<T>(rows * classes, -5, 5), upstream = Samples.Uniform<T>(rows, seed: 4), losses = new T[rows];
        T[] weights = new T[rows], partLosses = new T[part], partWeights = new T[part], partDx = new T[part * classes];
        upstream.AsSpan(5, 3).Clear();
        (logits[6 * classes], logits[(8 * classes) + 20], logits[9 * classes]) = (T.NaN, T.NegativeInfinity, T.PositiveInfinity);
        var memory = (T*)NativeMemory.AlignedAlloc((nuint)(rows * classes * sizeof(T)), 64);
        try
        {
            var dx = new Span<T>(memory, rows * classes);
            CrossEntropyRows.ForwardAndGradient(logits, labels, classes, 1, default, smoothing, null, upstream, losses, weights, dx);
            for (var row = 0; row < rows; row += 3 * part)
            {
                CrossEntropyRows.ForwardAndGradient<T>(
                    logits.AsSpan(row * classes, part * classes), labels.AsSpan(row, part), classes, 1, default, smoothing, null,
                    upstream.AsSpan(row, part), partLosses, partWeights, partDx);
                Assert.True(partDx.AsSpan().SequenceEqual(dx.Slice(row * classes, part * classes)), $"The gradients from row {row} on differ.");
                Assert.True(partLosses.AsSpan().SequenceEqual(losses.AsSpan(row, part)), $"The losses from row {row} on differ.");
                Assert.True(partWeights.AsSpan().SequenceEqual(weights.AsSpan(row, part)), $"The weights from row {row} on differ.");
            }

            var end = dx[^(part * classes)..].ToArray();
            dx.Clear();
            CrossEntropyRows.Gradient(logits, labels, classes, 1, default, smoothing, null, upstream, dx);
            Assert.True(dx.EndsWith(end), "The gradients without losses differ.");
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    [Fact]
    public void Labels_OutOfRange_NameTheSample()
    {
        var error = Assert.Throws<DataException>(
            () => CrossEntropyRows.Forward(new float[12], [0, 8], 6, 1, default, 0, null, new float[2], new float[2]));
        Assert.Contains("Sample 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("8", error.Message, StringComparison.Ordinal);
        Assert.Contains("0..5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_ZeroAgainstImpossible_IsZero()
    {
        var losses = new float[1];
        CrossEntropyRows.ForwardProbabilities([0, float.NegativeInfinity], [1f, 0], 2, 1, default, 0, losses);
        Assert.Equal(0, losses[0]);
    }

    private static void CheckLabels<T>(int samples, int classes, int positions, bool weighted, double smoothing, int? ignored)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = samples * positions;
        var labels = Samples.Labels(rows, classes, 3);
        var data = new Case<T>(rows, classes, positions, weighted);
        var q = new double[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < classes && labels[row] != ignored; j++)
            {
                // Weighted targets: w[t] (1 - s) at the label and (s / c) w[j] everywhere.
                q[data.At(row, j)] = (smoothing / classes * data.Weight(j)) + (j == labels[row] ? (1 - smoothing) * data.Weight(j) : 0);
            }
        }

        Guarded<T> losses = new(rows), rowWeights = new(rows), dx = new(rows * classes);
        CrossEntropyRows.Forward(data.Logits.Span, labels, classes, positions, data.Weights, smoothing, ignored, losses.Span, rowWeights.Span);
        CrossEntropyRows.Gradient(data.Logits.Span, labels, classes, positions, data.Weights, smoothing, ignored, data.Upstream.Span, dx.Span);
        data.AssertMeets(q, losses, dx);
        T[] lossesAtOnce = new T[rows], weightsAtOnce = new T[rows], dxAtOnce = new T[rows * classes];
        CrossEntropyRows.ForwardAndGradient<T>(
            data.Logits.Span, labels, classes, positions, data.Weights, smoothing, ignored, data.Upstream.Span, lossesAtOnce, weightsAtOnce, dxAtOnce);
        Assert.Equal(losses.Span.ToArray(), lossesAtOnce);
        Assert.Equal(rowWeights.Span.ToArray(), weightsAtOnce);
        Assert.Equal(dx.Span.ToArray(), dxAtOnce);
        Samples.AssertClose<T>(labels.Select(t => t == ignored ? 0 : data.Weight(t)).ToArray(), rowWeights.Span, 0, "weight");
        rowWeights.AssertIntact();
    }

    private static void CheckProbabilities<T>(int samples, int classes, int positions, bool weighted, double smoothing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = samples * positions;
        var data = new Case<T>(rows, classes, positions, weighted);
        var targets = new Guarded<T>(Samples.Uniform<T>(rows * classes, 0, 1, 6));
        var q = Samples.ToDouble<T>(targets.Span);
        for (var i = 0; i < q.Length; i++)
        {
            q[i] = (((1 - smoothing) * q[i]) + (smoothing / classes)) * data.Weight(i / positions % classes);
        }

        Guarded<T> losses = new(rows), dx = new(rows * classes);
        CrossEntropyRows.ForwardProbabilities(data.Logits.Span, targets.Span, classes, positions, data.Weights, smoothing, losses.Span);
        CrossEntropyRows.GradientProbabilities(
            data.Logits.Span, targets.Span, classes, positions, data.Weights, smoothing, data.Upstream.Span, dx.Span);
        data.AssertMeets(q, losses, dx);
        T[] lossesAtOnce = new T[rows], dxAtOnce = new T[rows * classes];
        CrossEntropyRows.ForwardAndGradientProbabilities<T>(
            data.Logits.Span, targets.Span, classes, positions, data.Weights, smoothing, data.Upstream.Span, lossesAtOnce, dxAtOnce);
        Assert.Equal(losses.Span.ToArray(), lossesAtOnce);
        Assert.Equal(dx.Span.ToArray(), dxAtOnce);
    }

    private sealed class Case<T>(int rows, int classes, int positions, bool weighted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Guarded<T> Logits { get; } = new(Samples.Uniform<T>(rows * classes, -5, 5));

        public Guarded<T> Upstream { get; } = new(Samples.Uniform<T>(rows, seed: 4));

        public T[] Weights { get; } = weighted ? Samples.Uniform<T>(classes, 0.5, 2, 5) : [];

        public double Weight(int label) => weighted ? double.CreateTruncating(Weights[label]) : 1;

        public int At(int row, int j) => (row / positions * classes * positions) + (j * positions) + (row % positions);

        /// <summary>Loss -sum of q z and gradient upstream (softmax sum of q - q), for weighted targets q.</summary>
        public void AssertMeets(double[] q, Guarded<T> losses, Guarded<T> dx)
        {
            double[] x = Samples.ToDouble<T>(Logits.Span), g = Samples.ToDouble<T>(Upstream.Span);
            double[] wantLosses = new double[rows], wantDx = new double[rows * classes];
            for (var row = 0; row < rows; row++)
            {
                var places = Enumerable.Range(0, classes).Select(j => At(row, j)).ToArray();
                var sum = places.Sum(at => Math.Exp(x[at]));
                var all = places.Sum(at => q[at]);
                wantLosses[row] = places.Sum(at => q[at] * (Math.Log(sum) - x[at]));
                foreach (var at in places)
                {
                    wantDx[at] = g[row] * ((Math.Exp(x[at]) / sum * all) - q[at]);
                }
            }

            Samples.AssertClose<T>(wantLosses, losses.Span, Samples.Tolerance<T>(3e-6), "loss");
            Samples.AssertClose<T>(wantDx, dx.Span, Samples.Tolerance<T>(3e-6), "gradient");
            Assert.All([Logits, Upstream, losses, dx], span => span.AssertIntact());
        }
    }
}
