namespace Descent;

/// <summary>A training step's program for one shape of batch, up to the gradients.</summary>
internal sealed class StepProgram : IModelProgram
{
    private readonly TensorProgram program;
    private readonly TensorSpec[] specs;
    private readonly Tensor[] gradients;

    /// <summary>Compiles what a step computed.</summary>
    /// <param name="tape">The step's operations.</param>
    /// <param name="inputs">The batch that it was captured with, each tensor in memory of its own.</param>
    /// <param name="parameters">All parameters of the model.</param>
    /// <param name="computed">The loss and the gradients.</param>
    public StepProgram(Tape tape, Tensor[] inputs, ParameterSnapshot parameters, in Computed computed)
    {
        Parameters = parameters;
        specs = Array.ConvertAll(inputs, input => new TensorSpec(input.Shape, input.Type));
        program = TensorProgram.Of(tape, inputs, parameters.Values, [computed.Total.Sum, computed.Total.WeightSum, .. computed.Gradients], readOnly: 2);
        gradients = [.. program.Results.Skip(2)];
        Trainable = computed.Trainable;
        TrainableParameters = Array.ConvertAll(Trainable, named => named.Parameter);
    }

    /// <inheritdoc/>
    public ParameterSnapshot Parameters { get; }

    /// <summary>How many steps were replayed since one was computed both ways; at first so many that the next is.</summary>
    public int StepsSinceCheck { get; set; } = 1 << 30;

    /// <summary>The parameters that gradients are computed for.</summary>
    public NamedParameter[] Trainable { get; }

    /// <inheritdoc cref="Trainable"/>
    public Parameter[] TrainableParameters { get; }

    /// <summary>The operations.</summary>
    public TensorProgram Program => program;

    /// <summary>The gradients of the last run, which may be changed in place.</summary>
    public IReadOnlyList<Tensor> Gradients => gradients;

    /// <summary>The sum of the losses of the last run.</summary>
    public double LossSum => program.Results[0].Item();

    /// <summary>What their mean divides by.</summary>
    public double Weight => program.Results[1].Item();

    /// <summary>Whether the program is for batches like this one.</summary>
    public bool Takes(ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length != specs.Length)
        {
            return false;
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Type != specs[i].Type || !inputs[i].Shape.Equals(specs[i].Shape))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the last run gave the bits that a step computed.</summary>
    public bool Agrees(in Computed computed)
    {
        var same = program.Results[0].HasBitsOf(computed.Total.Sum) && program.Results[1].HasBitsOf(computed.Total.WeightSum);
        for (var i = 0; i < gradients.Length; i++)
        {
            same &= gradients[i].HasBitsOf(computed.Gradients[i]);
        }

        return same;
    }

    /// <summary>Computes loss and gradients of a batch.</summary>
    public void Run(ReadOnlySpan<Tensor> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            program.Bind(i, inputs[i]);
        }

        program.Run();
    }
}
