using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Descent.App.Tests.Documentation;

namespace Descent.App.Tests;

/// <summary>The packages as a user meets them: packed, installed from a folder, run. Nothing but that folder is asked for packages.</summary>
[Collection("examples")]
public sealed partial class PackageTests(PackageTests.Feed feed) : IClassFixture<PackageTests.Feed>
{
    private const long LargestLibrary = 3 << 20;
    private const long LargestTool = 5 << 20;

    [Theory]
    [InlineData("Descent", "lib/net10.0/Descent.xml")]
    [InlineData("Descent.Onnx", "lib/net10.0/Descent.Onnx.xml")]
    [InlineData("Descent.Cli", "tools/net10.0/any/Descent.dll")]
    [InlineData("Descent.Cli", "tools/net10.0/any/Descent.Lab.dll")]
    public void Package_Contents_AreSmallAndWithoutNativeCode(string name, string content)
    {
        var path = feed.PackageOf(name);
        Assert.InRange(new FileInfo(path).Length, 1, name == "Descent.Cli" ? LargestTool : LargestLibrary);
        using var package = ZipFile.OpenRead(path);
        var entries = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains("README.md", entries);
        Assert.Contains("LICENSE", entries);
        Assert.Contains(content, entries);
        Assert.DoesNotContain(entries, entry => entry.StartsWith("runtimes/", StringComparison.Ordinal) || NativeLibrary().IsMatch(entry));
    }

    [SkippableFact]
    public void Tool_Packed_HoldsThePageOfTheLab()
    {
        Skip.IfNot(Descent.Lab.LabServer.MissingPage is null || Environment.GetEnvironmentVariable("CI") == "true", Descent.Lab.LabServer.MissingPage);
        using var package = ZipFile.OpenRead(feed.PackageOf("Descent.Cli"));
        using var content = new MemoryStream();
        using (var entry = package.GetEntry("tools/net10.0/any/Descent.Lab.dll")!.Open())
        {
            entry.CopyTo(content);
        }

        content.Position = 0;
        using var assembly = new PEReader(content);
        var metadata = assembly.GetMetadataReader();
        var names = metadata.ManifestResources.Select(handle => metadata.GetString(metadata.GetManifestResource(handle).Name)).ToArray();
        Assert.Contains("web/index.html", names);
        Assert.Contains(names, name => name.StartsWith("web/assets/", StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tool_Installed_TrainsAndSaysThatItEnded()
    {
        var installed = await Dotnet.Run(
            feed.Folder, feed.Environment, "tool", "install", "--tool-path", "tools", "--add-source", feed.Folder, "Descent.Cli", "--version", "0.1.0");
        Assert.True(installed.ExitCode == 0, installed.Output + installed.Errors);
        var program = Path.Combine(feed.Folder, "tools", OperatingSystem.IsWindows() ? "descent.exe" : "descent");
        var trained = await Dotnet.Start(program, feed.Folder, feed.Environment, "train", "iris", "--epochs", "3", "--json");
        Assert.True(trained.ExitCode == 0, trained.Output + trained.Errors);
        using var last = JsonDocument.Parse(trained.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal("end", last.RootElement.GetProperty("event").GetString());
        Assert.Equal(3, last.RootElement.GetProperty("epochs").GetInt32());
    }

    [Fact]
    public async Task Library_Referenced_RunsTheProgramOfTheReadme()
    {
        var code = Assert.Single(Markdown.Blocks("README.md"), block => block.Heading == "csharp").Code;
        var accuracy = (await RunProgram("app", "Descent", code)).TrimEnd().Split('\n')[^1];
        Assert.InRange(double.Parse(accuracy, System.Globalization.CultureInfo.InvariantCulture), 0.9, 1);
    }

    [Fact]
    public async Task Onnx_Referenced_WritesAndReadsAModel()
    {
        var output = await RunProgram("onnx", "Descent.Onnx", """
            using Descent;
            using Descent.Onnx;

            var model = new Sequential(new Linear(4, 8), new Relu(), new Linear(8, 3));
            OnnxFile.Write("model.onnx", model, new Shape(4));
            var batch = Tensor.Ones(new Shape(2, 4));
            var same = OnnxFile.Read("model.onnx").Forward(batch).ToArray<float>().SequenceEqual(model.Forward(batch).ToArray<float>());
            Console.WriteLine(same);
            """);
        Assert.Equal("True", output.Trim());
    }

    private async Task<string> RunProgram(string name, string package, string code)
    {
        var folder = Directory.CreateDirectory(Path.Combine(feed.Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
        var finished = await Dotnet.Run(folder, feed.Environment, "run", "-c", "Release");
        Assert.True(finished.ExitCode == 0, finished.Output + finished.Errors);
        return finished.Output;
    }

    [GeneratedRegex(@"\.(so|dylib|a|lib)$")]
    private static partial Regex NativeLibrary();

    /// <summary>A folder with the packages and what they depend on, the only source there, and a package cache of its own.</summary>
    public sealed class Feed : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("descent-packages-").FullName;

        public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(Folder, "cache"),
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
        };

        public string PackageOf(string name) => Path.Combine(Folder, $"{name}.0.1.0.nupkg");

        public async Task InitializeAsync()
        {
            new XElement("configuration", new XElement(
                "packageSources",
                new XElement("clear"),
                new XElement("add", new XAttribute("key", "here"), new XAttribute("value", Folder)))).Save(Path.Combine(Folder, "nuget.config"));
            foreach (var project in (string[])["Descent", "Descent.Onnx", "Descent.Cli"])
            {
                var packed = await Dotnet.Run(
                    Repository.PathOf("src", project), new Dictionary<string, string>(), "pack", "-c", "Release", "-o", Folder, "-nodeReuse:false");
                Assert.True(packed.ExitCode == 0, packed.Output + packed.Errors);
                Assert.DoesNotContain("warning", packed.Output, StringComparison.OrdinalIgnoreCase);
            }

            CopyDependencies("Descent");
            CopyDependencies("Descent.Onnx");
        }

        public Task DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return Task.CompletedTask;
        }

        // A library's build has fetched what it depends on; those very packages serve here.
        private void CopyDependencies(string project)
        {
            using var assets = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("src", project, "obj", "project.assets.json")));
            var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
            foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
            {
                if (library.Value.GetProperty("type").GetString() == "package")
                {
                    var path = library.Value.GetProperty("path").GetString()!;
                    var package = Path.Combine(path, path.Replace('/', '.') + ".nupkg");
                    File.Copy(folders.Select(folder => Path.Combine(folder, package)).First(File.Exists), Path.Combine(Folder, Path.GetFileName(package)), overwrite: true);
                }
            }
        }
    }
}
