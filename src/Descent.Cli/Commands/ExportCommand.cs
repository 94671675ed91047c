using System.CommandLine;
using Descent.Cli.Exports;

namespace Descent.Cli.Commands;

/// <summary><c>descent export</c>: a run's model as a file for other programs.</summary>
internal static class ExportCommand
{
    private const string DefaultFolder = "export";
    private const string EncoderName = "encoder.json";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder that 'descent train' made" };
        var known = string.Join(", ", ExportFormats.All.Select(format => $"{format.Name} ({format.Summary})"));
        var formats = OptionFactory.List("--format", "FORMAT,..", $"{known}; default {ExportFormats.All[0].Name}");
        var output = OptionFactory.Text("--out", "PATH", $"A file, for one format; or a folder. Default RUN/{DefaultFolder}");
        var command = new Command("export", "Write a trained model for other programs") { run, formats, output };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(run);
            var chosen = (parsed.Given(formats) ?? [ExportFormats.All[0].Name]).Select(ExportFormats.Named).Distinct().ToArray();
            var targets = Targets(chosen, parsed.Given(output) ?? Path.Combine(folder, DefaultFolder));
            var source = ExportSource.Load(folder);
            foreach (var (format, path) in targets)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                format.Write(source, path);
                Console.Out.WriteLine(path);
            }

            if (source.Run.Encoder is { } encoder && chosen.Any(format => !format.HasEncoding))
            {
                var path = Path.Combine(Path.GetDirectoryName(targets[0].Path)!, EncoderName);
                AtomicFile.Write(path, encoder.ToJson());
                Console.Out.WriteLine(path);
                Console.Error.WriteLine(
                    $"The model takes {encoder.FeatureCount} encoded numbers for each row, not the table's columns: {EncoderName} says how they are made.");
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ($"descent export runs/RUN", $"as {ExportFormats.All[0].Name}, to runs/RUN/{DefaultFolder}"),
            ($"descent export runs/RUN --format {string.Join(',', ExportFormats.All.Select(format => format.Name))} --out models", "all formats, to a folder"));
    }

    // A path that ends as the one format's files do is a file; anything else is a folder.
    private static (ExportFormat Format, string Path)[] Targets(ExportFormat[] formats, string output)
    {
        var extension = Path.GetExtension(output);
        if (!Directory.Exists(output) && extension.Length > 0 && formats.Any(format => Path.GetExtension(format.FileName).Equals(extension, StringComparison.OrdinalIgnoreCase)))
        {
            return formats is [var format]
                ? [(format, output)]
                : throw new SpecificationException($"--out {output} is one file, but {formats.Length} formats were asked for: give a folder, or one format.");
        }

        return !File.Exists(output)
            ? Array.ConvertAll(formats, format => (format, Path.Combine(output, format.FileName)))
            : throw new SpecificationException($"--out {output} is a file that {formats[0].Name} is not written to: give a folder, or a name that ends in {Path.GetExtension(formats[0].FileName)}.");
    }
}
