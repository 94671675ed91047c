namespace Descent.Benchmarks.Kernels;

/// <summary>One kernel on one shape.</summary>
/// <param name="Group">What it belongs to, such as matrix product, convolution or bandwidth.</param>
/// <param name="Name">The shape and the form.</param>
/// <param name="Flops">Its arithmetic; 0 where the traffic decides.</param>
/// <param name="Bytes">Its traffic; 0 where the arithmetic decides.</param>
/// <param name="Bar">The fraction of the measured peak that it has to reach; null for none.</param>
/// <param name="Reference">
/// What the strongest known code reached on two quiet cores of AMD Zen 5: GFLOP/s of oneDNN 3.14, or seconds of C with intrinsics;
/// null where nothing was measured.
/// </param>
/// <param name="Make">Makes it, with its memory; what comes back runs it once.</param>
internal sealed record KernelCase(
    string Group, string Name, double Flops, double Bytes, double? Bar, double? Reference, Func<Action> Make)
{
    /// <summary>Whether it is too small for more than one thread, so that one core's peak is its measure.</summary>
    public bool IsForOneThread { get; init; }

    /// <summary>Whether the peer in C is asked for it.</summary>
    public bool HasPeer => Group == Streams.Group;

    /// <summary>All cases.</summary>
    public static IReadOnlyList<KernelCase> All { get; } =
        [.. MatrixProducts.All, .. Convolutions.All, .. LayerProducts.All, .. Streams.All, .. LayerStreams.All];

    /// <summary>The least time that the machine allows.</summary>
    public double LeastSeconds(MachinePeak peak)
        => Flops > 0 ? Flops / (IsForOneThread ? peak.CoreFlops : peak.Flops) : Bytes / peak.Bandwidth(Bytes);

    /// <summary>Those whose name contains a text.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IReadOnlyList<KernelCase> Named(string text)
    {
        KernelCase[] found = [.. All.Where(kernel => kernel.ToString().Contains(text, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0
            ? found
            : throw new ArgumentException($"No kernel has '{text}' in its name; they have names such as '{All[0]}' and '{All[^1]}'.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Group} {Name}";
}
