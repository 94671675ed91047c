using System.CommandLine;
using Descent.Lab;

namespace Descent.Cli.Commands;

/// <summary><c>descent report</c>: everything about a run in one page that opens anywhere.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder that 'descent train' made" };
        var output = OptionFactory.Text("--out", "FILE", "Where it goes (default: report.html in the run folder)");
        var open = new Option<bool>("--open") { Description = "Open it in the browser" };
        var command = new Command("report", "Write everything about a run into one page that needs no network") { run, output, open };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption();

            // In a method of its own, so that no other command loads the page.
            return Write(parsed.GetRequiredValue(run), parsed.Given(output), parsed.GetValue(open), interruption.Token);
        });
        return command.WithExamples(
            ("descent report runs/RUN --open", "write runs/RUN/report.html, and look at it"),
            ("descent report runs/RUN --out iris.html", "a page to send to others"));
    }

    private static int Write(string run, string? output, bool open, CancellationToken cancellation)
    {
        if (ReportPage.Missing is { } missing)
        {
            Failure.Write(missing);
            return ExitCode.Failed;
        }

        var report = RunReport.Of(run, cancellation);
        var file = output ?? Path.Combine(run, "report.html");
        if (Directory.Exists(file))
        {
            throw new SpecificationException($"--out '{file}' is a folder; give a file in it, as {Path.Combine(file, "report.html")}.");
        }

        AtomicFile.Write(file, stream => stream.Write(ReportPage.Of(report)));
        foreach (var gap in report.Gaps)
        {
            Failure.Write(gap);
        }

        Console.Out.WriteLine(file);
        if (open)
        {
            Browser.Open(new Uri(Path.GetFullPath(file)));
        }

        return ExitCode.Done;
    }
}
