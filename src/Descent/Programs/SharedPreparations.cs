namespace Descent;

/// <summary>
/// What the programs of one model have in common that run at the same time: its weights as kernels read them best, laid out once for all. The
/// parameters must stay as they are while it is in use.
/// </summary>
internal sealed class SharedPreparations
{
    private readonly Lock turn = new();
    private readonly Dictionary<(Storage, int, Shape), Storage> transposed = [];
    private readonly Dictionary<(Storage, int, Shape, ConvolutionOptions), ConvolutionPacking> packed = [];

    /// <summary>How many weights were laid out.</summary>
    public int Count => transposed.Count + packed.Count;

    /// <summary>Gives a transposed weight its memory, computed if it is the first time.</summary>
    public void Transpose(Call call)
    {
        var (weight, output) = (call.Inputs[0], call.Outputs[0]);
        lock (turn)
        {
            output.Block.Kind = BlockKind.Kept;
            if (transposed.TryGetValue((weight.Block.Storage, weight.Offset, weight.Shape), out var storage))
            {
                output.Block.Storage = storage;
                return;
            }

            output.Block.Storage = new Storage(Math.Max(output.Block.Bytes, 1), pinned: true);
            call.Operation.Run([weight.ToTensor()], [output.ToTensor()]);
            transposed.Add((weight.Block.Storage, weight.Offset, weight.Shape), output.Block.Storage);
        }
    }

    /// <summary>The weights of a convolution, laid out if it is the first time.</summary>
    public ConvolutionPacking Pack(ConvolutionOptions options, Shape images, ReadOnlySpan<Operand> weights)
    {
        var key = (weights[0].Block.Storage, weights[0].Offset, images, options);
        lock (turn)
        {
            if (!packed.TryGetValue(key, out var packing))
            {
                packing = new ConvolutionPacking(options, images);
                packing.Pack([.. weights.ToArray().Select(weight => weight.ToTensor())]);
                packed.Add(key, packing);
            }

            return packing;
        }
    }
}
