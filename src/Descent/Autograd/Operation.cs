using System.Diagnostics;
using System.Numerics;

namespace Descent;

/// <summary>What a tensor will look like before it is computed.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">Its element type.</param>
public readonly record struct TensorSpec(Shape Shape, ElementType Type);

/// <summary>
/// One kind of computation: shape rule, execution and derivative. <see cref="Apply"/> is the only door, so every computation
/// is checked, computed and recorded in the same way.
/// </summary>
public abstract class Operation
{
    /// <summary>The name, as it stands in records, errors and profiles: <c>matmul</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Checks the inputs, computes the outputs and, where a gradient can flow, leaves an entry in the record.</summary>
    /// <exception cref="ShapeException">The shapes do not fit; the message names them, the operation and the remedy.</exception>
    public Tensor[] Apply(params Tensor[] inputs)
    {
        var specs = Infer(inputs);
        var outputs = new Tensor[specs.Length];
        for (var i = 0; i < specs.Length; i++)
        {
            outputs[i] = Allocate(specs[i], inputs, i);
        }

        var observer = Observation.Current;
        var started = observer is null ? 0 : Stopwatch.GetTimestamp();
        Tape.Execute(this, inputs, outputs);
        observer?.Executed(this, inputs, outputs, Stopwatch.GetTimestamp() - started);
        GC.KeepAlive(inputs);
        Record.Add(this, inputs, outputs);
        return outputs;
    }

    /// <summary>Computes the outputs again, from inputs of the shapes that were checked at first.</summary>
    internal void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => Execute(inputs, outputs);

    /// <summary>Whether more comes of it than the outputs, or they depend on more than the inputs: it is run at every replay.</summary>
    internal virtual bool HasEffect => false;

    /// <summary>Whether the first output may be written where an input of as many elements lies.</summary>
    internal virtual bool CanOverwrite(int input) => false;

    /// <summary>The outputs' shapes and types.</summary>
    /// <exception cref="ShapeException">The inputs' shapes do not fit.</exception>
    protected abstract TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs);

    /// <summary>Computes every element of every output; outputs arrive with arbitrary contents.</summary>
    protected abstract void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <summary>
    /// The gradient for each input (null: none flows), given those for the outputs (null: zero). Written in operations,
    /// so that gradients of gradients follow.
    /// </summary>
    protected internal abstract Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients);

    /// <summary>What the computation takes at least; unless overridden, reading its inputs and writing its outputs.</summary>
    protected internal virtual OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs);

    /// <summary>Where an output lives: new memory, unless a view of an input serves.</summary>
    private protected virtual Tensor Allocate(TensorSpec spec, ReadOnlySpan<Tensor> inputs, int output) => new(spec.Shape, spec.Type);

    /// <summary>Whether outputs can be differentiated at all; a mask or an index cannot.</summary>
    protected internal virtual bool IsDifferentiable(int output) => true;

    /// <summary>Refuses inputs whose floating types differ.</summary>
    private protected ElementType CommonType(ReadOnlySpan<Tensor> inputs)
    {
        var type = inputs[0].Type;
        foreach (var input in inputs)
        {
            if (input.Type != type || !input.Type.IsFloating())
            {
                throw new DescentException(
                    $"{Name}: inputs of {type} and {input.Type} do not mix; convert one with To(ElementType.{(type.IsFloating() ? type : ElementType.Float32)}).");
            }
        }

        return type;
    }
}

/// <summary>An operation on floating inputs whose kernel is one generic body for float and double.</summary>
public abstract class FloatingOperation : Operation
{
    /// <inheritdoc/>
    protected sealed override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var type = inputs[0].Type;
        if (type == ElementType.Float32)
        {
            Execute<float>(inputs, outputs);
        }
        else
        {
            Execute<double>(inputs, outputs);
        }
    }

    /// <summary>Computes every element of every output.</summary>
    private protected abstract void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
