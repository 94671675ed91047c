using System.Text.Json.Serialization;

namespace Descent;

/// <summary>
/// A look at the model at one point of the training, on one fixed batch of the training part: computed apart from the training's own steps,
/// so that it changes nothing.
/// </summary>
public sealed record Probe
{
    /// <summary>The steps that were taken before.</summary>
    public int Step { get; init; }

    /// <summary>The epoch, from 1, that the next step belongs to; 0 before training.</summary>
    public int Epoch { get; init; }

    /// <summary>The mean loss on the batch; not a number where it could not be computed.</summary>
    public double Loss { get; init; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The mean loss on the next step's own batch before that step; null where no step was measured.</summary>
    public double? StepLossBefore { get; init; }

    /// <summary>The mean loss on the same batch, with the same random choices, after the step.</summary>
    public double? StepLossAfter { get; init; }

    /// <summary>What came out of each innermost layer and each activation function, in the order of computation.</summary>
    public IReadOnlyList<ActivationFacts> Activations { get; init; } = [];

    /// <summary>Each trainable parameter, in the order of the model.</summary>
    public IReadOnlyList<ParameterFacts> Parameters { get; init; } = [];
}

/// <summary>The outputs of a layer or of an activation function, over a whole probe batch.</summary>
/// <param name="Path">The layer's path, as in the names of parameters; that of the layer around it for a function called in code.</param>
/// <param name="Layer">The layer in words: <c>linear 64 -> 10</c>.</param>
/// <param name="Function">The activation function's name; empty for a layer that is none.</param>
public sealed record ActivationFacts(string Path, string Layer, string Function)
{
    /// <summary>The number of units: features, or channels of an image.</summary>
    public int Units { get; init; }

    /// <summary>The mean over all elements.</summary>
    public double Mean { get; init; }

    /// <summary>The standard deviation over all elements.</summary>
    public double Deviation { get; init; }

    /// <summary>The root of the mean square of the loss's gradient with respect to an element, for one sample; null where none flows.</summary>
    public double? GradientRms { get; init; }

    /// <summary>The units through which nothing flows back: the function's derivative is 0 for every sample. Null where not measured.</summary>
    public int? DeadUnits { get; init; }

    /// <summary>The units that are within 5 % of an asymptote's slope for 95 % of the samples or more. Null for functions without asymptotes on both sides.</summary>
    public int? SaturatedUnits { get; init; }

    /// <summary>The share of elements whose derivative is below 5 % of the function's largest. Null for functions without asymptotes on both sides.</summary>
    public double? SaturatedShare { get; init; }

    /// <summary>Where this is, in words: <c>layer '3' (relu)</c>.</summary>
    [JsonIgnore]
    public string Where => Function.Length == 0 || Layer.StartsWith(Function, StringComparison.Ordinal)
        ? $"layer '{Path}' ({Layer})"
        : $"{Function} in layer '{Path}' ({Layer})";
}

/// <summary>A trainable parameter at one point of the training.</summary>
/// <param name="Path">Its path in the model: <c>2.weight</c>.</param>
/// <param name="Rank">The number of its axes: 2 or more for what is multiplied, 1 for what is added.</param>
/// <param name="Count">The number of its elements.</param>
public sealed record ParameterFacts(string Path, int Rank, int Count)
{
    /// <summary>The norm of its values.</summary>
    public double Norm { get; init; }

    /// <summary>The norm of its gradient on the probe batch; null where there is none.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>The norm of what the next step changed; null where no step was measured.</summary>
    public double? UpdateNorm { get; init; }

    /// <summary>How much the next step changed, seen beside what was there; null where not measured, or where the values are all 0.</summary>
    [JsonIgnore]
    public double? UpdateRatio => UpdateNorm is { } update && Norm > 0 ? update / Norm : null;
}
