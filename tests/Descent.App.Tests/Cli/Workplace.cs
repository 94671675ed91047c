using System.Globalization;

namespace Descent.App.Tests.Cli;

/// <summary>A folder of its own for one test, removed with all in it.</summary>
public sealed class Workplace : IDisposable
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("descent-app-").FullName;

    /// <summary>A path in it.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a file and returns its name.</summary>
    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return name;
    }

    /// <summary>A table with two classes that one column tells apart.</summary>
    public string WriteClasses(string name = "classes.csv")
        => Write(name, "width,colour,kind\n" + string.Concat(Enumerable.Range(0, 120).Select(i => FormattableString.Invariant(
            $"{(i * 37 % 100) / 100.0},{(i % 3 == 0 ? "red" : "blue")},{(i * 37 % 100 < 50 ? "small" : "large")}\n"))));

    /// <summary>A table with a value that is a line in one column.</summary>
    public string WriteValues(string name = "values.csv") => Write(name, "a,b,y\n" + string.Concat(Enumerable.Range(0, 150).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{i * 37 % 150},{i * 7 % 11},{(3 * (i * 37 % 150)) + 2.5}\n"))));

    internal ToolResult Run(params string[] arguments) => Tool.Run(Root, arguments);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
