using System.CommandLine;

namespace Descent.Cli.Commands;

/// <summary>What <c>descent train</c> takes besides the data's options, and how it makes a session of them.</summary>
/// <param name="sourceMeaning">What the source may be, for help.</param>
internal sealed class TrainOptions(
    string sourceMeaning = "A built-in data set (see 'descent list datasets'), a CSV or npz file, or a recipe (.yaml, .json)")
{
    private readonly Argument<string?> source = new("SOURCE") { Description = sourceMeaning, Arity = ArgumentArity.ZeroOrOne };

    private readonly DataOptions data = new();
    private readonly Option<string?> model =
        OptionFactory.Text("--model", "SPEC", "Layers joined by commas: \"linear 64, relu, linear 10\"; else chosen, and said");
    private readonly Option<string?> from =
        OptionFactory.Text("--from", "RUN", "Begin with the weights of a run or safetensors file, as far as names and shapes fit");
    private readonly Option<string[]?> freeze =
        OptionFactory.List("--freeze", "A,B", "Layers that are not trained: 0, 2.weight, or *.bias with a star");
    private readonly Option<string?> loss = OptionFactory.Text("--loss", "SPEC", "Such as \"huber delta=1.5\" (default by the task)");
    private readonly Option<string?> optimizer =
        OptionFactory.Text("--optimizer", "SPEC", "Such as \"momentum rate=0.01\" (default \"adam rate=0.001\")");
    private readonly Option<string[]?> rates =
        OptionFactory.List("--rates", "A=X,B=Y", "What the rate is multiplied by for some layers: 0=0.1,2.weight=3");
    private readonly Option<string?> schedule =
        OptionFactory.Text("--schedule", "SPEC", "How the learning rate changes: \"one-cycle\", \"warmup 5 then cosine\"");
    private readonly Option<string?> scheduleBy =
        OptionFactory.Word("--schedule-by", "What the schedule counts; with steps the rate changes within epochs", "epoch", "step");
    private readonly Option<string?> augment =
        OptionFactory.Text("--augment", "SPEC", "Random changes in training: \"flip, crop pad=4, mixup\" (see 'descent list augmentations')");
    private readonly Option<int?> accumulate =
        OptionFactory.Integer("--accumulate", "The batches whose gradients make one step (default 1)", 1);
    private readonly Option<double?> l1 = Penalty("--l1", "A penalty on the sizes of weights, such as 1e-5");
    private readonly Option<double?> l2 = Penalty("--l2", "A penalty on half the squares of weights, such as 1e-4");
    private readonly Option<double?> clipNorm =
        OptionFactory.Number("--clip-norm", "X", "The largest norm of a step's gradients", x => x > 0 && double.IsFinite(x), "above 0");
    private readonly Option<double?> averageDecay =
        OptionFactory.Number("--average-decay", "X", "Average the weights over the steps, such as 0.999", x => x is >= 0 and < 1, "in [0, 1)");
    private readonly Option<int?> epochs = OptionFactory.Integer("--epochs", "How often each sample is seen", 1);
    private readonly Option<int?> batchSize = OptionFactory.Integer("--batch-size", "The samples in a step", 1);
    private readonly Option<string?> shuffle =
        OptionFactory.Word("--shuffle", "Whether each epoch has an order of its own (default yes), or that of the data", "yes", "no");
    private readonly Option<int?> patience =
        OptionFactory.Integer("--patience", "Stop after N epochs without improvement of the validation loss; 0: never", 0);
    private readonly Option<int?> threads =
        OptionFactory.Integer("--threads", "The threads to compute with (default: all processors); results do not depend on it", 1);
    private readonly Option<string?> output = OptionFactory.Text("--out", "DIR", "The run folder (default runs/TIME-NAME)");
    private readonly Option<string?> resume =
        OptionFactory.Text("--resume", "RUN", "Go on with the run in this folder; --epochs may extend it");
    private readonly Option<bool> quiet = new("--quiet") { Description = "Show only the result" };
    private readonly Option<bool> json = CommonOptions.Json("Write one JSON object a line: start, each epoch, end");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        AddRecipeTo(command);
        foreach (var option in new System.CommandLine.Option[] { output, resume, quiet, json })
        {
            command.Add(option);
        }
    }

    /// <summary>Adds those that say what is trained and on what, not where it is kept.</summary>
    public void AddRecipeTo(Command command)
    {
        command.Add(source);
        data.AddTo(command);
        foreach (var option in new System.CommandLine.Option[]
        {
            model, from, freeze, loss, optimizer, rates, schedule, scheduleBy, augment, accumulate, l1, l2, clipNorm, averageDecay, epochs, batchSize, shuffle, patience, threads,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>What is named as the source; null where nothing is.</summary>
    public string? Source(ParseResult parsed) => parsed.GetValue(source);

    /// <summary>Whether only the result is wanted.</summary>
    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(quiet);

    /// <summary>Whether JSON is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Computes with as many threads as were asked for.</summary>
    public void UseThreads(ParseResult parsed)
    {
        if (parsed.Given(threads) is { } count)
        {
            Kernels.Workers.Count = count;
        }
    }

    /// <summary>The folds that are asked for; null where one run is.</summary>
    public CrossValidation? Folds(ParseResult parsed)
    {
        if (parsed.Given(resume) is { } run)
        {
            if (!CrossValidation.IsIn(run))
            {
                return null;
            }

            RefuseOther(parsed, $"the folds go on as they were begun (see recipe.json in '{run}').", [resume, quiet, json]);
            return CrossValidation.Resume(run);
        }

        return parsed.GetValue(source) is not null && Recipe(parsed) is var recipe && CrossValidation.IsAsked(recipe)
            ? CrossValidation.Create(recipe, parsed.Given(output))
            : null;
    }

    /// <summary>The session that is asked for.</summary>
    public TrainingSession Session(ParseResult parsed)
    {
        if (parsed.Given(resume) is not { } run)
        {
            return TrainingSession.Create(Recipe(parsed), parsed.Given(output));
        }

        RefuseOther(parsed, $"a run goes on as it was begun (see recipe.json in '{run}'). Only --epochs may extend it.", [resume, epochs, quiet, json]);
        return TrainingSession.Resume(run, parsed.Given(epochs));
    }

    /// <summary>Refuses options, and a source, that do not go with <c>--resume</c>.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="reason">Why they do not.</param>
    /// <param name="allowed">The options that do, besides those that only say how it is computed.</param>
    public void RefuseOther(ParseResult parsed, string reason, System.CommandLine.Option[] allowed)
    {
        var other = parsed.CommandResult.Command.Options.FirstOrDefault(option
            => !allowed.Contains(option) && option != threads && option != CommonOptions.Verbose && parsed.GetResult(option) is { Implicit: false });
        if (other is not null || parsed.GetValue(source) is not null)
        {
            throw new SpecificationException($"{other?.Name ?? "SOURCE"} does not go with --resume: {reason}");
        }
    }

    /// <summary>The recipe that is asked for.</summary>
    public Recipe Recipe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var recipe = data.Read(parsed, parsed.GetValue(source) ?? throw new SpecificationException(
            "What to train on is missing: give a data set (such as iris), a CSV or npz file or a recipe"
            + $"{(command.Options.Any(option => option.Name == resume.Name) ? ", or --resume DIR" : "")}. See 'descent {command.Name} --help'."));
        return recipe with
        {
            Model = parsed.Given(model) ?? recipe.Model,
            From = parsed.Given(from) ?? recipe.From,
            WeightsHash = parsed.Given(from) is null ? recipe.WeightsHash : null,
            Freeze = parsed.Given(freeze) ?? recipe.Freeze,
            Loss = parsed.Given(loss) ?? recipe.Loss,
            Optimizer = parsed.Given(optimizer) ?? recipe.Optimizer,
            Rates = parsed.Given(rates) ?? recipe.Rates,
            Schedule = parsed.Given(schedule) ?? recipe.Schedule,
            ScheduleBy = parsed.Given(scheduleBy) ?? recipe.ScheduleBy,
            Augment = parsed.Given(augment) ?? recipe.Augment,
            Accumulate = parsed.Given(accumulate) ?? recipe.Accumulate,
            L1 = parsed.Given(l1) ?? recipe.L1,
            L2 = parsed.Given(l2) ?? recipe.L2,
            AverageDecay = parsed.Given(averageDecay) ?? recipe.AverageDecay,
            ClipNorm = parsed.Given(clipNorm) ?? recipe.ClipNorm,
            Epochs = parsed.Given(epochs) ?? recipe.Epochs,
            BatchSize = parsed.Given(batchSize) ?? recipe.BatchSize,
            Shuffle = parsed.Given(shuffle) ?? recipe.Shuffle,
            Patience = parsed.Given(patience) ?? recipe.Patience,
        };
    }

    private static Option<double?> Penalty(string name, string description)
        => OptionFactory.Number(name, "X", description, x => x >= 0 && double.IsFinite(x), "0 or larger");
}
