using System.CommandLine;
using System.CommandLine.Parsing;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent doctor</c>: what is wrong with the data, the model or the training, and what helps.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new TrainOptions("A run folder; or what would be trained: a built-in data set, a CSV or npz file, or a recipe (.yaml, .json)");
        var steps = OptionFactory.Integer("--steps", "The steps that are tried where there is no run yet (default 400); 0: only look", 0);
        var fix = OptionFactory.Text("--fix", "FILE", "Write the recipe with the remedies applied (.yaml or .json)");
        var finding = OptionFactory.Text("--finding", "NAME", "Apply and show only findings of this name");
        var json = CommonOptions.Json("Write one JSON object");
        var command = new Command(
            "doctor", "Find what is wrong with the data, the model or the training, with evidence and remedies. Findings are no failure: the exit code is 0");
        options.AddRecipeTo(command);
        foreach (var option in new System.CommandLine.Option[] { steps, fix, finding, json })
        {
            command.Add(option);
        }

        command.SetAction(parsed => Run(options, parsed, parsed.Given(steps), parsed.Given(fix), parsed.Given(finding), parsed.GetValue(json)));
        return command.WithExamples(
            ("descent doctor runs/RUN", "what a training showed, also one that failed or was interrupted"),
            ("descent doctor recipe.yaml", "before training: looks at data and model, and tries some steps"),
            ("descent doctor runs/RUN --fix better.yaml", "the recipe with all remedies; then: descent train better.yaml"),
            ("descent doctor runs/RUN --finding overfitting --fix better.yaml", "one remedy"),
            ("descent list findings", "what is looked for; descent show finding NAME tells when and why"));
    }

    private static int Run(TrainOptions options, ParseResult parsed, int? steps, string? fix, string? finding, bool json)
    {
        if (finding is not null)
        {
            finding = Specification.Find(finding, Catalog.Findings, "finding").Name;
        }

        if (fix is not null)
        {
            RecipeFile.RefuseUnlessWritable(fix);
        }

        using var interruption = new Interruption();
        options.UseThreads(parsed);
        var source = options.Source(parsed);
        Consultation consultation;
        if (source is not null && Directory.Exists(source))
        {
            if (steps is not null)
            {
                throw new SpecificationException("--steps is for what was not trained yet; a run folder tells of its own steps. Leave it out.");
            }

            consultation = Consultation.OfRun(source);
        }
        else
        {
            consultation = steps is null
                ? Consultation.OfRecipe(options.Recipe(parsed), cancellation: interruption.Token)
                : Consultation.OfRecipe(options.Recipe(parsed), steps.Value, interruption.Token);
        }

        var shown = consultation with { Findings = [.. consultation.Findings.Where(found => finding is null || found.Name == finding)] };
        var mended = fix is null ? null : consultation.Mend(finding);
        if (mended is not null)
        {
            RecipeFile.Write(fix!, mended);
        }

        if (json)
        {
            DoctorText.WriteJson(shown, mended, fix);
        }
        else
        {
            DoctorText.Write(Console.Out, shown, mended, fix, Terminal.OutputWidth);
        }

        return ExitCode.Done;
    }
}
