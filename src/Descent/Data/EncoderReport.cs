namespace Descent;

/// <summary>What was decided about a table, to be told to its owner.</summary>
/// <param name="Sentences">Every decision, one sentence each: "target 'species' has 3 classes: ...".</param>
/// <param name="Ignored">The columns that are not used, with the reason.</param>
/// <param name="DroppedRows">The rows that were left out since they have no target.</param>
public sealed record EncoderReport(IReadOnlyList<string> Sentences, IReadOnlyList<IgnoredColumn> Ignored, int DroppedRows);

/// <summary>A column that is not used, and why.</summary>
public sealed record IgnoredColumn(string Name, string Reason)
{
    /// <summary>Whether it has no values, or one value alone.</summary>
    internal bool IsConstant => Reason.StartsWith("it is always", StringComparison.Ordinal) || Reason == "it has no values";
}

/// <summary>Collects the decisions while they are taken.</summary>
internal sealed class EncoderReportBuilder
{
    private readonly List<IgnoredColumn> ignored = [];

    public List<string> Sentences { get; } = [];

    public int DroppedRows { get; set; }

    public IReadOnlyList<IgnoredColumn> Ignored => ignored;

    public void Say(string sentence) => Sentences.Add(sentence);

    /// <summary>Notes that a column is not used; there is no encoding to return.</summary>
    public ColumnEncoding? Ignore(CsvColumn column, string reason)
    {
        ignored.Add(new IgnoredColumn(column.Name, reason));
        Sentences.Add($"'{column.Name}' is ignored: {reason}");
        return null;
    }

    public EncoderReport Build() => new([.. Sentences], [.. ignored], DroppedRows);
}
