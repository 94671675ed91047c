using System.Globalization;

namespace Descent;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>A process trains it now.</summary>
    Training,

    /// <summary>It was trained to its end.</summary>
    Done,

    /// <summary>It was stopped, or its process is gone; <c>descent train --resume</c> goes on.</summary>
    Interrupted,

    /// <summary>Something went wrong while it trained; the log says what.</summary>
    Failed,
}

/// <summary>Where a run stands, and why, as its folder tells.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Log">The end of its log.</param>
public sealed record RunStatus(RunState State, string Reason, IReadOnlyList<string> Log)
{
    /// <summary>What the log says before the reason of a failure.</summary>
    internal const string FailedMark = "failed: ";

    private const int LogBytes = 32 << 10;
    private const int LogLines = 60;

    // What RunFolder.Log writes before each line.
    private const int StampLength = 21;

    /// <summary>The status of a run folder.</summary>
    public static RunStatus Of(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var log = Tail(folder.LogFile);
        if (folder.IsBeingTrained)
        {
            return new(RunState.Training, "A process trains it now.", log);
        }

        var last = log.Select(What).LastOrDefault(IsState);
        return last switch
        {
            null => File.Exists(folder.ModelFile)
                ? new(RunState.Done, "It has a trained model.", log)
                : new(RunState.Interrupted, "It has no trained model, and no log that tells why.", log),
            _ when last.StartsWith(FailedMark, StringComparison.Ordinal) => new(RunState.Failed, Sentence(last), log),
            _ when last.StartsWith($"{nameof(StopReason.Cancelled)} ", StringComparison.Ordinal) => new(RunState.Interrupted, Sentence(last), log),
            _ when last.Contains(" after ", StringComparison.Ordinal) => new(RunState.Done, Sentence(last), log),
            _ => new(RunState.Interrupted, "Its process ended before the training did.", log),
        };
    }

    private static string Sentence(string line) => char.ToUpperInvariant(line[0]) + line[1..].TrimEnd('.') + ".";

    private static bool IsState(string line)
        => line is "started" or "resumed" || line.StartsWith(FailedMark, StringComparison.Ordinal)
            || Enum.GetNames<StopReason>().Any(reason => line.StartsWith($"{reason} after ", StringComparison.Ordinal));

    private static string What(string line) => HasStamp(line) ? line[StampLength..] : "";

    private static bool HasStamp(string line)
        => line.Length > StampLength && line[StampLength - 1] == ' '
            && DateTime.TryParseExact(line[..(StampLength - 1)], "u", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static IReadOnlyList<string> Tail(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(stream.Length, LogBytes), SeekOrigin.End);
            using var reader = new StreamReader(stream);
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LogLines)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
