namespace Descent;

/// <summary>One factor of a chain of derivatives, and the product so far.</summary>
/// <param name="Derivative">The local derivative as a symbol, such as <c>dz_3/da_1</c>; for the first it is a derivative of the loss.</param>
/// <param name="Is">The symbol that the local derivative equals, such as <c>w_13</c>; null where it is worked out by its own step.</param>
/// <param name="Value">Its value.</param>
/// <param name="Product">The symbol of the product up to here, such as <c>dL/da_1</c>.</param>
/// <param name="ProductValue">The product up to here, as the engine computed it.</param>
public sealed record ChainFactor(string Derivative, string? Is, double Value, string Product, double ProductValue);

/// <summary>The chain rule read off an explanation: a derivative as the product of those along its path.</summary>
public static class ChainRule
{
    private const string Flow = "delta";

    /// <summary>
    /// The factors of a derivative of the loss, from the loss to what it is taken by. Where paths join, the chain begins with their sum.
    /// </summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="name">The derivative: <c>dL/dw_11</c> or <c>delta_1</c>.</param>
    /// <exception cref="DescentException">The explanation has no such step.</exception>
    public static IReadOnlyList<ChainFactor> Of(Explanation explanation, string name)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var steps = new Dictionary<string, ExplanationStep>();
        foreach (var step in explanation.Steps)
        {
            steps.TryAdd(step.Name, step);
        }

        _ = explanation[name];
        var factors = new List<ChainFactor>();
        for (string? at = name; at is not null;)
        {
            var step = steps[at];
            var before = step.Numbers.Keys.Where(IsFlow).ToArray();
            var others = step.Numbers.Keys.Except(before).ToArray();
            var continues = before.Length == 1 && others.Length <= 1 && steps.ContainsKey(before[0]);
            if (!continues)
            {
                factors.Add(new($"dL/d{Variable(at)}", null, step.Value, at, step.Value));
                break;
            }

            var local = $"d{Variable(before[0])}/d{Variable(at)}";
            factors.Add(others.Length == 0
                ? new(local, null, 1, at, step.Value)
                : new(local, others[0] == local ? null : others[0], step.Numbers[others[0]], at, step.Value));
            at = before[0];
        }

        factors.Reverse();
        return factors;
    }

    /// <summary>Whether a symbol is a derivative of the loss: <c>delta_1</c>, <c>dL/da_1</c>.</summary>
    public static bool IsFlow(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Flow, StringComparison.Ordinal) || name.StartsWith("dL/d", StringComparison.Ordinal);
    }

    /// <summary>What a derivative of the loss is taken by: <c>z_1</c> of <c>delta_1</c>.</summary>
    private static string Variable(string flow)
        => flow.StartsWith(Flow, StringComparison.Ordinal) ? $"z{flow[Flow.Length..]}" : flow["dL/d".Length..];
}
