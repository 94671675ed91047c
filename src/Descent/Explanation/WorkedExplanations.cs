namespace Descent;

/// <summary>The worked examples of the textbooks, explained.</summary>
public static class WorkedExplanations
{
    private static readonly Dictionary<string, Func<ExplanationOptions, Explanation>> Made = new()
    {
        ["two-two-one"] = TwoTwoOne,
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Made.Keys];

    /// <summary>Explains one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="weight">A weight to tell about, as in <see cref="ExplanationOptions.Weight"/>; null for none.</param>
    /// <exception cref="SpecificationException">There is no such example.</exception>
    public static Explanation Of(string name, string? weight = null)
        => Made.TryGetValue(name, out var explain)
            ? explain(new ExplanationOptions { NumbersThrough = true, Weight = weight })
            : throw new SpecificationException($"There is no worked example '{name}'. {NearestNames.Suggest(name, Names)}");

    private static Explanation TwoTwoOne(ExplanationOptions options)
    {
        var network = new Sequential(
            Linear([[0.2, 0.4], [0.3, 0.1]], [0.1, 0.2]), new Sigmoid(), Linear([[0.7, 0.5]], [0.3]), new Sigmoid());
        return Explainer.Of(
            network,
            new BinaryCrossEntropyOnProbabilities(),
            Tensor.From(new[,] { { 1.0, 0 } }),
            Tensor.From(new[,] { { 1.0 } }),
            options with { Title = "One step of training a 2-2-1 network", LearningRate = 0.1 });
    }

    private static Linear Linear(double[][] weights, double[] biases)
    {
        var linear = new Linear(weights[0].Length, weights.Length);
        linear.Convert(ElementType.Float64);
        linear.Weight.Load(Tensor.From<double>(weights.SelectMany(row => row).ToArray(), new Shape(weights.Length, weights[0].Length)));
        linear.Bias!.Load(Tensor.From(biases));
        return linear;
    }
}
