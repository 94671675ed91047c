using System.Text;

namespace Descent.Cli;

/// <summary>The programs under examples/, which the tool carries so that they can be read anywhere.</summary>
internal static class ExamplePrograms
{
    private const string Prefix = "examples/";

    /// <summary>The programs; what a definition makes is its source code.</summary>
    public static IReadOnlyList<Definition<string>> All { get; } =
        [.. typeof(ExamplePrograms).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    private static Definition<string> Read(string resource)
    {
        using var reader = new StreamReader(typeof(ExamplePrograms).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var code = reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
        var file = resource[Prefix.Length..];
        return new Definition<string>
        {
            Kind = ConceptKind.Example,
            Name = file[(file.IndexOf('-', StringComparison.Ordinal) + 1)..],
            Aliases = [file],
            Summary = Heading(code),
            Source = $"{resource}.cs in Descent's repository; there, 'dotnet run {resource}.cs' runs it",
            Create = _ => code,
        };
    }

    /// <summary>The comment that a program begins with, without the line that says how to run it.</summary>
    private static string Heading(string code)
    {
        const string comment = "// ";
        var lines = code.Split('\n')
            .SkipWhile(line => !line.StartsWith(comment, StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith(comment, StringComparison.Ordinal) && !line.StartsWith("// dotnet run", StringComparison.Ordinal));
        return string.Join(' ', lines.Select(line => line[comment.Length..].Trim()));
    }
}
