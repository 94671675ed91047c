using Xunit.Abstractions;

namespace Descent.Tests.Checks;

/// <summary>A whole network against differences: what each layer's own check cannot show, that they fit together.</summary>
public class WholeNetworkGradientTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("conv 3 3x3 pad 1 bias=false, batchnorm, tanh, maxpool 2, flatten, linear 4", 1)]
    [InlineData("conv 4 3x3 stride 2 pad 1 groups=2, tanh, conv 2 2x2 bias=false, batchnorm, sigmoid, avgpool 2, flatten, dropout 0.3, linear 5, swish, linear 4", 2)]
    public void Gradient_OfWholeConvolutionalNetwork_AgreesWithDifferences(string specification, int seed)
    {
        var model = ModelSpecification.Build(specification, new Shape(2, 6, 6));
        model.Convert(ElementType.Float64);
        model.Initialize((ulong)seed);
        var parameters = model.Parameters.Select(named => named.Parameter).Where(parameter => !parameter.IsStatistic).ToArray();
        var random = new Random(seed);
        var input = Tensor.From<double>(Enumerable.Range(0, 5 * 72).Select(_ => (random.NextDouble() * 2) - 1).ToArray(), 5, 2, 6, 6);
        var labels = Tensor.From<int>([0, 3, 1, 2, 3]);
        var loss = new CrossEntropy(0.1, [1, 2, 0.5, 1.5]);
        Tensor Loss(IReadOnlyList<Tensor> variables)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Load(variables[i]);
            }

            return loss.Compute(model.Forward(variables[^1], Pass.Training(5)), labels);
        }

        var point = parameters.Select(parameter => parameter.Value.Copy()).Append(input).ToArray();
        var analytic = Analytic();
        var worst = (Error: 0.0, Where: "");
        for (var v = 0; v < point.Length; v++)
        {
            for (var element = 0; element < point[v].Count; element++)
            {
                var numeric = Numeric(v, element);
                var error = Math.Abs(numeric - analytic[v][element]) / Math.Max(1, Math.Abs(numeric));
                worst = error <= worst.Error ? worst : (error, $"variable {v}, element {element}: {analytic[v][element]:R} against {numeric:R}");
            }
        }

        output.WriteLine($"{point.Sum(tensor => tensor.Count)} derivatives; the largest difference {worst.Error:G3}, {worst.Where}");
        Assert.True(worst.Error < 1e-6, worst.Where);
        Assert.All(analytic[..^1], gradient => Assert.Contains(gradient, value => Math.Abs(value) > 1e-12));

        double[][] Analytic()
        {
            var x = input.Tracked();
            var value = Loss([.. point[..^1], x]);
            return [.. Gradients.Of(value, [.. parameters.Select(parameter => parameter.Value), x]).Select(gradient => gradient.ToDoubles())];
        }

        double Numeric(int v, int element)
        {
            const double Step = 1e-4;
            double At(double distance)
            {
                var values = point[v].ToArray<double>();
                values[element] += distance;
                var moved = point.ToArray();
                moved[v] = Tensor.From<double>(values, point[v].Shape);
                return Record.Without(() => Loss(moved)).Item();
            }

            return ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
        }
    }
}
