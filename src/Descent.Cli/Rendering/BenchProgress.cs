namespace Descent.Cli.Rendering;

/// <summary>On a terminal, one line that tells what is measured now and goes when it is done; elsewhere nothing.</summary>
internal sealed class BenchProgress : IDisposable
{
    private readonly int length;

    private BenchProgress(string line)
    {
        length = line.Length;
        if (length > 0)
        {
            Console.Error.Write(line);
        }
    }

    /// <summary>Writes it.</summary>
    public static BenchProgress Begin(int number, int of, string name)
    {
        if (!Terminal.ErrorIsTerminal)
        {
            return new BenchProgress("");
        }

        var line = $"{number} of {of}: {name}";
        return new BenchProgress(line[..Math.Min(line.Length, Math.Max(1, Console.WindowWidth - 1))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (length > 0)
        {
            Console.Error.Write($"\r{new string(' ', length)}\r");
        }
    }
}
