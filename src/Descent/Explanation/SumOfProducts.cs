namespace Descent;

/// <summary>One term of the chain rule: a symbol times a symbol.</summary>
internal sealed record Product(string Left, double LeftValue, string Right, double RightValue)
{
    /// <summary>The term.</summary>
    public double Value => LeftValue * RightValue;
}

/// <summary>A sum of products as a formula: whole where it is short, else its largest terms and what the others come to.</summary>
internal static class SumOfProducts
{
    /// <summary>The symbol of the terms that are not written out.</summary>
    public const string Rest = "rest";

    private const int Most = 8;
    private const int Largest = 4;

    /// <summary>The terms to write out, in their order.</summary>
    public static IReadOnlyList<Product> Shown(IReadOnlyList<Product> terms)
    {
        if (terms.Count <= Most)
        {
            return terms;
        }

        var present = terms.Where(term => term.Value != 0).ToArray();
        var least = present.Length <= Most ? 0 : present.Select(term => Math.Abs(term.Value)).OrderDescending().ElementAt(Largest - 1);
        return [.. present.Where(term => Math.Abs(term.Value) >= least).Take(Most)];
    }

    /// <summary>The formula, and a remark where terms are left out; null where there is no term to write.</summary>
    public static (Expression Sum, string? Note)? Write(StepFormula formula, IReadOnlyList<Product> terms)
    {
        var shown = Shown(terms);
        if (shown.Count == 0)
        {
            return null;
        }

        var sum = StepFormula.Sum(shown.Select(term => formula[term.Left, term.LeftValue] * formula[term.Right, term.RightValue]));
        var present = terms.Count(term => term.Value != 0);
        if (shown.Count >= present)
        {
            return (sum, shown.Count == terms.Count ? null : $"of {terms.Count} terms the other {terms.Count - shown.Count} are 0");
        }

        var rest = terms.Sum(term => term.Value) - shown.Sum(term => term.Value);
        var note = $"of {terms.Count} terms the {shown.Count} largest are written out; the other {terms.Count - shown.Count} sum to rest";
        return (sum + formula[Rest, rest], note);
    }
}
