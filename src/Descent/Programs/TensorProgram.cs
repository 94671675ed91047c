namespace Descent;

/// <summary>
/// A captured run as a list of operations on planned memory. Running it computes, bit for bit, what the captured code would compute from
/// other values of the inputs and parameters, and allocates nothing.
/// </summary>
internal sealed class TensorProgram
{
    private readonly Instruction[] instructions;
    private readonly (int Input, Tensor Tensor, int Offset)[] inputs;
    private readonly Tensor[] results;

    private TensorProgram(Graph graph)
    {
        var tensors = new List<(int, Tensor, int)>();
        Tensor Place(Operand operand)
        {
            var tensor = operand.ToTensor();
            if (operand.Block.Kind == BlockKind.Input)
            {
                tensors.Add((operand.Block.Input, tensor, operand.Offset));
            }

            return tensor;
        }

        instructions = [.. graph.Calls.Select(call => new Instruction(
            call.Operation, Array.ConvertAll(call.Inputs, Place), Array.ConvertAll(call.Outputs, Place)))];
        results = Array.ConvertAll(graph.Results, Place);
        inputs = [.. tensors];
        foreach (var instruction in instructions)
        {
            (instruction.Operation as EpilogueOperation)?.Bind(instruction.Inputs);
        }
    }

    /// <summary>What the code computed, filled anew at each run; each in memory of its own.</summary>
    public IReadOnlyList<Tensor> Results => results;

    /// <summary>The operations, in the order in which they run.</summary>
    public IReadOnlyList<Instruction> Instructions => instructions;

    /// <summary>Compiles a tape.</summary>
    /// <inheritdoc cref="Graph(Tape, IReadOnlyList{Tensor}, IEnumerable{Tensor}, IReadOnlyList{Tensor})"/>
    public static TensorProgram Of(Tape tape, IReadOnlyList<Tensor> inputs, IEnumerable<Tensor> kept, IReadOnlyList<Tensor> results)
    {
        var graph = new Graph(tape, inputs, kept, results);
        Simplification.FoldConstants(graph);
        Simplification.ForgetInputs(graph);
        Simplification.SeparateResults(graph);
        Simplification.RemoveUnread(graph);
        CrossEntropyFusion.Apply(graph);
        EpilogueFusion.Apply(graph);
        MemoryPlan.Apply(graph);
        return new TensorProgram(graph);
    }

    /// <summary>Sets the values of an input, which has the shape and type of the captured one, for the runs to come.</summary>
    public void Bind(int input, Tensor values)
    {
        foreach (var (number, tensor, offset) in inputs)
        {
            if (number == input)
            {
                tensor.LookAt(values.Storage, values.Offset + offset);
            }
        }
    }

    /// <summary>Computes the results.</summary>
    public void Run()
    {
        foreach (var instruction in instructions)
        {
            instruction.Operation.Run(instruction.Inputs, instruction.Outputs);
        }
    }
}

/// <summary>One operation of a program on tensors in their places.</summary>
internal readonly record struct Instruction(Operation Operation, Tensor[] Inputs, Tensor[] Outputs);
