using Descent.App.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Tests.Architecture;

/// <summary>A name in one source file, and the source file that declares what it means.</summary>
/// <param name="From">The file, by its path below <c>src</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="To">The file with the declaration.</param>
/// <param name="Symbol">What is named.</param>
internal sealed record Reference(string From, int Line, string To, ISymbol Symbol);

/// <summary>Source files as the compiler understands them: every name is resolved to its declaration.</summary>
internal sealed class SourceCode
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation compilation;

    public SourceCode(IEnumerable<(string Path, string Text)> files)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Descent", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        compilation = CSharpCompilation.Create(
            "Source",
            files.Append(("", ImplicitUsings)).Select(file => CSharpSyntaxTree.ParseText(file.Item2, options, file.Item1)),
            libraries,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));
    }

    /// <summary>All of <c>src</c>.</summary>
    public static SourceCode OfTheRepository { get; } = new(Paths().Select(path => (path, File.ReadAllText(Repository.PathOf("src", path)))));

    /// <summary>Every source file below <c>src</c>, with forward slashes.</summary>
    public static IEnumerable<string> Paths()
    {
        var root = Repository.PathOf("src");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Every name whose declaration is in another of the files.</summary>
    public IEnumerable<Reference> References()
        => compilation.SyntaxTrees.AsParallel().SelectMany(tree =>
        {
            var model = compilation.GetSemanticModel(tree);
            return tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
                .Select(name => (Name: name, Symbol: model.GetSymbolInfo(name).Symbol))
                .Where(found => found.Symbol is not null)
                .SelectMany(found => Declarations(found.Symbol!)
                    .Select(path => new Reference(tree.FilePath, tree.GetLineSpan(found.Name.Span).StartLinePosition.Line + 1, path, found.Symbol!)));
        });

    /// <summary>The uses of a type that is no part of the files, such as <c>System.Console</c>, as "file:line".</summary>
    public IEnumerable<string> UsesOf(string type)
        => compilation.SyntaxTrees.AsParallel().SelectMany(tree =>
        {
            var model = compilation.GetSemanticModel(tree);
            return tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
                .Where(name => model.GetSymbolInfo(name).Symbol is INamedTypeSymbol symbol && symbol.ToDisplayString() == type)
                .Select(name => $"{tree.FilePath}:{tree.GetLineSpan(name.Span).StartLinePosition.Line + 1}");
        });

    // A partial type has several declarations; it lives on the lowest floor of them, as the members above only add to it.
    private static IEnumerable<string> Declarations(ISymbol symbol)
        => symbol is INamespaceSymbol
            ? []
            : symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(declaration => declaration.SyntaxTree.FilePath)
                .Where(path => path.Length > 0).Distinct().OrderBy(Floors.Of).Take(1);
}
