namespace Descent.Cli.Exports;

/// <summary>One C# file that needs nothing but .NET, with the encoding of inputs and the parameters in it or beside it.</summary>
internal static class CSharpExports
{
    /// <summary>The form.</summary>
    public static ExportFormat Format { get; } = new(
        "csharp", "Model.cs", "a C# file that needs nothing but .NET", (source, path) => CSharpExport.Write(source.Run, path))
    {
        HasEncoding = true,
    };
}
