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

    /// <summary>Computes the output for a batch.</summary>
    public void Run(Tensor input)
    {
        program.Bind(0, input);
        program.Run();
    }

    /// <summary>Goes back to reading <see cref="Input"/>.</summary>
    public void Release() => program.Bind(0, Input);
}
