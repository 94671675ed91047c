namespace Descent;

/// <summary>
/// A model for inference: its forward pass in evaluation, compiled for each shape of batch that comes, with the bits of
/// <see cref="Layer.Forward(Tensor)"/>. Parameters stay the model's: training or loading it later shows here at the next call.
/// May be used by several threads; they take turns.
/// </summary>
/// <remarks>What a layer of your own decides by other things than tensors stays as it was when the first batch of a shape came.</remarks>
/// <example><c>var compiled = new CompiledModel(model); compiled.Forward(pixels, new Shape(1, 64), scores);</c></example>
public sealed class CompiledModel
{
    private readonly Lock turn = new();
    private readonly Layer model;
    private readonly SharedPreparations? shared;
    private readonly RecentPrograms<InferenceProgram> programs = new();

    /// <summary>Compiles a model, at the first batch of each shape.</summary>
    public CompiledModel(Layer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
    }

    /// <summary>One of several that run at the same time, for a model whose parameters stay as they are.</summary>
    internal CompiledModel(Layer model, SharedPreparations? shared)
        : this(model)
    {
        this.shared = shared;
    }

    /// <summary>Why batches are computed layer by layer instead; null while nothing stands against compiling.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>The output for a batch, in memory of its own.</summary>
    /// <param name="input">The batch, samples along axis 0.</param>
    /// <exception cref="ShapeException">The batch does not have the shape that the model expects.</exception>
    public Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        lock (turn)
        {
            // A mask beside the input is not part of a program; one that a layer makes is.
            if (input.StepMask is not null || ProgramFor(input.Shape, input.Type) is not { } program)
            {
                return Compute(input);
            }

            return program.Run(input);
        }
    }

    /// <summary>The output for a batch, into memory of the caller. Allocates nothing once the shape is known.</summary>
    /// <param name="inputs">The samples, one after another.</param>
    /// <param name="shape">Their shape, samples along axis 0.</param>
    /// <param name="outputs">Takes the outputs, one sample after another.</param>
    /// <exception cref="ShapeException">The numbers of elements are not those of the shape and of the model's output.</exception>
    public void Forward(ReadOnlySpan<float> inputs, Shape shape, Span<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (inputs.Length != shape.Count)
        {
            throw new ShapeException($"A batch {shape} has {shape.Count} elements, but {inputs.Length} were given.");
        }

        lock (turn)
        {
            if (ProgramFor(shape, ElementType.Float32) is not { } program)
            {
                CopyOut(Compute(Tensor.From(inputs, shape)), outputs);
                return;
            }

            inputs.CopyTo(program.Input.Span<float>());
            program.Run();
            CopyOut(program.Output, outputs);
        }
    }

    private static void CopyOut(Tensor output, Span<float> outputs)
    {
        if (output.Count != outputs.Length)
        {
            throw new ShapeException($"The output is {output.Shape}, {output.Count} elements, but there is room for {outputs.Length}.");
        }

        output.Span<float>().CopyTo(outputs);
        GC.KeepAlive(output);
    }

    private Tensor Compute(Tensor input) => Record.Without(() => model.Forward(input, Pass.Evaluation));

    private InferenceProgram? ProgramFor(Shape shape, ElementType type)
    {
        for (var i = 0; i < programs.Count; i++)
        {
            var input = programs[i].Input;
            if (input.Type == type && input.Shape.Equals(shape))
            {
                return programs.Use(i) ?? Compile(shape, type);
            }
        }

        return Obstacle is null ? Compile(shape, type) : null;
    }

    private InferenceProgram? Compile(Shape shape, ElementType type)
    {
        var input = Tensor.Zeros(shape, type);
        var output = input;
        var tape = Tape.Of(() => output = Compute(input));
        Obstacle = tape.Obstacle;
        if (Obstacle is not null)
        {
            return null;
        }

        var program = new InferenceProgram(tape, input, output, new ParameterSnapshot(model), shared);
        programs.Add(program);
        return program;
    }
}
