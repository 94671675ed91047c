using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent data info</c>: what is in a source, and what training would make of it.</summary>
internal static class DataInfoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = "A built-in data set, a CSV or npz file, or a recipe (.yaml, .json)" };
        var options = new DataOptions();
        var json = CommonOptions.Json();
        var command = new Command("info", "Show what is in a source: columns, types, missing values, classes, and what would be used")
        {
            source,
        };
        options.AddTo(command);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var info = DataInfo.Read(options.Read(parsed, parsed.GetRequiredValue(source)));
            if (parsed.GetValue(json))
            {
                DataInfoText.WriteJson(info);
            }
            else
            {
                DataInfoText.Write(Console.Out, info, Terminal.OutputWidth);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(("descent data info iris", ""), ("descent data info houses.csv --target price --ignore id", ""));
    }
}
