using Spectre.Console;

namespace Descent.Cli.Rendering;

/// <summary>What the terminal can do.</summary>
internal static class Terminal
{
    private const int UsualWidth = 80;

    /// <summary>Whether standard error is a terminal that can move its cursor.</summary>
    public static bool ErrorIsTerminal => !Console.IsErrorRedirected && CanMoveCursor;

    /// <summary>The columns to write standard output in; wide where it is no terminal.</summary>
    public static int OutputWidth => Console.IsOutputRedirected ? UsualWidth : Math.Max(20, Console.WindowWidth);

    private static bool CanMoveCursor
        => Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb") || OperatingSystem.IsWindows();

    private static bool HasColours => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>A console on standard error; without colours where NO_COLOR is set.</summary>
    public static IAnsiConsole OpenError() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        ColorSystem = HasColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
}
