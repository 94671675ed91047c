namespace Descent;

/// <summary>What the loss of one sample may be written with: a symbol for each of its outputs and targets.</summary>
/// <param name="Outputs">The network's outputs.</param>
/// <param name="Probabilities">The softmax of the outputs, for losses that it is a part of.</param>
/// <param name="Targets">The targets; for a class index 1 at the class and 0 elsewhere.</param>
/// <param name="Label">The class; -1 where the target is none.</param>
internal sealed record RowSymbols(
    IReadOnlyList<Expression> Outputs, IReadOnlyList<Expression> Probabilities, IReadOnlyList<Expression> Targets, int Label)
{
    /// <summary>The target of an output as a number; NaN where it is a symbol.</summary>
    public double Share(int output) => Targets[output] is ConstantExpression { Value: var value } ? value : double.NaN;
}

/// <summary>The loss of one sample, written as a sum: of one term for each output, or of a single one.</summary>
/// <param name="Terms">The terms; those that are 0 whatever the outputs are left out.</param>
/// <param name="Weight">What the sample adds to the divisor of a mean.</param>
internal sealed record RowFormula(IReadOnlyList<Expression> Terms, double Weight)
{
    /// <summary>Whether the terms are losses of single outputs, each of which counts on its own.</summary>
    public bool IsOfElements { get; init; }

    /// <summary>Whether the terms are written with the softmax of the outputs.</summary>
    public bool IsOfSoftmax { get; init; }

    /// <summary>
    /// The derivative of the sum with respect to an output where a person would write it shorter than the rules of calculus do; null for
    /// theirs.
    /// </summary>
    public Func<int, Expression>? Slope { get; init; }

    /// <summary>The cross-entropy -sum of weight[j] share[j] log p[j], whose derivative is p - share without weights.</summary>
    public static RowFormula CrossEntropy(RowSymbols symbols, Func<int, double> share, double divisor)
    {
        double[] shares = [.. Enumerable.Range(0, symbols.Outputs.Count).Select(share)];
        var total = shares.Sum();
        total = Math.Abs(total - 1) < 1e-12 ? 1 : total;
        return new(
            [.. shares.Index().Where(each => each.Item > 0).Select(each => -(each.Item * Expression.Log(symbols.Probabilities[each.Index])))],
            divisor)
        {
            IsOfSoftmax = true,
            Slope = j => (total * symbols.Probabilities[j]) - shares[j],
        };
    }
}
