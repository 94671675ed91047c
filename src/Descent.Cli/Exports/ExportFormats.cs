namespace Descent.Cli.Exports;

/// <summary>All forms in which a trained model leaves a run folder.</summary>
internal static class ExportFormats
{
    /// <summary>The forms; the first is written where none is asked for.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        OnnxExport.Format,
        SafeTensorsExport.Format,
        CSharpExports.Format,
    ];

    /// <summary>The form with a name.</summary>
    /// <exception cref="SpecificationException">There is none; the nearest names are told.</exception>
    public static ExportFormat Named(string name)
        => All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SpecificationException($"There is no format '{name}'. {NearestNames.Suggest(name, All.Select(format => format.Name))}");
}
