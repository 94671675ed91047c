namespace Descent;

/// <summary>
/// Something that the caller gave is wrong. The message says what, where and how to mend it, for a person to read as it stands;
/// faces show it without a stack trace.
/// </summary>
public class DescentException : Exception
{
    /// <summary>Makes the exception with a message for people.</summary>
    public DescentException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message for people and what caused it.</summary>
    public DescentException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Shapes that do not fit one another; the message names them all.</summary>
public sealed class ShapeException(string message) : DescentException(message);

/// <summary>Data that cannot be used: a file that is missing, damaged or malformed, a label out of range; the message names file, line or sample.</summary>
public sealed class DataException(string message, Exception? innerException = null) : DescentException(message, innerException)
{
    /// <summary>The column that is wrong, where one is; for programs that answer a request with it.</summary>
    public string? Column { get; init; }
}

/// <summary>A name or an option that is not known or out of range; the message names the nearest known ones.</summary>
public sealed class SpecificationException(string message) : DescentException(message);

/// <summary>A file of weights or a checkpoint that cannot be read, or does not fit the model; the message names the file and the tensor.</summary>
public sealed class ModelFileException(string message, Exception? innerException = null) : DescentException(message, innerException);

/// <summary>A value that is not finite where one must be, traced to the first operation that made it.</summary>
public sealed class NonFiniteException(string message) : DescentException(message);
