namespace Descent.Cli.Exports;

/// <summary>A form in which a trained model leaves a run folder.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="FileName">The name of its file in a folder; the extension tells it from the others.</param>
/// <param name="Summary">What it is for, in a few words.</param>
/// <param name="Write">Writes a run's model to a file of this path; files that belong beside it take its name with other extensions.</param>
internal sealed record ExportFormat(string Name, string FileName, string Summary, Action<ExportSource, string> Write)
{
    /// <summary>Whether the file itself encodes the columns of a table.</summary>
    public bool HasEncoding { get; init; }
}
