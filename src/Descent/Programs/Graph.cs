namespace Descent;

/// <summary>A captured run as calls on blocks of memory: what the passes of the compiler work on.</summary>
internal sealed class Graph
{
    private readonly Dictionary<Storage, Block> blocks = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads a tape. Views become pieces of the block that they look at.</summary>
    /// <param name="tape">What was computed.</param>
    /// <param name="inputs">The tensors that another run gets other values for, each in memory of its own.</param>
    /// <param name="kept">The tensors that live between runs: parameters.</param>
    /// <param name="results">What is wanted in the end.</param>
    public Graph(Tape tape, IReadOnlyList<Tensor> inputs, IEnumerable<Tensor> kept, IReadOnlyList<Tensor> results)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            blocks.Add(inputs[i].Storage, new Block(inputs[i].Storage, BlockKind.Input, i));
        }

        foreach (var tensor in kept)
        {
            blocks.TryAdd(tensor.Storage, new Block(tensor.Storage, BlockKind.Kept));
        }

        foreach (var line in tape.Lines)
        {
            var from = Array.ConvertAll(line.Inputs, tensor => Read(tensor, BlockKind.Constant));
            if (line.Outputs.Length == 0 || !Array.TrueForAll(line.Outputs, output => blocks.ContainsKey(output.Storage)))
            {
                Calls.Add(new Call(line.Operation, from, Array.ConvertAll(line.Outputs, tensor => Read(tensor, BlockKind.Computed))));
            }
        }

        Results = [.. results.Select(tensor => Read(tensor, BlockKind.Constant))];
    }

    /// <summary>The calls, in an order in which they can be run.</summary>
    public List<Call> Calls { get; } = [];

    /// <summary>What is wanted in the end.</summary>
    public Operand[] Results { get; }

    /// <summary>All memory.</summary>
    public IEnumerable<Block> Blocks => blocks.Values;

    /// <summary>How many calls read each block, a result counting as one.</summary>
    public Dictionary<Block, int> Readers()
    {
        var readers = new Dictionary<Block, int>(ReferenceEqualityComparer.Instance);
        foreach (var operand in Calls.SelectMany(call => call.Inputs).Concat(Results))
        {
            readers[operand.Block] = readers.GetValueOrDefault(operand.Block) + 1;
        }

        return readers;
    }

    /// <summary>A tensor in a block of its own, which a call is to compute.</summary>
    public Operand New(Shape shape, ElementType type) => Read(new Tensor(shape, type), BlockKind.Computed);

    private Operand Read(Tensor tensor, BlockKind kind)
    {
        if (!blocks.TryGetValue(tensor.Storage, out var block))
        {
            blocks.Add(tensor.Storage, block = new Block(tensor.Storage, kind));
        }

        block.Bytes = Math.Max(block.Bytes, ((long)tensor.Offset + tensor.Count) * tensor.Type.Size());
        return new Operand(block, tensor.Offset, tensor.Shape, tensor.Type);
    }
}
