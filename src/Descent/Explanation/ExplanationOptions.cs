namespace Descent;

/// <summary>How a step of training is explained.</summary>
public sealed record ExplanationOptions
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "One step of training";

    /// <summary>The learning rate of the step of gradient descent.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>How many such steps the model takes before the one that is told.</summary>
    public int StepsBefore { get; init; }

    /// <summary>
    /// Whether units are numbered through the layers, as textbooks do for small networks (w_13 leads from unit 1 of the layer before to unit
    /// 3 of the network), instead of within each layer (w^(2)_1,3).
    /// </summary>
    public bool NumbersThrough { get; init; }

    /// <summary>The letter of the network's output where its last layer is linear.</summary>
    public string OutputLetter { get; init; } = "z";

    /// <summary>The most units that a layer may have to be told unit by unit; larger ones are told by norms.</summary>
    public int MostUnits { get; init; } = 8;

    /// <summary>
    /// A weight to tell about even in a large layer: <c>layer 2 [3,5]</c> counts layers and units from 1, like the symbols;
    /// <c>0.weight [3,5]</c> counts from 0, like the names in files. Null for none.
    /// </summary>
    public string? Weight { get; init; }

    /// <summary>
    /// The optimizer that trains the network, with its state: what it would do with the weight asked for is told beside the plain step, or
    /// with the weight of the largest gradient where none is asked for. Null for the plain step alone. It has taken a step afterwards.
    /// </summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The name under which the Catalog has <see cref="Optimizer"/>, for its formula; null for none.</summary>
    public string? OptimizerName { get; init; }

    /// <summary>What limits the gradients before <see cref="Optimizer"/> takes them; null for nothing.</summary>
    public GradientClipping? Clipping { get; init; }
}
