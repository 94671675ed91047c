using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Descent.Benchmarks.Kernels;
using Descent.Benchmarks.Results;

namespace Descent.Benchmarks.Library;

/// <summary>A column that is computed from a kernel's work and its mean time.</summary>
internal abstract class KernelColumn(string name, string legend) : IColumn
{
    private const double Nanosecond = 1e-9;

    /// <inheritdoc/>
    public string Id => name;

    /// <inheritdoc/>
    public string ColumnName => name;

    /// <inheritdoc/>
    public string Legend => legend;

    /// <inheritdoc/>
    public bool AlwaysShow => true;

    /// <inheritdoc/>
    public ColumnCategory Category => ColumnCategory.Custom;

    /// <inheritdoc/>
    public int PriorityInCategory => 0;

    /// <inheritdoc/>
    public bool IsNumeric => true;

    /// <inheritdoc/>
    public UnitType UnitType => UnitType.Dimensionless;

    /// <inheritdoc/>
    public bool IsAvailable(Summary summary) => true;

    /// <inheritdoc/>
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var kernel = KernelBenchmarks.Named((string)benchmarkCase.Parameters[nameof(KernelBenchmarks.Case)]);
        return summary[benchmarkCase]?.ResultStatistics is { } statistics ? Value(kernel, statistics.Mean * Nanosecond) : "-";
    }

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    /// <summary>The cell for a kernel that takes so many seconds.</summary>
    protected abstract string Value(KernelCase kernel, double seconds);
}

/// <summary>GFLOP/s where arithmetic bounds a kernel, GB/s where memory does.</summary>
internal sealed class RateColumn() : KernelColumn("Rate", "GFLOP/s, or GB/s where memory is the bound")
{
    /// <inheritdoc/>
    protected override string Value(KernelCase kernel, double seconds) => kernel.Flops > 0
        ? $"{Text.Three(kernel.Flops / seconds / 1e9)} GFLOP/s"
        : $"{Text.Three(kernel.Bytes / seconds / 1e9)} GB/s";
}

/// <summary>The fraction of the machine's measured peak, or of its copy bandwidth.</summary>
internal sealed class FractionColumn(MachinePeak peak)
    : KernelColumn("Of peak", "of the measured multiply-add peak, or of the copy bandwidth")
{
    /// <inheritdoc/>
    protected override string Value(KernelCase kernel, double seconds)
        => Text.Percent(kernel.LeastSeconds(peak) / seconds);
}
