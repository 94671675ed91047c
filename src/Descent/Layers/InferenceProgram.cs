namespace Descent;

/// <summary>A model's forward pass for one shape of batch, and whether the model still is the one that was compiled.</summary>
internal sealed class InferenceProgram
{
    private readonly TensorProgram program;
    private readonly Parameter[] parameters;
    private readonly Tensor[] values;

    public InferenceProgram(Tape tape, Tensor input, Tensor output, Parameter[] parameters)
    {
        this.parameters = parameters;
        values = Array.ConvertAll(parameters, parameter => parameter.Value);
        program = TensorProgram.Of(tape, [input], values, [output], readOnly: 1, prepare: true);
        Input = input;
    }

    /// <summary>Memory for a batch.</summary>
    public Tensor Input { get; }

    /// <summary>The output of the last run.</summary>
    public Tensor Output => program.Results[0];

    /// <summary>Whether the model's parameters still are the tensors that the program reads.</summary>
    public bool IsCurrent()
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!ReferenceEquals(parameters[i].Value, values[i]))
            {
                return false;
            }
        }

        return true;
    }

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
