using System.Runtime.CompilerServices;
using Descent.Lab.Safety;

namespace Descent.Lab.Runs;

/// <summary>
/// The runs below the runs folder as they are now. Files are looked at when somebody asks, a few times a second at most, and read only when they
/// have changed: file systems tell of changes too unreliably to wait for that.
/// </summary>
internal sealed class RunList(LabOptions options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly Lock gate = new();
    private Dictionary<string, (Stamp Stamp, RunSummary Summary)> known = [];
    private RunSummary[] runs = [];
    private DateTime looked;

    /// <summary>All runs, the newest first.</summary>
    public IReadOnlyList<RunSummary> Now()
    {
        lock (gate)
        {
            if (DateTime.UtcNow - looked < Interval)
            {
                return runs;
            }

            var found = new Dictionary<string, (Stamp Stamp, RunSummary Summary)>();
            foreach (var (name, path) in RunNames.All(options))
            {
                var folder = new RunFolder(path.FullName);
                var stamp = Stamp.Of(folder);
                found[name] = known.TryGetValue(name, out var before) && before.Stamp == stamp
                    ? before
                    : (stamp, RunSummary.Of(name, folder, stamp.Changed));
            }

            known = found;
            runs = [.. found.Values.Select(run => run.Summary).OrderByDescending(run => run.Changed)];
            looked = DateTime.UtcNow;
            return runs;
        }
    }

    /// <summary>The runs that have changed, as they change, and the names of those that are gone; all at first.</summary>
    public async IAsyncEnumerable<RunChanges> Changes([EnumeratorCancellation] CancellationToken cancellation)
    {
        var told = new Dictionary<string, RunSummary>();
        var isFirst = true;
        while (!cancellation.IsCancellationRequested)
        {
            var now = Now();
            RunSummary[] changed = [.. now.Where(run => !told.TryGetValue(run.Name, out var before) || before != run)];
            string[] gone = [.. told.Keys.Except(now.Select(run => run.Name))];
            if (isFirst || changed.Length > 0 || gone.Length > 0)
            {
                isFirst = false;
                told = now.ToDictionary(run => run.Name);
                yield return new RunChanges(changed, gone);
            }

            try
            {
                await Task.Delay(Interval, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    /// <summary>What tells that a run has changed.</summary>
    private readonly record struct Stamp(DateTime Changed, long Metrics, long Log, bool IsTrained)
    {
        public static Stamp Of(RunFolder folder)
        {
            FileInfo[] files = [new(folder.MetricsFile), new(folder.LogFile), new(folder.RecipeFile), new(folder.ModelFile)];
            var changed = files.Where(file => file.Exists).Select(file => file.LastWriteTimeUtc).DefaultIfEmpty(DateTime.UnixEpoch).Max();
            return new(changed, Length(files[0]), Length(files[1]), folder.IsBeingTrained);
        }

        private static long Length(FileInfo file) => file.Exists ? file.Length : -1;
    }
}

/// <summary>What has changed among the runs.</summary>
/// <param name="Changed">Runs that are new or have changed.</param>
/// <param name="Gone">The names of those that are there no more.</param>
internal sealed record RunChanges(IReadOnlyList<RunSummary> Changed, IReadOnlyList<string> Gone);
