namespace Descent;

/// <summary>How much wider a weight's first values must be to make up for what the activation after it takes away.</summary>
/// <remarks>Source: He et al., ICCV 2015 (ReLU); the other values are PyTorch's.</remarks>
public static class Gain
{
    private static readonly string[] Names = ["linear", "sigmoid", "tanh", "relu", "leaky-relu", "selu"];

    /// <summary>1, for no activation.</summary>
    public static double Linear => 1;

    /// <summary>1.</summary>
    public static double Sigmoid => 1;

    /// <summary>5/3.</summary>
    public static double Tanh => 5.0 / 3;

    /// <summary>sqrt(2): half of the signal is cut off.</summary>
    public static double Relu { get; } = Math.Sqrt(2);

    /// <summary>3/4.</summary>
    public static double Selu => 0.75;

    /// <summary>The activations that <see cref="Of"/> knows.</summary>
    public static IReadOnlyList<string> Activations => Names;

    /// <summary>sqrt(2 / (1 + slope^2)).</summary>
    public static double LeakyRelu(double slope = 0.01) => Math.Sqrt(2 / (1 + (slope * slope)));

    /// <summary>The gain for an activation by name.</summary>
    /// <param name="activation">One of <see cref="Activations"/>.</param>
    /// <param name="slope">The slope of a leaky ReLU; other activations do not use it.</param>
    /// <exception cref="SpecificationException">The name is not known; the nearest are given.</exception>
    public static double Of(string activation, double slope = 0.01) => activation switch
    {
        "linear" => Linear,
        "sigmoid" => Sigmoid,
        "tanh" => Tanh,
        "relu" => Relu,
        "leaky-relu" => LeakyRelu(slope),
        "selu" => Selu,
        _ => throw new SpecificationException(
            $"There is no gain for the activation '{activation}'. {NearestNames.Suggest(activation, Names)}"),
    };
}
