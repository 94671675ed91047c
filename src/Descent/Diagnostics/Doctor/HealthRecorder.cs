namespace Descent;

/// <summary>Keeps what the doctor measures in a run folder, line by line, so that it is there after an interruption too.</summary>
internal sealed class HealthRecorder(RunFolder folder) : IDisposable
{
    private StreamWriter? writer;

    /// <summary>Opens the file.</summary>
    /// <param name="append">Whether a run goes on.</param>
    public void Open(bool append) => writer = new StreamWriter(folder.HealthFile, append) { NewLine = "\n" };

    /// <summary>Adds a line.</summary>
    public void Write(HealthLine line)
    {
        writer?.WriteLine(line.ToJson());
        writer?.Flush();
    }

    /// <summary>Writes all findings so far.</summary>
    public void WriteFindings(IReadOnlyList<Finding> findings) => AtomicFile.Write(folder.FindingsFile, FindingsFile.ToJson(findings));

    /// <inheritdoc/>
    public void Dispose()
    {
        writer?.Dispose();
        writer = null;
    }
}
