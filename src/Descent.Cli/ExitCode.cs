namespace Descent.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something outside failed: a full disk, a folder that cannot be written.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the input is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted; what there was to save is saved.</summary>
    public const int Cancelled = 130;
}
