using Descent.Benchmarks;
using Descent.Benchmarks.Comparison;
using Descent.Benchmarks.Library;
using Descent.Benchmarks.Workloads;

const int Done = 0, Failed = 1, Usage = 2;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Options.Help);
    return Done;
}

if (args is ["--list"])
{
    foreach (var workload in AllWorkloads.All)
    {
        Console.WriteLine($"{workload.Id,-12} {workload.Title}");
    }

    return Done;
}

try
{
    if (args is ["--library", ..])
    {
        KernelBenchmarks.Run(args[1..]);
        return Done;
    }

    ComparisonRun.Run(Options.Read(args));
    return Done;
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"bench/compare: {error.Message}\nSee bench/compare --help.");
    return Usage;
}
catch (Exception error) when (error is InvalidOperationException or IOException or TimeoutException)
{
    Console.Error.WriteLine($"bench/compare: {error.Message}");
    return Failed;
}
