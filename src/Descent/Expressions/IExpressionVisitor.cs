namespace Descent;

/// <summary>What a visitor of an <see cref="Expression"/> does with each kind of node.</summary>
internal interface IExpressionVisitor<out TResult>
{
    /// <summary>A number.</summary>
    TResult Number(double value);

    /// <summary>A named quantity.</summary>
    TResult Variable(string name);

    /// <summary>left + right, left - right, left * right or left / right.</summary>
    TResult Arithmetic(char symbol, Expression left, Expression right);

    /// <summary>argument ^ exponent.</summary>
    TResult Power(Expression argument, double exponent);

    /// <summary>name(argument).</summary>
    TResult Function(string name, Expression argument);

    /// <summary>One of two, by a comparison.</summary>
    TResult Select(Selection selection);
}

/// <summary>then if left is greater than (or at least) right, else otherwise.</summary>
/// <param name="Left">What is compared.</param>
/// <param name="Comparison">&gt; or &gt;=.</param>
/// <param name="Right">What it is compared with.</param>
/// <param name="Then">The value where the comparison holds.</param>
/// <param name="Otherwise">The value elsewhere.</param>
/// <param name="Name">max or min; null for another choice.</param>
internal sealed record Selection(Expression Left, string Comparison, Expression Right, Expression Then, Expression Otherwise, string? Name);
