using System.CommandLine;
using System.CommandLine.Parsing;

namespace Descent.Cli.Commands;

/// <summary><c>descent explain</c>: one step of training with symbols and numbers.</summary>
internal static class ExplainCommand
{
    private static readonly (string Name, string Extension, Func<Explanation, string> Write)[] Formats =
    [
        ("text", ".txt", ExplanationText.Write),
        ("markdown", ".md", ExplanationMarkdown.Write),
        ("html", ".html", ExplanationHtml.Write),
        ("json", ".json", ExplanationJson.Write),
    ];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var what = new Argument<string>("WHAT") { Description = $"{string.Join(", ", WorkedExplanations.Names)}, or the run folder that 'descent train' made" };
        var sample = OptionFactory.Integer("--sample", "Which sample of a run's training part, from 0 (default 0)", 0);
        var weight = OptionFactory.Text("--weight", "NAME", "A weight to tell about: \"layer 2 [3,5]\" or \"layer 2 bias [3]\", counted from 1, or \"0.weight [3,5]\", from 0");
        var format = OptionFactory.List("--format", "FORMAT,..", "text (default), markdown, html, json");
        var output = OptionFactory.Text("--out", "FILE", "Where it goes; else standard output. With several formats each adds its extension");
        var command = new Command("explain", "Explain one step of training: forward pass, loss, chain rule, update")
        {
            what, sample, weight, format, output,
        };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption();
            var formats = (parsed.Given(format) ?? ["text"]).Select(Format).ToArray();
            var path = parsed.Given(output);
            if (formats.Length > 1 && path is null)
            {
                throw new SpecificationException("Several formats need files to go to: add --out FILE, or ask for one format.");
            }

            var explained = Explain(parsed.GetRequiredValue(what), parsed.GetValue(sample), parsed.Given(weight));
            foreach (var (_, extension, write) in formats)
            {
                if (path is null)
                {
                    Console.Out.Write(write(explained));
                }
                else
                {
                    AtomicFile.Write(formats.Length == 1 ? path : path + extension, write(explained));
                }
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent explain two-two-one", "a textbook's network, every number of one step"),
            ("descent explain runs/RUN --sample 3 --weight \"layer 1 [2,1]\"", "what one sample would teach a trained model"),
            ("descent explain xor --format html --out xor.html", "a page to open in a browser"));
    }

    private static Explanation Explain(string what, int? sample, string? weight)
    {
        if (!WorkedExplanations.Names.Contains(what))
        {
            return Directory.Exists(what)
                ? RunExplainer.Of(what, sample ?? 0, weight)
                : throw new SpecificationException($"'{what}' is neither a worked example nor a run folder. {NearestNames.Suggest(what, WorkedExplanations.Names)}");
        }

        return sample is null
            ? WorkedExplanations.Of(what, weight)
            : throw new SpecificationException($"--sample is for runs; the worked example '{what}' has samples of its own. Leave it out.");
    }

    private static (string Name, string Extension, Func<Explanation, string> Write) Format(string name)
        => Formats.FirstOrDefault(format => format.Name == name) is { Write: not null } found
            ? found
            : throw new SpecificationException($"There is no format '{name}'. {NearestNames.Suggest(name, Formats.Select(format => format.Name))}");
}
