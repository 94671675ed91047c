namespace Descent.Cli.Exports;

/// <summary>One C# file that needs nothing but .NET, with the encoding of inputs and the parameters in it or beside it.</summary>
internal static class CSharpExports
{
    /// <summary>The form.</summary>
    public static ExportFormat Format { get; } = new("csharp", "Model.cs", "a C# file that needs nothing but .NET", Write) { HasEncoding = true };

    private static void Write(ExportSource source, string path)
    {
        if (CSharpExport.Write(source.Run, path) is [_, var weights])
        {
            Console.Error.WriteLine($"The parameters are too many for the C# file: they are in {weights}, which belongs beside the program.");
        }
    }
}
