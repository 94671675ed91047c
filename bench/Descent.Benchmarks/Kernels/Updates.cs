using Descent.Kernels;

namespace Descent.Benchmarks.Kernels;

/// <summary>An optimizer's step on one parameter.</summary>
internal static class Updates
{
    /// <summary>Makes it; two gradients take turns, as an optimizer that learns from their changes needs.</summary>
    public static Func<Action> Step(Func<Optimizer> make, Shape shape) => () =>
    {
        var parameter = new Parameter("weight", shape, new UniformFanIn());
        parameter.Initialize(new RandomKey(1, "benchmark"));
        Parameter[] parameters = [parameter];
        Tensor[][] gradients = [[SyntheticStep.Values(shape)], [SyntheticStep.Values(shape, seed: 2)]];
        var (optimizer, turn) = (make(), 0);
        return () => optimizer.Step(parameters, () => new LossAndGradients(1, gradients[turn++ % 2]));
    };
}
