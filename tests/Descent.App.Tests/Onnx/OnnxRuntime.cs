using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Descent.App.Tests.Onnx;

/// <summary>
/// ONNX Runtime for Node.js, which is installed beside these tests when they first need it. Without Node.js the tests are skipped; in the
/// continuous integration they fail.
/// </summary>
internal static class OnnxRuntime
{
    private static readonly string Folder = Repository.PathOf("tests", "Descent.App.Tests", "Onnx");
    private static readonly Lazy<string?> LazyObstacle = new(Install);

    /// <summary>Why it cannot be used; null where it can.</summary>
    public static string? Obstacle => LazyObstacle.Value;

    /// <summary>Skips a test where ONNX Runtime is not to be had.</summary>
    public static void Require()
    {
        Assert.False(Obstacle is not null && Environment.GetEnvironmentVariable("CI") == "true", Obstacle);
        Skip.If(Obstacle is not null, Obstacle);
    }

    /// <summary>Runs models, all in one process.</summary>
    public static RuntimeResult[] Run(RuntimeJob[] jobs)
    {
        var folder = Directory.CreateTempSubdirectory("descent-onnxruntime-").FullName;
        try
        {
            var (asked, answered) = (Path.Combine(folder, "jobs.json"), Path.Combine(folder, "results.json"));
            File.WriteAllText(asked, JsonSerializer.Serialize(jobs, RuntimeJson.Default.RuntimeJobArray));
            var (code, text) = Execute("node", "run.mjs", asked, answered);
            Assert.True(code == 0, text);
            return JsonSerializer.Deserialize(File.ReadAllText(answered), RuntimeJson.Default.RuntimeResultArray)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Install()
    {
        try
        {
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node", "bin")))
            {
                return null;
            }

            // The native library is inside the package; its scripts would only fetch others.
            var (code, text) = Execute(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            return code == 0 ? null : $"ONNX Runtime cannot be installed: {text}";
        }
        catch (Win32Exception)
        {
            return "Node.js and npm, with which ONNX Runtime is run here, are not installed.";
        }
    }

    private static (int Code, string Text) Execute(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}
