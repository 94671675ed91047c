using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// A function of one number that is applied to each element: everything there is to know about it in one struct, whose fields are its options.
/// </summary>
public interface IElementwiseFunction : IUnaryFunction
{
    /// <summary>The name in records and errors.</summary>
    string Name { get; }

    /// <summary>The formula as a tree; second and higher derivatives are derived from it.</summary>
    Expression Formula(Expression x);

    /// <summary>The specification that the vector kernel is held to.</summary>
    double Reference(double x);
}

/// <summary>Something that is applied to each element, an operation or an activation, and knows its formula with its options.</summary>
public interface IElementwiseFormula
{
    /// <summary>The formula as a tree.</summary>
    /// <param name="x">What it is applied to.</param>
    Expression Formula(Expression x);
}

/// <summary>y = f(x) for each element. Shape: any, kept.</summary>
internal sealed class ElementwiseOperation<TFunction>(TFunction function)
    : FloatingOperation, IEpilogueStep, IFollowsNormalization, IElementwiseFormula
    where TFunction : struct, IElementwiseFunction
{
    public override string Name => function.Name;

    /// <summary>The function with its options.</summary>
    public TFunction Function => function;

    public Expression Formula(Expression x) => function.Formula(x);

    internal override bool CanOverwrite(int input) => true;

    Operation IFollowsNormalization.After(BatchNormalizationOperation normalization, bool hasResidual)
        => new BatchNormalizationWithOperation<TFunction>(normalization, function, function.Name, hasResidual);

    bool IEpilogueStep.CanFollow(int through, ReadOnlySpan<Operand> inputs, int rowLength) => true;

    Epilogue<T> IEpilogueStep.Epilogue<T>(int through, ReadOnlySpan<Tensor> inputs, int rowLength)
        => new MapEpilogue<T, TFunction>(function);

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Elementwise.Map<T, TFunction>(function, inputs[0].Span<T>(), outputs[0].Span<T>());

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new ElementwiseGradientOperation<TFunction>(function).Apply(outputGradients[0]!, entry.Inputs[0], entry.Outputs[0])[0]];
}

/// <summary>What a program asks of a derivative.</summary>
internal interface IElementwiseGradient
{
    /// <summary>Whether it depends on the input (number 1), or on the output (number 2) alone.</summary>
    bool ReadsInput { get; }
}

/// <summary>dx = g f'(x), given the gradient g, the input x and the output y = f(x). A g of zero gives zero, whatever the derivative is.</summary>
internal sealed class ElementwiseGradientOperation<TFunction>(TFunction function) : FloatingOperation, IEpilogueStep, IElementwiseGradient
    where TFunction : struct, IElementwiseFunction
{
    public override string Name => $"{function.Name}'";

    public bool ReadsInput => TFunction.DerivativeReadsInput;

    internal override bool CanOverwrite(int input) => true;

    bool IEpilogueStep.CanFollow(int through, ReadOnlySpan<Operand> inputs, int rowLength) => through == 0;

    unsafe Epilogue<T> IEpilogueStep.Epilogue<T>(int through, ReadOnlySpan<Tensor> inputs, int rowLength)
        => new MapGradientEpilogue<T, TFunction>(function, inputs[1].Pointer<T>(), inputs[2].Pointer<T>(), rowLength);

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[1].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Elementwise.MapGradient<T, TFunction>(
            function, inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[2].Span<T>(), outputs[0].Span<T>());

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (g, x, y, upstream) = (entry.Inputs[0], entry.Inputs[1], entry.Inputs[2], outputGradients[0]!);
        var second = function.Formula(Expression.Variable("x")).Derivative("x").Derivative("x").Evaluate(new Dictionary<string, Tensor> { ["x"] = x });

        // y is a function of x, so all of the derivative goes to x.
        return [new ElementwiseGradientOperation<TFunction>(function).Apply(upstream, x, y)[0], upstream * g * second, null];
    }
}

public sealed partial class Tensor
{
    /// <summary>Applies a function to each element. Shape: any, kept.</summary>
    public Tensor Map<TFunction>(TFunction function)
        where TFunction : struct, IElementwiseFunction
        => new ElementwiseOperation<TFunction>(function).Apply(this)[0];
}
