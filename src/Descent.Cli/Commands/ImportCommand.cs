using System.CommandLine;
using Descent.Cli.Imports;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent import</c>: what is in another library's file, and its tensors as safetensors.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = $"A file that ends in {string.Join(", ", ImportFormats.Extensions)}" };
        var output = OptionFactory.Text("--out", "FILE", "Where the tensors go, by name: .safetensors or .npz");
        var json = CommonOptions.Json("Write one JSON object a line in place of text");
        var command = new Command("import", "Show what is in a model file of another library, and take its tensors") { file, output, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var target = parsed.Given(output);
            var write = target is null ? null : ImportFormats.WriterOf(target);
            var imported = ImportFormats.Read(path);
            Action<TextWriter, ImportedFile> show = parsed.GetValue(json) ? ImportedFileText.WriteJson : ImportedFileText.Write;
            show(Console.Out, imported);
            if (write is not null)
            {
                write(target!, imported);
                Console.Error.WriteLine($"{Numbers.Count(imported.Tensors.Count)} tensors are in {target}");
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent import model.onnx", "inputs, outputs, operators and parameters"),
            ("descent import model.pt --out model.safetensors", "a state dictionary of PyTorch as safetensors; nothing in it is run"));
    }
}
