namespace Descent;

/// <summary>
/// Code that looks at the values of tensors, to refuse or to count them, and computes nothing. As an operation it is repeated at every replay.
/// It must not allocate unless it refuses.
/// </summary>
internal sealed class InspectionOperation(string name, Action<Tensor, Tensor> inspect) : Operation
{
    public override string Name => name;

    internal override bool HasEffect => true;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => inspect(inputs[0], inputs[1]);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null, null];
}
