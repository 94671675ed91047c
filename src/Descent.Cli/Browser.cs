using System.Diagnostics;

namespace Descent.Cli;

/// <summary>The browser of the machine.</summary>
internal static class Browser
{
    /// <summary>Opens an address or a file; where that does not work, says so.</summary>
    public static void Open(Uri address)
    {
        try
        {
            Process.Start(new ProcessStartInfo(address.ToString()) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            Failure.Write($"No browser could be opened ({error.Message}); open the address above yourself.");
        }
    }
}
