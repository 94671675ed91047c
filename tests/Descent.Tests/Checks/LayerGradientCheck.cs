using System.Globalization;

namespace Descent.Tests.Checks;

/// <summary>
/// Holds a layer's gradients, for its input and all its parameters, against differences in Float64; and the gradients of those gradients.
/// </summary>
internal sealed class LayerGradientCheck
{
    private const double Step = 1e-3;

    private readonly Layer layer;
    private readonly Parameter[] parameters;
    private readonly double[] input;
    private readonly Shape shape;
    private readonly int seed;

    public LayerGradientCheck(Layer layer, Shape sample, int batch, int seed)
    {
        this.layer = layer;
        this.seed = seed;
        layer.Convert(ElementType.Float64);
        layer.Initialize((ulong)seed);
        parameters = layer.Parameters.Select(named => named.Parameter).Where(parameter => !parameter.IsStatistic).ToArray();
        shape = sample.Prepend(batch);
        input = Distinct(shape.Count, new Random(seed));
    }

    /// <summary>The largest relative difference of first derivatives.</summary>
    public (double Error, string Where) First()
    {
        Tensor Loss(Tensor x) => (Output(x) * Weights(Output(x).Shape, 1)).Sum();
        var x = Input(input).Tracked();
        var analytic = Gradients.Of(Loss(x), Variables(x)).Select(gradient => gradient.ToDoubles()).ToArray();
        return Compare(analytic, values => Loss(Input(values)).Item());
    }

    /// <summary>The largest relative difference of second derivatives, along one direction of the input and the parameters.</summary>
    public (double Error, string Where) Second()
    {
        // The square makes second derivatives of linear layers more than 0.
        Tensor Slope(Tensor x)
        {
            var y = Output(x);
            var variables = Variables(x);
            var gradients = Gradients.Of((y.Square() * Weights(y.Shape, 1)).Sum(), variables, differentiable: true);
            var terms = gradients.Select((gradient, i) => (gradient * Weights(gradient.Shape, 2 + i)).Sum());
            return terms.Aggregate((sum, term) => sum + term);
        }

        var x = Input(input).Tracked();
        var analytic = Gradients.Of(Slope(x), Variables(x)).Select(gradient => gradient.ToDoubles()).ToArray();
        return Compare(analytic, values => Slope(Input(values).Tracked()).Item());
    }

    /// <summary>Numbers around 0, no two nearer than 0.1 and none nearer than 0.05 to 0: away from kinks and ties.</summary>
    private static double[] Distinct(int count, Random random)
        => Enumerable.Range(0, count).Select(i => ((i - (count / 2)) * 0.1) + 0.05).OrderBy(_ => random.Next()).ToArray();

    private Tensor Output(Tensor x) => layer.Forward(x, Pass.Training((ulong)seed));

    private Tensor Input(double[] values) => Tensor.From<double>(values, shape);

    private Tensor[] Variables(Tensor x) => [x, .. parameters.Select(parameter => parameter.Value)];

    private Tensor Weights(Shape weights, int stream)
    {
        var random = new Random((seed * 100) + stream);
        return Tensor.From<double>(Enumerable.Range(0, weights.Count).Select(_ => (random.NextDouble() * 2) - 1).ToArray(), weights);
    }

    private (double Error, string Where) Compare(double[][] analytic, Func<double[], double> function)
    {
        var worst = (Error: 0.0, Where: "");
        for (var variable = 0; variable < analytic.Length; variable++)
        {
            for (var element = 0; element < analytic[variable].Length; element++)
            {
                double At(double distance) => Moved(variable, element, distance, function);
                var numeric = ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
                var error = Math.Abs(analytic[variable][element] - numeric)
                    / Math.Max(1, Math.Max(Math.Abs(numeric), Math.Abs(analytic[variable][element])));
                if (!(error <= worst.Error))
                {
                    var name = variable == 0 ? "input" : parameters[variable - 1].Name;
                    worst = (double.IsNaN(error) ? double.PositiveInfinity : error, string.Create(
                        CultureInfo.InvariantCulture, $"{name}[{element}]: analytic {analytic[variable][element]:R}, numeric {numeric:R}"));
                }
            }
        }

        return worst;
    }

    private double Moved(int variable, int element, double distance, Func<double[], double> function)
    {
        if (variable == 0)
        {
            var moved = (double[])input.Clone();
            moved[element] += distance;
            return function(moved);
        }

        var parameter = parameters[variable - 1];
        var before = parameter.Value.ToDoubles();
        var values = (double[])before.Clone();
        values[element] += distance;
        parameter.Load(Tensor.From<double>(values, parameter.Shape));
        var result = function(input);
        parameter.Load(Tensor.From<double>(before, parameter.Shape));
        return result;
    }
}
