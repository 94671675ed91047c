using System.CommandLine;

namespace Descent.Cli.Commands;

/// <summary>What <c>descent sweep</c> takes besides the options of a training.</summary>
internal sealed class SweepOptions
{
    private readonly TrainOptions training = new();
    private readonly Option<string[]?> vary = new("--vary")
    {
        Description = "What varies: \"batchSize=16,32\", \"optimizer.rate=0.0001..0.1 log\", \"model=linear 3 | linear 8, relu, linear 3\"",
        HelpName = "NAME=VALUES",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> method =
        OptionFactory.Word("--method", "Every combination, or such drawn by chance (default by what varies)", "grid", "random");
    private readonly Option<int?> trials = OptionFactory.Integer("--trials", "The trials of a random search (default 20)", 1);
    private readonly Option<ulong?> seed = OptionFactory.Seed("--sweep-seed", "The seed by which values are drawn (default 0)");
    private readonly Option<string?> metric =
        OptionFactory.Text("--metric", "NAME", "What trials are compared by, on the validation part: loss (the default), accuracy, ...");
    private readonly Option<int?> halving =
        OptionFactory.Integer("--halving", "Let the best one in N go on, round after round; else all train to their end", 2);
    private readonly Option<int?> parallel =
        OptionFactory.Integer("--parallel", "Trials side by side (default: the processors); results do not depend on it", 1);
    private readonly Option<string?> output = OptionFactory.Text("--out", "DIR", "The sweep's folder (default sweeps/TIME-NAME)");
    private readonly Option<string?> resume = OptionFactory.Text("--resume", "DIR", "Go on with the sweep in this folder");
    private readonly Option<bool> quiet = new("--quiet") { Description = "Show only the result" };
    private readonly Option<bool> json = CommonOptions.Json("Write one JSON object a line: start, each trial, end");

    private System.CommandLine.Option[] All => [vary, method, trials, seed, metric, halving, parallel, output, resume, quiet, json];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        training.AddRecipeTo(command);
        Array.ForEach(All, command.Add);
    }

    /// <summary>Whether only the result is wanted.</summary>
    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(quiet);

    /// <summary>Whether JSON is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>How many trials are to train side by side; the processors are shared among them unless threads are given.</summary>
    public int UseParallel(ParseResult parsed, int trials)
    {
        var count = Math.Min(parsed.Given(parallel) ?? Environment.ProcessorCount, trials);
        Kernels.Workers.Count = Math.Max(1, Environment.ProcessorCount / count);
        training.UseThreads(parsed);
        return count;
    }

    /// <summary>The sweep that is asked for.</summary>
    public Sweep Sweep(ParseResult parsed)
    {
        if (parsed.Given(resume) is not { } folder)
        {
            return Descent.Sweep.Create(Recipe(parsed), parsed.Given(output));
        }

        training.RefuseOther(parsed, $"a sweep goes on as it was begun (see sweep.json in '{folder}').", [resume, parallel, quiet, json]);
        return Descent.Sweep.Resume(folder);
    }

    private Recipe Recipe(ParseResult parsed)
    {
        var recipe = training.Recipe(parsed);
        var plan = recipe.Sweep ?? new SweepPlan();
        SweepField[] given = [.. (parsed.Given(vary) ?? []).Select(SweepField.Parse)];
        if (given.CountBy(field => field.Path).FirstOrDefault(count => count.Value > 1).Key is { } doubled)
        {
            throw new SpecificationException($"--vary gives '{doubled}' twice. Put its values into one.");
        }

        return recipe with
        {
            Sweep = plan with
            {
                // An option overrides what the recipe has of the same name.
                Fields = [.. plan.Fields.Select(field => given.FirstOrDefault(other => other.Path == field.Path) ?? field), .. given.Where(field => plan.Fields.All(other => other.Path != field.Path))],
                Method = parsed.Given(method) is { } word ? Enum.Parse<SweepMethod>(word, ignoreCase: true) : plan.Method,
                Trials = parsed.Given(trials) ?? plan.Trials,
                Seed = parsed.Given(seed) ?? plan.Seed,
                Metric = parsed.Given(metric) ?? plan.Metric,
                Halving = parsed.Given(halving) ?? plan.Halving,
            },
        };
    }
}
