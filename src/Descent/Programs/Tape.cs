namespace Descent;

/// <summary>
/// The operations of one run of some code, in the order in which they were computed, tracked or not: what a program is made from.
/// Code that looks at values between operations could decide by them, which a replay could not repeat: the tape then says so.
/// </summary>
internal sealed class Tape
{
    [ThreadStatic]
    private static Tape? current;

    private readonly List<TapeLine> lines = [];

    /// <summary>What was computed.</summary>
    public IReadOnlyList<TapeLine> Lines => lines;

    /// <summary>Why the code cannot be replayed; null where it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Runs code and writes down what it computes.</summary>
    public static Tape Of(Action code)
    {
        var (tape, before) = (new Tape(), current);
        current = tape;
        try
        {
            code();
        }
        finally
        {
            current = before;
        }

        return tape;
    }

    /// <summary>Runs an operation's body: what it reads is its own matter.</summary>
    public static void Execute(Operation operation, Tensor[] inputs, Tensor[] outputs)
    {
        var tape = current;
        if (tape is null)
        {
            operation.Run(inputs, outputs);
            return;
        }

        current = null;
        try
        {
            operation.Run(inputs, outputs);
        }
        finally
        {
            current = tape;
        }

        tape.lines.Add(new TapeLine(operation, inputs, outputs));
    }

    /// <summary>Notes that code outside operations saw something that a replay could not show it again.</summary>
    public static void Observe(string what)
    {
        if (current is { Obstacle: null } tape)
        {
            tape.Obstacle = what;
        }
    }
}

/// <summary>One operation that was computed.</summary>
internal readonly record struct TapeLine(Operation Operation, Tensor[] Inputs, Tensor[] Outputs);
