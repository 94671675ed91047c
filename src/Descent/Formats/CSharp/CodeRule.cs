namespace Descent;

/// <summary>How one kind of operation is written in plain C#: a call of a method, and that method.</summary>
/// <param name="Name">What it is called in the list of what can be exported.</param>
/// <param name="Write">Writes a call; false where it is none of this kind.</param>
internal sealed record CodeRule(string Name, Func<Call, CodeWriter, bool> Write)
{
    /// <summary>All rules, in the order in which they are asked.</summary>
    public static IReadOnlyList<CodeRule> All { get; } =
    [
        .. LinearCode.Rules, .. ElementwiseCode.Rules, .. WindowCode.Rules, .. NormalizationCode.Rules, .. RecurrentCode.Rules, .. ShapingCode.Rules,
    ];

    /// <summary>A rule for operations of one class.</summary>
    public static CodeRule For<TOperation>(string name, Action<TOperation, Call, CodeWriter> write)
        where TOperation : class
        => new(name, (call, code) =>
        {
            if (call.Operation is not TOperation operation)
            {
                return false;
            }

            write(operation, call, code);
            return true;
        });
}
