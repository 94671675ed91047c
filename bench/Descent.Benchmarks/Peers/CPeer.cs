using System.ComponentModel;
using System.Diagnostics;

namespace Descent.Benchmarks.Peers;

/// <summary>The peer in C, compiled for this processor where there is a compiler of C.</summary>
internal static class CPeer
{
    private const string Install = "a compiler of C for this processor, such as gcc or clang, as cc or in the variable CC.";

    /// <summary>Compiles and starts it; null, with what is missing said on standard error, where that cannot be.</summary>
    public static Peer? TryStart(int threads)
    {
        var folder = Repository.PathOf("bench", "peers", "bandwidth");
        var program = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        program = Path.Combine(program, "bandwidth");
        var compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } named ? named : "cc";
        if (Runs(compiler, "-O3", "-march=native", "-pthread", "-o", program, Path.Combine(folder, "bandwidth.c"), "-lm"))
        {
            return Peer.TryStart([program], threads, Install);
        }

        Console.Error.WriteLine($"No peer in C: the rows of bandwidth go without. To have it: {Install}");
        return null;
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception error)
        {
            Console.Error.WriteLine(error.Message);
            return false;
        }
    }
}
