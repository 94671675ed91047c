namespace Descent.Benchmarks.Results;

/// <summary>Everything that one comparison found. Its JSON form is described in bench/README.md.</summary>
/// <param name="Schema">The version of this form.</param>
/// <param name="Date">When, in universal time.</param>
/// <param name="Machine">Where.</param>
/// <param name="Rounds">How many rounds each time is the median of.</param>
/// <param name="Peers">The peers that took part.</param>
/// <param name="Workloads">Ours against theirs.</param>
/// <param name="Kernels">Kernels against the machine's peak.</param>
/// <param name="Scaling">One thread against all.</param>
/// <param name="Programs">Whole programs, start-up and training from files; empty unless asked for.</param>
internal sealed record Report(
    int Schema,
    DateTime Date,
    Machine Machine,
    int Rounds,
    IReadOnlyList<string> Peers,
    IReadOnlyList<WorkloadResult> Workloads,
    IReadOnlyList<KernelResult> Kernels,
    IReadOnlyList<ScalingResult> Scaling,
    IReadOnlyList<ProgramResult> Programs);

/// <summary>The machine and what it can do at most.</summary>
/// <param name="Processor">Its name.</param>
/// <param name="Processors">How many processors the system has.</param>
/// <param name="Threads">How many threads each side computes with.</param>
/// <param name="VectorBits">The bits of the widest vector.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The runtime of .NET.</param>
/// <param name="LoadBefore">How many threads wanted to run in the minute before, on average; null where the system does not tell.</param>
/// <param name="CoreFlopsPerSecond">Operations a second of one thread.</param>
/// <param name="FlopsPerSecond">Operations a second of all threads.</param>
/// <param name="HandOutSeconds">Seconds in which all threads take a piece of work and are known to be done.</param>
/// <param name="Copies">Rates of copies.</param>
internal sealed record Machine(
    string Processor, int Processors, int Threads, int VectorBits, string System, string Runtime, double? LoadBefore,
    double CoreFlopsPerSecond, double FlopsPerSecond, double HandOutSeconds, IReadOnlyList<CopyRate> Copies)
{
    private const double Quiet = 0.25;

    /// <summary>Whether other work ran before the comparison, whose numbers are then not to be trusted; null where unknown.</summary>
    public bool? IsBusy => LoadBefore > Quiet * Processors;
}

/// <summary>One workload; seconds are those of one step, one sample or one fit.</summary>
internal sealed record WorkloadResult(
    string Id, string Title, double Seconds, double BestSeconds, string? Peer, double? PeerSeconds, double? BestPeerSeconds,
    double? PeerOneThreadSeconds, double Bar,
    double Flops, double LimitSeconds, double? AllocatedBytes)
{
    /// <summary>How many times faster than the peer with as many threads; null without a peer.</summary>
    public double? Ratio => PeerSeconds / Seconds;

    /// <summary>How many times faster than the peer with one thread, which waits for nobody; null without a peer.</summary>
    public double? RatioToOneThread => PeerOneThreadSeconds / Seconds;

    /// <summary>Whether the ratio reaches the bar; null without a peer.</summary>
    public bool? MeetsBar => Ratio is { } ratio ? ratio >= Bar : null;

    /// <summary>The arithmetic at the peak by the time taken.</summary>
    public double FractionOfLimit => LimitSeconds / Seconds;
}

/// <summary>One kernel.</summary>
internal sealed record KernelResult(
    string Group, string Name, double Flops, double Bytes, double Seconds, double BestSeconds, double FractionOfPeak, double? Bar,
    double? Reference, string? Peer, double? PeerSeconds, double? BestPeerSeconds)
{
    private const double MostTimesPeer = 1.15;

    /// <summary>How many times as long as the peer it takes; null without a peer.</summary>
    public double? TimesPeer => Seconds / PeerSeconds;

    /// <summary>The most that this may be; null without a peer.</summary>
    public double? PeerBar => Peer is null ? null : MostTimesPeer;

    /// <summary>Whether the time beside the peer's, or the fraction of the peak, reaches its bar; null where there is none.</summary>
    public bool? MeetsBar => TimesPeer is { } times ? times <= MostTimesPeer : Bar is { } bar ? FractionOfPeak >= bar : null;
}

/// <summary>One thread against all.</summary>
internal sealed record ScalingResult(string Id, int Threads, double OneThreadSeconds, double Seconds)
{
    /// <summary>How many times faster all threads are.</summary>
    public double Speedup => OneThreadSeconds / Seconds;
}

/// <summary>A whole program, from the start of its process.</summary>
internal sealed record ProgramResult(
    string Id, string Title, double Seconds, double? PeakBytes, string? Peer, double? PeerSeconds, double? PeerPeakBytes)
{
    /// <summary>How many times faster than the peer; null without one.</summary>
    public double? Ratio => PeerSeconds / Seconds;
}
