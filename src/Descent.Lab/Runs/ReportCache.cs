using Descent.Lab.Safety;

namespace Descent.Lab.Runs;

/// <summary>Reports take a measure of the model, so they are made one at a time and kept while their folder stays as it is.</summary>
internal sealed class ReportCache(LabOptions options) : IDisposable
{
    private const int MostKept = 16;

    private readonly SemaphoreSlim one = new(1);
    private readonly Dictionary<string, (DateTime Stamp, RunReport Report)> kept = [];

    /// <summary>The report of a run.</summary>
    /// <exception cref="DescentException">There is no such run.</exception>
    public async Task<RunReport> Get(string name, CancellationToken cancellation)
    {
        var path = RunNames.PathOf(options, name);
        await one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var stamp = Stamp(new RunFolder(path));
            if (kept.TryGetValue(name, out var found) && found.Stamp == stamp)
            {
                return found.Report;
            }

            var report = await Task.Run(() => RunReport.Of(path, cancellation), cancellation).ConfigureAwait(false);
            if (kept.Count >= MostKept)
            {
                kept.Clear();
            }

            kept[name] = (stamp, report);
            return report;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private static DateTime Stamp(RunFolder folder)
        => new[] { folder.MetricsFile, folder.LogFile, folder.ModelFile, folder.FindingsFile, folder.RecipeFile }.Max(File.GetLastWriteTimeUtc);
}
