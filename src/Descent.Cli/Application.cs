using System.CommandLine;
using System.CommandLine.Parsing;
using Descent.Cli.Commands;

namespace Descent.Cli;

/// <summary>The command <c>descent</c>: its verbs, and how a command line that is wrong is answered.</summary>
internal static class Application
{
    /// <summary>Runs one command line and returns the exit code.</summary>
    public static int Run(string[] arguments)
    {
        var root = Root();
        var parsed = root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (UsageErrors.Find(parsed) is { } error)
        {
            Failure.Write($"{error}\nSee '{UsageErrors.Path(parsed.CommandResult)} --help'.");
            return ExitCode.Usage;
        }

        var verbose = parsed.GetValue(CommonOptions.Verbose);
        return Failure.Guard(
            verbose,
            () => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }));
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Trains neural networks on your own data, and shows what they do. Pure .NET.")
        {
            TrainCommand.Create(),
            SweepCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            FindRateCommand.Create(),
            ListCommand.Create(),
            ShowCommand.Create(),
            DataCommand.Create(),
            ExplainCommand.Create(),
            ReportCommand.Create(),
            DoctorCommand.Create(),
            ExportCommand.Create(),
            ImportCommand.Create(),
            GradientCheckCommand.Create(),
            ProfileCommand.Create(),
            BenchCommand.Create(),
            LabCommand.Create(),
        };
        root.Add(CommonOptions.Verbose);
        Help.Install(root, [
            ("descent train iris", "train on a built-in data set"),
            ("descent train houses.csv --target price", "train on a table of your own"),
            ("descent predict runs/RUN --data new.csv", "use what was trained"),
            ("descent list losses", "what there is; descent show loss huber tells more"),
        ]);
        return root;
    }
}
