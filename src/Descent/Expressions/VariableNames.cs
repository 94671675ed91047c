namespace Descent;

/// <summary>The names of the variables in a formula.</summary>
internal sealed class VariableNames : IExpressionVisitor<IEnumerable<string>>
{
    private static readonly VariableNames Instance = new();

    /// <summary>Each name once.</summary>
    public static IEnumerable<string> Of(Expression formula) => formula.Accept(Instance).Distinct();

    public IEnumerable<string> Number(double value) => [];

    public IEnumerable<string> Variable(string name) => [name];

    public IEnumerable<string> Arithmetic(char symbol, Expression left, Expression right) => Of(left).Concat(Of(right));

    public IEnumerable<string> Power(Expression argument, double exponent) => Of(argument);

    public IEnumerable<string> Function(string name, Expression argument) => Of(argument);

    public IEnumerable<string> Select(Selection selection)
        => Of(selection.Left).Concat(Of(selection.Right)).Concat(Of(selection.Then)).Concat(Of(selection.Otherwise));
}
