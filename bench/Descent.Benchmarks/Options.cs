using System.Globalization;
using Descent.Benchmarks.Kernels;
using Descent.Benchmarks.Workloads;

namespace Descent.Benchmarks;

/// <summary>What <c>bench/compare</c> was asked for.</summary>
internal sealed record Options
{
    private const double RoundSeconds = 0.4;
    private const double QuickSeconds = 0.1;

    /// <summary>How to use it.</summary>
    public const string Help = """
        Usage: bench/compare [options]

        Builds Descent, runs it and its peers in turn on the same work, and writes bench/results/PROCESSOR.md and .json.

          --only A,B         only these workloads, such as W2,W3-128; no kernels unless --kernels is given too
          --kernels TEXT     only the kernels with that in their name, such as convolution; no workloads unless --only is given too
          --quick            three short rounds in place of five
          --threads N        the threads that each side computes with (default: all processors)
          --start-up         also from the start of a process to its first finished step (ready-to-run build)
          --end-to-end       also CIFAR-10 from files, five epochs; the data lies in --data-dir or in DESCENT_DATA
          --data-dir DIR     where cifar10 lies
          --without-peers    only Descent
          --python PATH      the Python that has the peers (default: python3, or the variable DESCENT_PYTHON)
          --out DIR          where the results go (default: bench/results)
          --list             the names of the workloads
          --library [FILTER] kernels by BenchmarkDotNet, slow and thorough; nothing is compared
        """;

    /// <summary>The workloads to run.</summary>
    public IReadOnlyList<Workload> Workloads { get; private init; } = AllWorkloads.All;

    /// <summary>The kernels to run.</summary>
    public IReadOnlyList<KernelCase> Kernels { get; private init; } = KernelCase.All;

    /// <summary>Whether rounds are short and few.</summary>
    public bool Quick { get; private init; }

    /// <summary>The threads of each side.</summary>
    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>Whether starting up is timed.</summary>
    public bool StartUp { get; private init; }

    /// <summary>Whether training from files is timed.</summary>
    public bool EndToEnd { get; private init; }

    /// <summary>Where data sets lie.</summary>
    public string? DataDirectory { get; private init; } = Environment.GetEnvironmentVariable("DESCENT_DATA");

    /// <summary>Whether peers take part.</summary>
    public bool Peers { get; private init; } = true;

    /// <summary>The Python of the peers.</summary>
    public string Python { get; private init; } = Environment.GetEnvironmentVariable("DESCENT_PYTHON") ?? "python3";

    /// <summary>Where results go.</summary>
    public string Output { get; private init; } = Repository.PathOf("bench", "results");

    /// <summary>The number of rounds.</summary>
    public int Rounds => Quick ? 3 : 5;

    /// <summary>The time of a round of each side.</summary>
    public TimeSpan RoundTime => TimeSpan.FromSeconds(Quick ? QuickSeconds : RoundSeconds);

    /// <summary>The time of a round of a kernel.</summary>
    public TimeSpan KernelTime => RoundTime / 8;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An option is unknown or its value wrong.</exception>
    public static Options Read(string[] arguments)
    {
        var (options, only, kernels) = (new Options(), (string?)null, (string?)null);
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{name} needs a value.");
            switch (name)
            {
                case "--only": only = Value(); break;
                case "--kernels": kernels = Value(); break;
                case "--quick": options = options with { Quick = true }; break;
                case "--threads": options = options with { Threads = Count(name, Value()) }; break;
                case "--start-up": options = options with { StartUp = true }; break;
                case "--end-to-end": options = options with { EndToEnd = true }; break;
                case "--data-dir": options = options with { DataDirectory = Path.GetFullPath(Value()) }; break;
                case "--without-peers": options = options with { Peers = false }; break;
                case "--python": options = options with { Python = Value() }; break;
                case "--out": options = options with { Output = Path.GetFullPath(Value()) }; break;
                default: throw new ArgumentException($"There is no option '{name}'.");
            }
        }

        return options with
        {
            Workloads = only is null && kernels is not null ? [] : AllWorkloads.Named(only),
            Kernels = kernels is not null ? KernelCase.Named(kernels) : only is null ? KernelCase.All : [],
        };
    }

    private static int Count(string name, string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new ArgumentException($"{name} {text} is not allowed; it must be a whole number, 1 or larger.");
}
