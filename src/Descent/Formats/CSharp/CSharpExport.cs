using System.Globalization;
using System.Runtime.InteropServices;

namespace Descent;

/// <summary>
/// Writes a trained model as one C# file that needs nothing but .NET: how inputs are encoded, the network, and what its outputs are called.
/// The parameters are in the file where they are few, else in a file beside it.
/// </summary>
/// <remarks>
/// The code is written from the record of one prediction, so whatever layers a model is made of, what counts is which operations they
/// compute. Sums run in double precision; outputs agree with the model's to about 1e-6.
/// </remarks>
public static class CSharpExport
{
    /// <summary>Up to so many numbers the parameters are in the C# file itself.</summary>
    public const int MostEmbedded = 16_384;

    /// <summary>What can be exported, in the words of specifications.</summary>
    public static IReadOnlyList<string> Exportable { get; } = [.. CodeRule.All.Select(rule => rule.Name).Distinct(), "dropout"];

    /// <summary>Writes a run's model.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The C# file; the class is named after it. Parameters that do not go into it are in a file with the ending <c>.weights</c>.</param>
    /// <returns>The files that were written.</returns>
    /// <exception cref="DescentException">The model has a layer that cannot be written as C#; it is named, and what can.</exception>
    public static IReadOnlyList<string> Write(SavedRun run, string path)
    {
        ArgumentNullException.ThrowIfNull(run);
        var code = new CodeWriter();
        var (input, output) = Compute(run, code);
        var isEmbedded = code.Weights.Count <= MostEmbedded;
        var weightsPath = System.IO.Path.ChangeExtension(path, ".weights");
        var bytes = MemoryMarshal.AsBytes<float>(code.Weights.ToArray());
        if (!BitConverter.IsLittleEndian)
        {
            throw new DescentException("C# is exported on little-endian machines only.");
        }

        if (!isEmbedded)
        {
            var kept = bytes.ToArray();
            AtomicFile.Write(weightsPath, stream => stream.Write(kept));
        }

        var text = CSharpText.Write(run, path, code, input, output, isEmbedded ? Convert.ToBase64String(bytes) : null, System.IO.Path.GetFileName(weightsPath), Checksum(bytes));
        AtomicFile.Write(path, text);
        return isEmbedded ? [path] : [path, weightsPath];
    }

    /// <summary>FNV-1a over the bytes of the parameters: a file of another model is refused.</summary>
    internal static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037ul;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1099511628211ul;
        }

        return hash;
    }

    private static (Operand Input, Operand Output) Compute(SavedRun run, CodeWriter code)
    {
        var input = Tensor.Zeros(run.InputShape.Prepend(1));
        var output = input;
        var tape = Tape.Of(() => output = Record.Without(() => run.Readable.Forward(input)));
        if (tape.Obstacle is { } obstacle)
        {
            throw new DescentException($"The model cannot be exported: {obstacle}.");
        }

        var graph = new Graph(tape, [input], run.Model.Parameters.Select(named => named.Parameter.Value), [output, input]);
        Simplification.FoldConstants(graph);
        Simplification.RemoveUnread(graph);
        foreach (var call in graph.Calls.Where(call => call.Outputs.Length > 0))
        {
            if (!CodeRule.All.Any(rule => rule.Write(call, code)))
            {
                throw new DescentException(
                    $"'{call.Operation.Name}' cannot be written as C# yet; the model is {run.Recipe.Model}. What can be exported: {string.Join(", ", Exportable)}.");
            }
        }

        return (graph.Results[1], graph.Results[0]);
    }
}
