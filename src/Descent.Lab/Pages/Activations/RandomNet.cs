using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Activations;

/// <summary>A deep network with its first weights: how large signals and gradients are in each layer, before anything is trained.</summary>
internal static class RandomNet
{
    /// <summary>The units of each layer.</summary>
    public const int Width = 64;

    private const int Samples = 64;
    private const double Large = 100;

    /// <summary>The layers that keep signals in size.</summary>
    public static string[] Normalizations { get; } = ["none", "batchnorm", "layernorm", "rmsnorm"];

    /// <summary>
    /// Sends normal random numbers forward and a normal random gradient back, both with a deviation of 1.
    /// </summary>
    /// <param name="activation">The activation, such as <c>leaky-relu slope=0.2</c>.</param>
    /// <param name="initializer">The initializer of the weights, such as <c>he</c>.</param>
    /// <param name="normalization">none, or what stands before each activation.</param>
    /// <param name="depth">The number of layers.</param>
    /// <param name="seed">Decides weights and inputs.</param>
    public static NetReading Of(string activation, string initializer, string normalization, int depth, uint seed)
    {
        Limits.Within("depth", depth, 1, SignalChain.MostLayers);
        var sample = new Shape(Width);
        var makeActivation = ScalarActivation.Factory(activation);
        var makeWeights = Specification.Make(Limits.Short("initializer", initializer), Catalog.Initializers, "initializer");
        var makeNormalization = normalization == "none" ? null
            : Normalizations.Contains(normalization) ? Specification.Make(normalization, Catalog.Layers, "normalization")
            : throw new SpecificationException(
                $"There is no normalization '{Limits.Short("normalization", normalization)}'. {NearestNames.Suggest(normalization, Normalizations)}");
        var linear = Enumerable.Range(0, depth).Select(_ => new Linear(Width, Width, bias: false, makeWeights)).ToArray();
        var blocks = Array.ConvertAll(linear, one => makeNormalization is null
            ? new Sequential(one, makeActivation(sample))
            : new Sequential(one, makeNormalization(sample), makeActivation(sample)));
        var net = new Sequential(blocks);
        net.Convert(ElementType.Float64);
        net.Initialize(seed);

        var pass = Pass.Training(seed);
        var shape = new Shape(Samples, Width);
        var signals = new List<Tensor> { Tensor.Normal(shape, pass.NextKey(), ElementType.Float64).Tracked() };
        var back = Tensor.Normal(shape, pass.NextKey(), ElementType.Float64);
        foreach (var block in blocks)
        {
            signals.Add(block.Forward(signals[^1], pass));
        }

        var gradients = signals[^1].RequiresGradient
            ? Gradients.Of(signals[^1], back, [.. signals, .. linear.Select(one => one.Weight.Value)])
            : [.. signals.SkipLast(1).Select(_ => Tensor.Zeros(shape, ElementType.Float64)), back, .. linear.Select(_ => Tensor.Zeros(new Shape(1), ElementType.Float64))];
        double[] sizes = [.. gradients.Take(depth + 1).Select(MeanNorm)];
        return new NetReading(
            [.. signals.Select(MeanNorm)], sizes, [.. gradients.Skip(depth + 1).Select(gradient => gradient.Square().Sum().Sqrt().Item())],
            Verdict(sizes[0] / sizes[^1]));
    }

    private static string Verdict(double ratio)
        => ratio < 1 / Large ? "vanishes" : ratio > Large ? "explodes" : double.IsNaN(ratio) ? "beyond all numbers" : "keeps its size";

    private static double MeanNorm(Tensor rows) => rows.Square().Sum(1).Sqrt().Mean().Item();
}

/// <summary>The sizes in a network, from its input to its output.</summary>
/// <param name="Signals">The mean norm of a sample's signal: of the input, then after each layer.</param>
/// <param name="Gradients">The mean norm of a sample's gradient at the same places.</param>
/// <param name="WeightGradients">The norm of the gradient of each layer's weights.</param>
/// <param name="Verdict">What the gradient does on its way back: vanishes, explodes (both by a factor of 100), or keeps its size.</param>
internal sealed record NetReading(double[] Signals, double[] Gradients, double[] WeightGradients, string Verdict);
