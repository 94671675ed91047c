using Descent.Kernels;

namespace Descent;

/// <summary>A training step that is repeated on one made-up batch, to be timed.</summary>
/// <param name="model">The network.</param>
/// <param name="loss">What is minimised.</param>
/// <param name="optimizer">What changes the parameters.</param>
/// <param name="inputs">The batch; see <see cref="Values"/>.</param>
/// <param name="targets">Its targets; see <see cref="Labels"/>.</param>
public sealed class SyntheticStep(Layer model, Loss loss, Optimizer optimizer, Tensor inputs, Tensor targets)
{
    private readonly TrainingStep step = new(model, loss, optimizer);

    /// <summary>The samples in the batch.</summary>
    public int Samples => inputs.Shape[0];

    /// <summary>Normally distributed numbers, the same for the same seed.</summary>
    public static Tensor Values(Shape shape, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var values = new float[shape.Count];
        new RandomKey(seed, "synthetic values").FillNormal(values);
        return Tensor.From<float>(values, shape);
    }

    /// <summary>Classes, one after another.</summary>
    public static Tensor Labels(Shape shape, int classes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Tensor.From<int>(Enumerable.Range(0, shape.Count).Select(i => i % classes).ToArray(), shape);
    }

    /// <summary>Takes one step.</summary>
    public void Run() => step.Run(inputs, targets);

    /// <summary>The bytes that one step allocates on the managed heap, on average over some steps.</summary>
    public double AllocatedBytes(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < steps; i++)
        {
            Run();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)steps;
    }

    /// <summary>Takes one step and tells its arithmetic and traffic.</summary>
    public OperationCost Cost()
    {
        var counter = new Counter();
        Observation.With(counter, Run);
        return counter.Sum;
    }

    private sealed class Counter : IExecutionObserver
    {
        public OperationCost Sum { get; private set; }

        public void Executed(Operation operation, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, long ticks)
            => Sum += operation.Cost(inputs, outputs);

        public void Updated(string optimizer, OperationCost cost, long ticks) => Sum += cost;
    }
}
