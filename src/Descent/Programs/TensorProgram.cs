using System.Diagnostics;

namespace Descent;

/// <summary>
/// A captured run as a list of operations on planned memory. Running it computes, bit for bit, what the captured code would compute from
/// other values of the inputs and parameters, and allocates nothing.
/// </summary>
internal sealed class TensorProgram
{
    private readonly Instruction[] instructions;
    private readonly Instruction[] preparations;
    private readonly (Storage Storage, int Version)[] kept;
    private readonly (int Input, Tensor Tensor, int Offset)[] inputs;
    private readonly Tensor[] results;

    private TensorProgram(Graph graph, List<Call> prepared)
    {
        var tensors = new List<(int, Tensor, int)>();
        Tensor PlaceOne(Operand operand)
        {
            var tensor = operand.ToTensor();
            if (operand.Block.Kind == BlockKind.Input)
            {
                tensors.Add((operand.Block.Input, tensor, operand.Offset));
            }

            return tensor;
        }

        Instruction[] Place(IEnumerable<Call> calls) => [.. calls.Select(call => new Instruction(
            call.Operation, Array.ConvertAll(call.Inputs, PlaceOne), Array.ConvertAll(call.Outputs, PlaceOne)))];

        instructions = Place(graph.Calls);
        preparations = Place(prepared);
        kept = [.. prepared.SelectMany(call => call.Inputs).Select(input => input.Block.Storage).Distinct().Select(storage => (storage, -1))];
        results = Array.ConvertAll(graph.Results, PlaceOne);
        inputs = [.. tensors];
        foreach (var instruction in instructions)
        {
            (instruction.Operation as EpilogueOperation)?.Bind(instruction.Inputs);
        }
    }

    /// <summary>What the code computed, filled anew at each run.</summary>
    public IReadOnlyList<Tensor> Results => results;

    /// <summary>The operations, in the order in which they run.</summary>
    public IReadOnlyList<Instruction> Instructions => instructions;

    /// <summary>Compiles a tape.</summary>
    /// <param name="tape">What was computed.</param>
    /// <param name="inputs">The tensors that another run gets other values for, each in memory of its own.</param>
    /// <param name="kept">The tensors that live between runs: parameters.</param>
    /// <param name="results">What is wanted in the end.</param>
    /// <param name="prepare">Whether what depends on parameters alone is computed only when they have changed.</param>
    /// <param name="shared">What programs that run beside this one have in common; null where there are none.</param>
    /// <param name="readOnly">How many of the results are only read; the others get memory of their own and may be changed in place.</param>
    public static TensorProgram Of(
        Tape tape, IReadOnlyList<Tensor> inputs, IEnumerable<Tensor> kept, IReadOnlyList<Tensor> results, int readOnly, bool prepare = false,
        SharedPreparations? shared = null)
    {
        var graph = new Graph(tape, inputs, kept, results);
        Simplification.FoldConstants(graph);
        Simplification.ForgetInputs(graph);
        Simplification.SeparateResults(graph, readOnly);
        Simplification.RemoveUnread(graph);
        var prepared = prepare ? Preparation.Split(graph, shared) : [];
        CrossEntropyFusion.Apply(graph);
        NormalizationFusion.Apply(graph);
        EpilogueFusion.Apply(graph);
        MemoryPlan.Apply(graph);
        return new TensorProgram(graph, prepared);
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
        Prepare();
        if (Observation.Current is { } observer)
        {
            Run(observer);
            return;
        }

        foreach (var instruction in instructions)
        {
            instruction.Operation.Run(instruction.Inputs, instruction.Outputs);
        }
    }

    /// <summary>Computes what depends on parameters alone, where one has changed.</summary>
    private void Prepare()
    {
        var changed = false;
        foreach (ref var source in kept.AsSpan())
        {
            changed |= source.Version != source.Storage.Version;
            source.Version = source.Storage.Version;
        }

        if (changed)
        {
            foreach (var preparation in preparations)
            {
                preparation.Operation.Run(preparation.Inputs, preparation.Outputs);
            }
        }
    }

    private void Run(IExecutionObserver observer)
    {
        foreach (var instruction in instructions)
        {
            var started = Stopwatch.GetTimestamp();
            instruction.Operation.Run(instruction.Inputs, instruction.Outputs);
            observer.Executed(instruction.Operation, instruction.Inputs, instruction.Outputs, Stopwatch.GetTimestamp() - started);
        }
    }
}

/// <summary>One operation of a program on tensors in their places.</summary>
internal readonly record struct Instruction(Operation Operation, Tensor[] Inputs, Tensor[] Outputs);
