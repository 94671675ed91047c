using System.Diagnostics;
using Descent.App.Tests.Cli;
using Descent.Lab;

namespace Descent.App.Tests.Lab;

/// <summary><c>descent lab</c> as a user meets it.</summary>
public sealed class LabCommandTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Lab_Interrupted_EndsWithCodeZero(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        Skip.IfNot(LabServer.MissingPage is null, LabServer.MissingPage);
        using var process = Tool.Start(place.Root, [], "lab");
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.StartsWith("The Lab is at http://127.0.0.1:", line, StringComparison.Ordinal);
        using (var client = new HttpClient())
        {
            var page = await client.GetStringAsync(new Uri(line![line!.IndexOf("http", StringComparison.Ordinal)..]));
            Assert.Contains("<title>Descent Lab</title>", page, StringComparison.Ordinal);
        }

        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]))
        {
            kill.WaitForExit();
        }

        Assert.Equal("", Tool.Finish(process).Expect(0).Error);
    }

    [SkippableFact]
    public async Task Lab_OpenToOthers_PrintsAnAddressWithAToken()
    {
        Skip.IfNot(LabServer.MissingPage is null, LabServer.MissingPage);
        using var process = Tool.Start(place.Root, [], "lab", "--host", "0.0.0.0");
        var line = await process.StandardOutput.ReadLineAsync();
        process.Kill();
        Assert.Matches(@"^The Lab is at http://[^/]+:\d+/\?token=[0-9a-f]{32}$", line);
    }

    [SkippableTheory]
    [InlineData("--port 99999", "ports end at 65535")]
    [InlineData("--host no.such.host.invalid", "is no name or address of this machine")]
    [InlineData("--host 0.0.0.0 --token abc", "at least 16 characters")]
    [InlineData("--prot 80", "--port")]
    public void Lab_WrongOption_IsRefused(string arguments, string told)
    {
        Skip.IfNot(LabServer.MissingPage is null, LabServer.MissingPage);
        Assert.Contains(told, place.Run(["lab", .. arguments.Split(' ')]).Expect(2).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Lab_PortTaken_SaysSoAndHowToGoOn()
    {
        Skip.IfNot(LabServer.MissingPage is null, LabServer.MissingPage);
        await using var server = await LabServer.StartAsync(new LabOptions());
        var port = server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("Choose another with --port", place.Run("lab", "--port", port).Expect(2).Error, StringComparison.Ordinal);
    }
}
