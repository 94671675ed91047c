namespace Descent;

/// <summary>
/// Planes of zeros to which each g is added at its place, in order; a place of -1 is none. With u flowing in, g gets the u at its place.
/// </summary>
internal sealed class PutAtPlacesOperation(Shape input) : FloatingOperation
{
    public override string Name => "put at places";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(input, inputs[0].Type)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (from, to) = (inputs[0].Shape.Product(2, 4), input.Product(2, 4));
        var g = inputs[0].Span<T>();
        var places = inputs[1].Span<int>();
        var y = outputs[0].Span<T>();
        y.Clear();
        for (var i = 0; i < g.Length; i++)
        {
            if (places[i] >= 0)
            {
                y[(i / from * to) + places[i]] += g[i];
            }
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new TakeAtPlacesOperation().Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

/// <summary>
/// The elements of each plane that stand at given places; 0 for a place of -1 (a window of nothing but padding). Gradient: g put back.
/// </summary>
internal sealed class TakeAtPlacesOperation : FloatingOperation
{
    public override string Name => "take at places";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[1].Shape, inputs[0].Type)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (from, to) = (inputs[0].Shape.Product(2, 4), inputs[1].Shape.Product(2, 4));
        var x = inputs[0].Span<T>();
        var places = inputs[1].Span<int>();
        var y = outputs[0].Span<T>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = places[i] < 0 ? T.Zero : x[(i / to * from) + places[i]];
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new PutAtPlacesOperation(entry.Inputs[0].Shape).Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}
