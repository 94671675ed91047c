namespace Descent;

/// <summary>
/// A layer that goes through sequences step by step and carries a state along; stacked and in both directions where asked for.
/// </summary>
/// <remarks>
/// Shapes: x [n, steps, features], output [n, steps, directions * hidden], the backward direction beside the forward one, or
/// [n, directions * hidden] where only the end is wanted. Parameters as PyTorch names them: <c>weight_ih_l0</c> [gates * hidden, features],
/// <c>weight_hh_l0</c> [gates * hidden, hidden], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [gates * hidden], then <c>..._l0_reverse</c>, <c>..._l1</c>.
/// Where x has a <see cref="Tensor.StepMask"/>, padded steps leave the state as it is and give 0, and each direction begins and ends at a
/// sample's own first and last steps.
/// </remarks>
public abstract class RecurrentLayer : Layer
{
    private readonly RecurrentForm form;
    private readonly RecurrentOptions options;
    private readonly int inputs;
    private readonly Parameter[][] directions;

    private protected RecurrentLayer(RecurrentForm form, int inputs, int hidden, RecurrentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (inputs < 1 || hidden < 1 || options.Layers < 1)
        {
            throw new SpecificationException(
                $"{form.Name} needs at least 1 feature, 1 hidden number and 1 layer, not {inputs}, {hidden} and {options.Layers}.");
        }

        (this.form, this.options, this.inputs, HiddenSize) = (form, options, inputs, hidden);
        directions = new Parameter[options.Layers * Directions][];
        for (var index = 0; index < directions.Length; index++)
        {
            var (layer, reverse) = (index / Directions, index % Directions == 1);
            directions[index] = MakeParameters(layer == 0 ? inputs : Directions * hidden, $"l{layer}{(reverse ? "_reverse" : "")}");
        }
    }

    /// <summary>The hidden width of one direction.</summary>
    public int HiddenSize { get; }

    private int Directions => options.Bidirectional ? 2 : 1;

    /// <summary>The outputs of all steps and the state after the last, from a state before the first.</summary>
    /// <param name="sequences">The sequences [n, steps, features]; of unequal lengths by <see cref="Tensor.WithLengths"/>.</param>
    /// <param name="initial">The state before the first step; zeros unless given.</param>
    /// <returns>The outputs [n, steps, directions * hidden] and the state; the backward direction ends at the first step.</returns>
    /// <exception cref="ShapeException">The sequences or the states do not have the layer's shapes.</exception>
    public (Tensor Output, RecurrentState State) Run(Tensor sequences, RecurrentState? initial = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        EnsureInitialized();
        OutputShape(sequences.Shape.Rank == 3 ? sequences.Shape.Inner() : sequences.Shape);
        var ends = new List<(Tensor Hidden, Tensor? Cell)>();
        var output = sequences;
        for (var layer = 0; layer < options.Layers; layer++)
        {
            output = RunLayer(output, sequences.StepMask, layer, initial, ends);
        }

        output.PassOn(sequences.StepMask);

        Tensor Stack(IEnumerable<Tensor> states) => Tensor.Concatenate(0, [.. states.Select(state => state.Reshape(state.Shape.Prepend(1)))]);
        return (output, new RecurrentState(
            Stack(ends.Select(end => end.Hidden)), form.HasCell ? Stack(ends.Select(end => end.Cell!)) : null));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank != 2 || input[1] != inputs || input[0] < 1
            ? throw new ShapeException(
                $"{form.Name} expects samples that are sequences [steps, {inputs}] of at least one step, not {input}."
                + (input.Rank == 1 ? $" Put 'reshape {input[0]}x1' before it." : ""))
            : options.LastOnly ? new Shape(Directions * HiddenSize) : new Shape(input[0], Directions * HiddenSize);
    }

    /// <inheritdoc/>
    public override string Describe()
        => $"{form.Name} {inputs} -> {HiddenSize}{(options.Layers > 1 ? $" layers {options.Layers}" : "")}"
            + $"{(options.Bidirectional ? " bidirectional" : "")}{(options.LastOnly ? " last" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Rank == 3 ? input.Shape.Inner() : input.Shape);
        var ends = new List<(Tensor Hidden, Tensor? Cell)>();
        var mask = input.StepMask;
        for (var layer = 0; layer < options.Layers; layer++)
        {
            input = RunLayer(input, mask, layer, null, options.LastOnly && layer == options.Layers - 1 ? ends : null);
        }

        return !options.LastOnly ? input : Directions == 1 ? ends[0].Hidden : Tensor.Concatenate(1, ends[0].Hidden, ends[1].Hidden);
    }

    private Tensor RunLayer(Tensor input, Tensor? mask, int layer, RecurrentState? initial, List<(Tensor Hidden, Tensor? Cell)>? ends)
    {
        var outputs = new Tensor[Directions];
        for (var direction = 0; direction < outputs.Length; direction++)
        {
            var index = (layer * Directions) + direction;
            Tensor[] states = initial is null ? [] : [State(initial.Hidden, index), .. initial.Cell is { } cell ? [State(cell, index)] : Array.Empty<Tensor>()];
            if (initial is not null && form.HasCell != (initial.Cell is not null))
            {
                throw new ShapeException($"{form.Name} {(form.HasCell ? "needs a cell state beside the hidden one" : "has no cell state; give the hidden one alone")}.");
            }

            var operation = form.Sequence(new RecurrentSettings(direction == 1, options.Bias, initial is not null, mask is not null));
            Tensor[] masks = mask is null ? [] : [mask];
            var results = operation.Apply([input, .. directions[index].Select(parameter => parameter.Value), .. states, .. masks]);
            outputs[direction] = mask is null ? results[0] : results[0].Keep(Tensor.StepFactor(mask, results[0]));
            ends?.Add((End(results[0], direction), form.HasCell ? End(results[2], direction) : null));
        }

        return outputs.Length == 1 ? outputs[0] : Tensor.Concatenate(2, outputs);
    }

    private static Tensor End(Tensor steps, int direction)
        => steps.Slice(1, direction == 0 ? steps.Shape[1] - 1 : 0, 1).Reshape(steps.Shape[0], steps.Shape[2]);

    private static Tensor State(Tensor states, int index)
        => states.Shape.Rank == 3
            ? states.Slice(0, index, 1).Reshape(states.Shape[1], states.Shape[2])
            : throw new ShapeException($"The first states must be [layers * directions, n, hidden], not {states.Shape}.");

    private Parameter[] MakeParameters(int features, string suffix)
    {
        // One bound for all, by the hidden width.
        var fans = new Fans(HiddenSize, HiddenSize);
        var rows = form.Gates * HiddenSize;
        Parameter Make(string name, params ReadOnlySpan<int> lengths)
            => Add(new Parameter($"{name}_{suffix}", new Shape(lengths), new UniformFanIn(), fans));
        return
        [
            Make("weight_ih", rows, features), Make("weight_hh", rows, HiddenSize),
            .. options.Bias ? [Make("bias_ih", rows), Make("bias_hh", rows)] : Array.Empty<Parameter>(),
        ];
    }
}
