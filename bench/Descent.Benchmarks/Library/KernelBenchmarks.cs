using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Descent.Benchmarks.Kernels;

namespace Descent.Benchmarks.Library;

/// <summary>Every kernel under BenchmarkDotNet: slow, and thorough about outliers and warming up.</summary>
public class KernelBenchmarks
{
    private const int NameWidth = 60;

    private static string filter = "";

    private Action run = () => { };

    /// <summary>The index of the case among all.</summary>
    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    /// <summary>The cases whose name contains the filter.</summary>
    public static IEnumerable<string> Cases => KernelCase.Named(filter).Select(kernel => kernel.ToString());

    /// <summary>Runs those whose name contains a text, or all.</summary>
    public static void Run(string[] arguments)
    {
        filter = arguments.FirstOrDefault() ?? "";
        // A process of its own for each case would have to be built, which takes a network; one process is as good for kernels.
        var job = Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance).WithStrategy(RunStrategy.Throughput);
        var peak = MachinePeak.Measure(TimeSpan.FromSeconds(2));
        BenchmarkRunner.Run<KernelBenchmarks>(
            DefaultConfig.Instance.AddJob(job).AddColumn(new RateColumn(), new FractionColumn(peak))
                .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(NameWidth))
                .WithArtifactsPath(Repository.PathOf("artifacts", "benchmarks")));
    }

    /// <summary>The case of a name.</summary>
    internal static KernelCase Named(string name) => KernelCase.All.First(kernel => kernel.ToString() == name);

    /// <summary>Makes the case's memory.</summary>
    [GlobalSetup]
    public void Setup() => run = Named(Case).Make();

    /// <summary>Runs it once.</summary>
    [Benchmark]
    public void Kernel() => run();
}
