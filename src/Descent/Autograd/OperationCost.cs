namespace Descent;

/// <summary>What a computation takes by its definition: its arithmetic and its memory traffic.</summary>
/// <param name="Flops">
/// Floating-point operations; a multiply-add counts as two. 0 where the traffic alone decides. An algorithm that needs fewer, as that of
/// convolutions with kernels of 3 x 3, can be faster than these take at the machine's peak.
/// </param>
/// <param name="Bytes">Bytes that must be read and written, each operand once.</param>
public readonly record struct OperationCost(double Flops, double Bytes)
{
    /// <summary>Operations for each byte.</summary>
    public double Intensity => Bytes > 0 ? Flops / Bytes : 0;

    /// <summary>Both costs together.</summary>
    public static OperationCost operator +(OperationCost first, OperationCost second)
        => new(first.Flops + second.Flops, first.Bytes + second.Bytes);

    /// <summary>This cost a number of times.</summary>
    public static OperationCost operator *(OperationCost cost, double times) => new(cost.Flops * times, cost.Bytes * times);

    /// <summary>Reading every input and writing every output once.</summary>
    internal static OperationCost OfTraffic(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, double flops = 0)
    {
        double bytes = 0;
        foreach (var input in inputs)
        {
            bytes += (double)input.Count * input.Type.Size();
        }

        foreach (var output in outputs)
        {
            bytes += (double)output.Count * output.Type.Size();
        }

        return new(flops, bytes);
    }
}
