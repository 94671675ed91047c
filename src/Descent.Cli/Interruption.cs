using System.Runtime.InteropServices;

namespace Descent.Cli;

/// <summary>
/// Ctrl+C and SIGTERM: the first cancels the token, so that what there is can be saved; the second ends the process at once,
/// and so does the first before <see cref="SaveFirst"/>, when there is nothing to save.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private volatile bool savesFirst;

    /// <summary>Begins to listen.</summary>
    public Interruption()
        => registrations = Array.ConvertAll(
            [PosixSignal.SIGINT, PosixSignal.SIGTERM], signal => PosixSignalRegistration.Create(signal, Handle));

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>From now on there is something to save.</summary>
    public void SaveFirst() => savesFirst = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (savesFirst && !source.IsCancellationRequested)
        {
            source.Cancel();
            return;
        }

        if (!Console.IsErrorRedirected)
        {
            // The live display may have hidden the cursor.
            Console.Error.Write("\u001b[?25h\n");
        }

        Environment.Exit(ExitCode.Cancelled);
    }
}
