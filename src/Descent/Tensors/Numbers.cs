namespace Descent;

/// <summary>The elements of a tensor of any type, read as doubles one by one, without a copy; for code beside kernels.</summary>
internal readonly ref struct Numbers
{
    private readonly ReadOnlySpan<float> floats;
    private readonly ReadOnlySpan<double> doubles;
    private readonly ReadOnlySpan<int> integers;
    private readonly Tensor tensor;

    public Numbers(Tensor tensor)
    {
        this.tensor = tensor;
        switch (tensor.Type)
        {
            case ElementType.Float32:
                floats = tensor.Span<float>();
                break;
            case ElementType.Float64:
                doubles = tensor.Span<double>();
                break;
            default:
                integers = tensor.Span<int>();
                break;
        }
    }

    public double this[int index]
    {
        get
        {
            var value = tensor.Type switch
            {
                ElementType.Float32 => floats[index],
                ElementType.Float64 => doubles[index],
                _ => integers[index],
            };
            GC.KeepAlive(tensor);
            return value;
        }
    }
}
