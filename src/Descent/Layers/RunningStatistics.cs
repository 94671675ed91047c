using System.Numerics;

namespace Descent;

/// <summary>
/// Moves running averages towards a batch's statistics, in place: r = (1 - share) r + share now, where the variance is made unbiased by
/// count / (count - 1). Inputs: the batch's mean and biased variance. No outputs.
/// </summary>
/// <param name="momentum">The share of the new batch; null for the plain average of all batches.</param>
/// <param name="count">The numbers of a channel that the statistics are of.</param>
/// <param name="mean">The running mean.</param>
/// <param name="variance">The running variance.</param>
/// <param name="batches">The number of batches so far; needed without a momentum.</param>
/// <param name="pass">Says whether statistics are kept.</param>
internal sealed class RunningStatisticsOperation(
    double? momentum, int count, Parameter mean, Parameter variance, Parameter? batches, Pass pass)
    : Operation
{
    public override string Name => "running statistics";

    internal override bool HasEffect => true;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (!pass.KeepsStatistics)
        {
            return;
        }

        if (mean.Type == ElementType.Float32)
        {
            Move<float>(inputs[0], inputs[1]);
        }
        else
        {
            Move<double>(inputs[0], inputs[1]);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null, null];

    private void Move<T>(Tensor batchMean, Tensor batchVariance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var share = momentum ?? 1 / CountBatch<T>();
        Move(mean.Change<T>(), batchMean.Span<T>(), share, 1);
        Move(variance.Change<T>(), batchVariance.Span<T>(), share, count / (count - 1.0));
        GC.KeepAlive(mean);
        GC.KeepAlive(variance);
    }

    private double CountBatch<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var so = batches!.Change<T>();
        so[0] += T.One;
        return double.CreateTruncating(so[0]);
    }

    /// <summary>A bad batch, which stops the training, does not spoil what was gathered before.</summary>
    private static void Move<T>(Span<T> running, ReadOnlySpan<T> batch, double share, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var channel = 0; channel < running.Length; channel++)
        {
            var (before, now) = (double.CreateTruncating(running[channel]), double.CreateTruncating(batch[channel]));
            var moved = T.CreateTruncating(((1 - share) * before) + (share * factor * now));
            running[channel] = T.IsFinite(moved) ? moved : running[channel];
        }
    }
}
