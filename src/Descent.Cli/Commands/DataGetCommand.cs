using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent data get</c>: downloads a known data set, checked and resumable.</summary>
internal static class DataGetCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = $"One of {string.Join(", ", DataSource.Downloadable)}" };
        var directory = OptionFactory.Text("--data-dir", "DIR", "Where to put it (also the variable DESCENT_DATA; default data)");
        var mirror = OptionFactory.List("--mirror", "URL", "The address of a folder to fetch from in place of the known ones");
        var quiet = new Option<bool>("--quiet") { Description = "Show no progress" };
        var command = new Command("get", "Download a known data set: resumed where it was cut off, checked by SHA-256")
        {
            name, directory, mirror, quiet,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(name).ToLowerInvariant(),
            parsed.Given(directory) ?? Datasets.DefaultDirectory,
            parsed.Given(mirror),
            parsed.GetValue(quiet)));
        return command.WithExamples(("descent data get mnist", "12 MB"), ("descent data get cifar10 --data-dir ~/data", "170 MB"));
    }

    private static int Run(string name, string directory, string[]? mirrors, bool quiet)
    {
        if (!DatasetDownloader.Names.Contains(name))
        {
            throw new DataException($"There is no data set '{name}' to fetch. {NearestNames.Suggest(name, DatasetDownloader.Names)}");
        }

        using var interruption = new Interruption();
        interruption.SaveFirst();
        try
        {
            var folder = DownloadView.Watch(
                quiet,
                progress => new DatasetDownloader()
                    .GetAsync(name, directory, mirrors, progress, interruption.Token).GetAwaiter().GetResult());
            Console.Out.WriteLine($"{name} is in {folder}");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Failure.Write("Cancelled; what has arrived is kept, and the same command goes on from there.");
            return ExitCode.Cancelled;
        }
        catch (DataException error)
        {
            Failure.Write(error.Message);
            return ExitCode.Failed;
        }
    }
}
