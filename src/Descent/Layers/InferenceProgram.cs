namespace Descent;

/// <summary>A model's forward pass for one shape of batch.</summary>
internal sealed class InferenceProgram : IModelProgram
{
    private readonly TensorProgram program;

    public InferenceProgram(Tape tape, Tensor input, Tensor output, ParameterSnapshot parameters, SharedPreparations? shared)
    {
        Parameters = parameters;
        program = TensorProgram.Of(tape, [input], parameters.Values, [output], readOnly: 1, prepare: true, shared);
        Input = input;
    }

    /// <inheritdoc/>
    public ParameterSnapshot Parameters { get; }

    /// <summary>Memory for a batch.</summary>
    public Tensor Input { get; }

    /// <summary>The output of the last run.</summary>
    public Tensor Output => program.Results[0];

    /// <summary>Computes the output for what <see cref="Input"/> holds.</summary>
    public void Run() => program.Run();

    /// <summary>The output for a batch, in memory of its own.</summary>
    public Tensor Run(Tensor input)
    {
        program.Bind(0, input);
        try
        {
            program.Run();
            return Output.Copy();
        }
        finally
        {
            // Also where the batch was refused: the next one may lie in the memory for batches.
            program.Bind(0, Input);
        }
    }
}
