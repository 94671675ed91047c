namespace Descent.Benchmarks.Workloads;

/// <summary>What a workload does over and over.</summary>
internal enum WorkloadKind
{
    /// <summary>A whole training step: forward, loss, backward, update.</summary>
    TrainingStep,

    /// <summary>One sample through a network.</summary>
    Inference,

    /// <summary>A whole training from new parameters, data in memory.</summary>
    Fit,
}

/// <summary>Work that Descent and its peers do alike. The peers know it by the same name.</summary>
/// <param name="Id">The name: <c>W2-adam</c>.</param>
/// <param name="Title">What it is.</param>
/// <param name="Kind">What it does over and over.</param>
/// <param name="Bar">How many times faster than the peer, as Debian installs it, it has to be.</param>
/// <param name="Flops">The arithmetic of its products, forward and backward, from the shapes.</param>
/// <param name="Make">Makes it; what comes back does it once.</param>
internal sealed record Workload(string Id, string Title, WorkloadKind Kind, double Bar, double Flops, Func<Action> Make);
