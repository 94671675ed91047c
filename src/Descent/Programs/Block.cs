namespace Descent;

/// <summary>Whose memory a tensor of a program lies in.</summary>
internal enum BlockKind
{
    /// <summary>An input's, another one at each run.</summary>
    Input,

    /// <summary>A parameter's, which stays where it is and whose contents change between runs.</summary>
    Kept,

    /// <summary>A number or table that no run changes.</summary>
    Constant,

    /// <summary>The program's own, filled anew at each run.</summary>
    Computed,
}

/// <summary>The memory of one or more tensors of a program: that of the captured run, then that of the plan.</summary>
internal sealed class Block(Storage captured, BlockKind kind, int input = -1)
{
    /// <summary>Whose it is; what only constants are computed from becomes constant.</summary>
    public BlockKind Kind { get; set; } = kind;

    /// <summary>The number of the input; -1 where it is none.</summary>
    public int Input { get; } = input;

    /// <summary>Where the tensors lie.</summary>
    public Storage Storage { get; set; } = captured;

    /// <summary>Where the block begins in its storage, in bytes.</summary>
    public int Start { get; set; }

    /// <summary>The bytes that are used of it.</summary>
    public long Bytes { get; set; }
}

/// <summary>A tensor of a program: a piece of a block under a shape.</summary>
/// <param name="Block">The memory.</param>
/// <param name="Offset">The first element, counted from the block's start.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Type">The element type.</param>
internal readonly record struct Operand(Block Block, int Offset, Shape Shape, ElementType Type)
{
    /// <summary>Whether this is all of its block.</summary>
    public bool IsWhole => Offset == 0 && (long)Shape.Count * Type.Size() == Block.Bytes;

    /// <summary>The tensor in its planned place.</summary>
    public Tensor ToTensor() => new(Shape, Type, Block.Storage, (Block.Start / Type.Size()) + Offset);
}

/// <summary>One operation of a program.</summary>
internal sealed class Call(Operation operation, Operand[] inputs, Operand[] outputs)
{
    /// <summary>What is computed.</summary>
    public Operation Operation { get; set; } = operation;

    /// <summary>What from.</summary>
    public Operand[] Inputs { get; set; } = inputs;

    /// <summary>What comes out.</summary>
    public Operand[] Outputs { get; set; } = outputs;
}
