using Descent.Kernels;

namespace Descent;

/// <summary>
/// What this machine can do at most, as measured: the roof that a computation is held against. No computation is faster than its
/// arithmetic at the peak, nor than its memory traffic at the bandwidth.
/// </summary>
/// <remarks>Source: Williams, Waterman and Patterson, Roofline: an insightful visual performance model, 2009.</remarks>
public sealed class MachinePeak
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(600);
    private static readonly (long Bytes, bool PastCaches)[] CopySizes = [(1 << 18, false), (1 << 22, false), (1 << 27, true)];

    /// <summary>A machine of which these numbers are known.</summary>
    /// <param name="threads">The number of threads that work on a computation.</param>
    /// <param name="coreFlops">Operations a second of one thread.</param>
    /// <param name="flops">Operations a second of all threads together.</param>
    /// <param name="copyRates">Rates of a copy by all threads, from small to large; at least one.</param>
    /// <exception cref="ArgumentException">A number is not positive, or the sizes do not grow.</exception>
    public MachinePeak(int threads, double coreFlops, double flops, IReadOnlyList<CopyRate> copyRates)
    {
        ArgumentNullException.ThrowIfNull(copyRates);
        if (threads < 1 || !(coreFlops > 0) || !(flops > 0) || copyRates.Count == 0
            || copyRates.Any(rate => rate.Bytes < 1 || !(rate.BytesPerSecond > 0))
            || copyRates.Zip(copyRates.Skip(1)).Any(pair => pair.First.Bytes >= pair.Second.Bytes))
        {
            throw new ArgumentException("Threads, rates and sizes must be positive, and the sizes must grow.");
        }

        (Threads, CoreFlops, Flops, CopyRates) = (threads, coreFlops, flops, [.. copyRates]);
    }

    /// <summary>The number of threads that work on a computation.</summary>
    public int Threads { get; }

    /// <summary>The bits of the widest vector that the processor computes with at once.</summary>
    public static int VectorBits => PeakRates.VectorBits;

    /// <summary>Operations of single precision a second by one thread; a multiply-add counts as two.</summary>
    public double CoreFlops { get; }

    /// <summary>Operations of single precision a second by all threads.</summary>
    public double Flops { get; }

    /// <summary>Rates of a copy by all threads, from small buffers to large ones.</summary>
    public IReadOnlyList<CopyRate> CopyRates { get; }

    /// <summary>
    /// Seconds in which every thread takes a piece of work and all are known to be done, as a median: what is smaller is not worth sharing.
    /// Threads on processors without a common cache take longer. 0 for one thread, and where it is not known.
    /// </summary>
    public double HandOutSeconds { get; init; }

    /// <summary>Bytes read and written a second by a copy that no cache holds.</summary>
    public double MemoryBandwidth => CopyRates[^1].BytesPerSecond;

    /// <summary>
    /// Measures the machine with the threads that compute now. Takes 128 MiB for the time of the measurement. Best on a machine that does
    /// nothing else: other work can only make the numbers smaller.
    /// </summary>
    /// <param name="duration">How long to measure in all; 0.6 s unless given.</param>
    /// <param name="cancellation">Stops between two measurements.</param>
    public static MachinePeak Measure(TimeSpan? duration = null, CancellationToken cancellation = default)
    {
        var part = (duration ?? Usual) / (3 + CopySizes.Length);
        var core = PeakRates.Flops(part, team: false);
        cancellation.ThrowIfCancellationRequested();
        var all = Math.Max(core, PeakRates.Flops(part, team: true));
        var copies = new List<CopyRate>();
        foreach (var (bytes, pastCaches) in CopySizes)
        {
            cancellation.ThrowIfCancellationRequested();
            copies.Add(new CopyRate(bytes, PeakRates.CopyBytes(bytes, pastCaches, part)));
        }

        return new MachinePeak(Workers.Count, core, all, copies) { HandOutSeconds = PeakRates.HandOutSeconds(part) };
    }

    /// <summary>The bytes a second for a computation that moves so many bytes: between two measured sizes it is interpolated.</summary>
    public double Bandwidth(double bytes)
    {
        for (var i = 0; i < CopyRates.Count; i++)
        {
            if (bytes > CopyRates[i].Bytes)
            {
                continue;
            }

            if (i == 0)
            {
                break;
            }

            var (below, above) = (CopyRates[i - 1], CopyRates[i]);
            var share = Math.Log(bytes / below.Bytes) / Math.Log((double)above.Bytes / below.Bytes);
            return below.BytesPerSecond * Math.Pow(above.BytesPerSecond / below.BytesPerSecond, share);
        }

        return bytes > CopyRates[^1].Bytes ? MemoryBandwidth : CopyRates[0].BytesPerSecond;
    }

    /// <summary>The least seconds that a computation can take here: its arithmetic at the peak or its traffic at the bandwidth.</summary>
    public double LeastSeconds(OperationCost cost) => Math.Max(cost.Flops / Flops, cost.Bytes > 0 ? cost.Bytes / Bandwidth(cost.Bytes) : 0);

    /// <summary>Whether it is the arithmetic that bounds a computation here, not the memory.</summary>
    public bool IsBoundByArithmetic(OperationCost cost)
        => cost.Flops > 0 && cost.Flops / Flops >= (cost.Bytes > 0 ? cost.Bytes / Bandwidth(cost.Bytes) : 0);
}
