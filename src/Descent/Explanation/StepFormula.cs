namespace Descent;

/// <summary>Collects the symbols of a formula with their values while it is put together.</summary>
internal sealed class StepFormula
{
    private readonly Dictionary<string, double> numbers = [];

    /// <summary>The values so far.</summary>
    public IReadOnlyDictionary<string, double> Values => numbers;

    /// <summary>A symbol with its value.</summary>
    public Expression this[string name, double value]
    {
        get
        {
            numbers[name] = value;
            return Expression.Variable(name);
        }
    }

    /// <summary>The sum of terms.</summary>
    public static Expression Sum(IEnumerable<Expression> terms) => terms.Aggregate((sum, term) => sum + term);

    /// <summary>The step that the formula explains.</summary>
    public ExplanationStep Step(string name, Expression formula, double value, double? difference = null, string? note = null)
        => new(name, value) { Formula = formula, Numbers = numbers, Difference = difference, Note = note };
}
