namespace Descent;

/// <summary>A layer that applies one function to each element. It has no parameters and keeps the shape.</summary>
/// <typeparam name="TFunction">The function.</typeparam>
/// <param name="function">The function with its options.</param>
public abstract class ElementwiseActivation<TFunction>(TFunction function) : Layer, IElementwiseFormula
    where TFunction : struct, IElementwiseFunction
{
    /// <summary>The function with its options.</summary>
    public TFunction Function => function;

    /// <inheritdoc/>
    public Expression Formula(Expression x) => function.Formula(x);

    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Describe() => function.Name;

    /// <inheritdoc/>
    protected sealed override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Map(function);
    }
}
