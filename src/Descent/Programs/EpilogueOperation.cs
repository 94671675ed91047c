using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>An operation and the elementwise ones that follow it, done on its elements while they lie in the cache.</summary>
internal sealed class EpilogueOperation : Operation
{
    private readonly IEpilogueHost host;
    private readonly int hostInputs;
    private readonly int rowLength;
    private readonly (IEpilogueStep Step, int Through, int Inputs)[] steps;
    private Epilogue<float>? singles;
    private Epilogue<double>? doubles;

    private EpilogueOperation(
        IEpilogueHost host, string name, int hostInputs, int rowLength, (IEpilogueStep Step, int Through, int Inputs)[] steps)
    {
        (this.host, Name, this.hostInputs, this.rowLength, this.steps) = (host, name, hostInputs, rowLength, steps);
    }

    public override string Name { get; }

    /// <summary>The operation that the others follow.</summary>
    public Operation Host => (Operation)host;

    /// <summary>A call that does what two did, the second on the first one's result; null where that cannot be.</summary>
    public static Call? Fuse(Call first, Call second, int through)
    {
        var before = first.Operation as EpilogueOperation;
        if ((before?.host ?? first.Operation as IEpilogueHost) is not { } host || second.Operation is not IEpilogueStep step)
        {
            return null;
        }

        var result = first.Outputs[0];
        var rowLength = before?.rowLength ?? host.RowLength(result.Shape);
        var inputs = before?.hostInputs ?? first.Inputs.Length;
        if (result.Shape.Count != second.Outputs[0].Shape.Count || !step.CanFollow(through, second.Inputs, rowLength))
        {
            return null;
        }

        var operation = new EpilogueOperation(
            host, $"{first.Operation.Name} + {second.Operation.Name}", inputs, rowLength, [.. before?.steps ?? [], (step, through, second.Inputs.Length)]);
        var others = second.Inputs.ToArray();
        others[through] = first.Inputs[0];
        return new Call(operation, [.. first.Inputs, .. others], second.Outputs);
    }

    /// <summary>Takes the addresses of what the epilogues read.</summary>
    public void Bind(ReadOnlySpan<Tensor> inputs)
    {
        if (inputs[0].Type == ElementType.Float32)
        {
            singles = Make<float>(inputs[hostInputs..]);
        }
        else
        {
            doubles = Make<double>(inputs[hostInputs..]);
        }
    }

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => throw new InvalidOperationException("A fused operation is part of a program, whose shapes are known.");

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (singles is not null)
        {
            host.Execute(inputs[..hostInputs], outputs, singles);
        }
        else
        {
            host.Execute(inputs[..hostInputs], outputs, doubles);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A fused operation is part of a program, which has its gradients.");

    /// <summary>The host's cost, and the reading of what the others take beside its result, which lies in the cache.</summary>
    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var cost = Host.Cost(inputs[..hostInputs], outputs);
        var next = hostInputs;
        foreach (var (_, through, count) in steps)
        {
            for (var i = 0; i < count; i++, next++)
            {
                cost += new OperationCost(0, i == through ? 0 : (double)inputs[next].Count * inputs[next].Type.Size());
            }
        }

        return cost;
    }

    private Epilogue<T> Make<T>(ReadOnlySpan<Tensor> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Epilogue<T>? all = null;
        foreach (var (step, through, count) in steps)
        {
            var next = step.Epilogue<T>(through, inputs[..count], rowLength);
            all = all is null ? next : new EpiloguePair<T>(all, next);
            inputs = inputs[count..];
        }

        return all!;
    }
}
