namespace Descent.Tests.Layers;

/// <summary>A layer whose sequences have given lengths.</summary>
internal sealed class WithLengths : Layer
{
    private readonly Layer inner;
    private readonly int[] lengths;

    public WithLengths(Layer inner, params int[] lengths)
    {
        this.inner = Add("inner", inner);
        this.lengths = lengths;
    }

    public override Shape OutputShape(Shape input) => inner.OutputShape(input);

    protected override Tensor Compute(Tensor input, Pass pass)
        => inner.Forward(input.WithLengths(Tensor.From<int>(lengths[..input.Shape[0]], input.Shape[0])), pass);
}

/// <summary>A layer of two inputs that gets the first steps, or numbers, of a sample as one and the rest as the other.</summary>
internal sealed class Halves : Layer
{
    private readonly TwoInputLayer inner;
    private readonly int first;

    public Halves(TwoInputLayer inner, int first)
    {
        this.inner = Add("inner", inner);
        this.first = first;
    }

    public override Shape OutputShape(Shape input) => input;

    protected override Tensor Compute(Tensor input, Pass pass)
        => inner.Forward(input.Slice(1, 0, first), input.Slice(1, first, input.Shape[1] - first), pass);
}

/// <summary>A layer over tokens that stay what they are, beside an input that is added to what it gives.</summary>
internal sealed class OfTokens : Layer
{
    private readonly Layer inner;
    private readonly Tensor tokens;

    public OfTokens(Layer inner, Tensor tokens)
    {
        this.inner = Add("inner", inner);
        this.tokens = tokens;
    }

    public override Shape OutputShape(Shape input) => input;

    protected override Tensor Compute(Tensor input, Pass pass) => inner.Forward(tokens, pass) + input;
}
