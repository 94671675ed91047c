using System.Diagnostics;

namespace Descent;

/// <summary>
/// Holds a run folder for the process that trains it, by a file that is locked while the process lives; and looks between steps whether
/// another process has asked it to stop.
/// </summary>
internal sealed class TrainingHold(RunFolder folder, CancellationToken cancellation) : IDisposable
{
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private FileStream? held;
    private long looked;

    /// <summary>Cancelled by the caller's token, or as another process has asked.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Whether a living process holds the file.</summary>
    public static bool IsHeld(string lockFile)
    {
        if (!File.Exists(lockFile))
        {
            return false;
        }

        try
        {
            // A process that was killed leaves the file, but nothing that locks it.
            using var free = new FileStream(lockFile, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Takes hold of the folder.</summary>
    /// <exception cref="SpecificationException">Another process trains the run.</exception>
    public void Take()
    {
        for (var attempt = 1; held is null; attempt++)
        {
            try
            {
                held = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Who only looks whether it is held does not hold it long.
                Thread.Sleep(Pause);
            }
            catch (IOException error) when (IsHeld(folder.LockFile))
            {
                throw new SpecificationException($"Another process trains '{folder.Path}'. Wait for it, or stop it first. ({error.Message})");
            }
        }

        File.Delete(folder.StopFile);
    }

    /// <summary>Looks, now and then, whether it is to stop.</summary>
    public void Look()
    {
        if (Stopwatch.GetElapsedTime(looked) < LookInterval)
        {
            return;
        }

        looked = Stopwatch.GetTimestamp();
        if (File.Exists(folder.StopFile))
        {
            File.Delete(folder.StopFile);
            stop.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held?.Dispose();
        held = null;
        stop.Dispose();
    }
}
