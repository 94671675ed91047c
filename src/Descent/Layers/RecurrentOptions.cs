namespace Descent;

/// <summary>How a recurrent layer is built up.</summary>
/// <param name="Layers">Layers on top of one another, each reading the one below.</param>
/// <param name="Bidirectional">Whether a second set of weights goes through the sequence backward.</param>
/// <param name="LastOnly">Whether the layer gives only where each direction ended, not every step.</param>
/// <param name="Bias">Whether biases are added.</param>
public sealed record RecurrentOptions(int Layers = 1, bool Bidirectional = false, bool LastOnly = false, bool Bias = true)
{
    internal static IReadOnlyList<Option> Known { get; } =
    [
        new Option("hidden", OptionKind.Integer, "the hidden width of one direction", null) { Minimum = 1, Positional = true, Aliases = ["units"] },
        new Option("layers", OptionKind.Integer, "layers on top of one another", "1") { Minimum = 1 },
        new Option("bidirectional", OptionKind.Flag, "go through the sequence backward too", "false"),
        new Option("last", OptionKind.Flag, "give only where each direction ended, not every step", "false"),
        new Option("bias", OptionKind.Flag, "whether biases are added", "true"),
    ];

    internal static RecurrentOptions Of(OptionValues values)
        => new(values.Integer("layers"), values.Flag("bidirectional"), values.Flag("last"), values.Flag("bias"));

    internal static int InputsOf(Shape sample, string name) => sample.Rank == 2
        ? sample[1]
        : throw new ShapeException(
            $"{name} takes samples that are sequences [steps, features], not {sample}."
            + (sample.Rank == 1 ? $" Put 'reshape {sample[0]}x1' before it." : ""));
}
