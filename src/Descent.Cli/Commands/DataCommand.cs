using System.CommandLine;

namespace Descent.Cli.Commands;

/// <summary><c>descent data</c>: what is about data.</summary>
internal static class DataCommand
{
    /// <summary>The command with its own commands.</summary>
    public static Command Create()
        => new Command("data", "Look at data, and download known data sets") { DataInfoCommand.Create(), DataGetCommand.Create() }
            .WithExamples(
                ("descent data info houses.csv --target price", "columns, and what becomes of them"),
                ("descent data get mnist", "resumes where it was cut off"));
}
