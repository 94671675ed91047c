namespace Descent.Cli;

/// <summary>Turns what went wrong into one message for a person and an exit code.</summary>
internal static class Failure
{
    /// <summary>Runs a command; what it throws becomes a message and a code, with a stack trace only if asked for.</summary>
    public static int Guard(bool verbose, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception error)
        {
            var (message, code) = error switch
            {
                DescentException => (error.Message, ExitCode.Usage),
                OperationCanceledException => ("Cancelled.", ExitCode.Cancelled),
                IOException or UnauthorizedAccessException => (error.Message, ExitCode.Failed),
                OutOfMemoryException => ("There is not enough memory. Give a smaller batch, model or data set.", ExitCode.Failed),
                _ => ($"Something unforeseen failed ({error.GetType().Name}): {error.Message}\n"
                    + "This is a mistake in descent: please report it, with what --verbose prints.", ExitCode.Failed),
            };
            Write(verbose ? $"{message}\n{error}" : message);
            return code;
        }
    }

    /// <summary>Writes a message to standard error.</summary>
    public static void Write(string message) => Console.Error.WriteLine($"descent: {message}");
}
