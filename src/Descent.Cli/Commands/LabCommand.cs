using System.CommandLine;
using System.Security.Cryptography;
using Descent.Lab;

namespace Descent.Cli.Commands;

/// <summary><c>descent lab</c>: pages where losses, activations, the chain rule, optimizers and training can be touched.</summary>
internal static class LabCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var port = OptionFactory.Integer("--port", "The port to listen at (default: a free one)", 0);
        var open = new Option<bool>("--open") { Description = "Open it in the browser" };
        var runs = OptionFactory.Text("--runs", "DIR", "The folder with the run folders (default runs)");
        var host = OptionFactory.Text("--host", "NAME", "Listen for other machines too: a name or address of this one, or 0.0.0.0 for all. Visitors need a token");
        var token = OptionFactory.Text("--token", "TEXT", "The token that visitors need (default: one is made)");
        var command = new Command("lab", "Open the Lab: losses, activations, chain rule, optimizers and training to touch")
        {
            port, open, runs, host, token,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(port) is > ushort.MaxValue and var number)
            {
                throw new SpecificationException($"--port {number} is not allowed; ports end at {ushort.MaxValue}.");
            }

            // In a method of its own, so that no other command loads the server.
            return Serve(
                parsed.GetValue(port) ?? 0, parsed.Given(host), parsed.Given(token), parsed.Given(runs) ?? "runs", parsed.GetValue(open));
        });
        return command.WithExamples(
            ("descent lab --open", "on this machine alone, in the browser"),
            ("descent lab --port 5600 --runs runs", "at an address that stays the same"),
            ("descent lab --host 0.0.0.0", "for a class: open the printed address, with its token, on any machine"));
    }

    private static int Serve(int port, string? host, string? token, string runs, bool open)
    {
        if (LabServer.MissingPage is { } missing)
        {
            Failure.Write(missing);
            return ExitCode.Failed;
        }

        var options = new LabOptions
        {
            Port = port,
            Host = host ?? "127.0.0.1",
            Token = token ?? (host is null or "127.0.0.1" or "localhost" ? null : RandomNumberGenerator.GetHexString(32, lowercase: true)),
            RunsFolder = runs,
        };
        using var interruption = new Interruption();
        interruption.SaveFirst();
        ServeAsync(options, open, interruption.Token).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static async Task ServeAsync(LabOptions options, bool open, CancellationToken cancellation)
    {
        var server = await LabServer.StartAsync(options, cancellation).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            Console.Out.WriteLine($"The Lab is at {server.Address}\nCtrl+C stops it.");
            if (open)
            {
                Browser.Open(server.Address);
            }

            await server.RunAsync(cancellation).ConfigureAwait(false);
        }
    }
}
