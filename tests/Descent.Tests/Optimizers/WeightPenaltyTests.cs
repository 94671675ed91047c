using Descent.Tests.Training;

namespace Descent.Tests.Optimizers;

public class WeightPenaltyTests
{
    [Theory]
    [InlineData(ElementType.Float64, 1e-14)]
    [InlineData(ElementType.Float32, 1e-6)]
    public void Run_WithPenalty_AddsItsGradientToWeightsAlone(ElementType type, double tolerance)
    {
        var (plain, penalised) = (Model(type), Model(type));
        var (inputs, labels) = (Examples.Inputs(1, 6, 4).To(type), Examples.Labels(6, 3));
        var before = plain.Parameters.Select(named => named.Parameter.Value.ToDoubles()).ToArray();
        new TrainingStep(plain, new CrossEntropy(), new Sgd(0.1)).Run(inputs, labels);
        var result = new TrainingStep(penalised, new CrossEntropy(), new Sgd(0.1)) { Penalty = new WeightPenalty(0.01, 0.2) }.Run(inputs, labels);
        var place = 0;
        foreach (var (a, b) in plain.Parameters.Zip(penalised.Parameters))
        {
            var isWeight = a.Path.EndsWith("weight", StringComparison.Ordinal);
            for (var i = 0; i < before[place].Length; i++)
            {
                var weight = before[place][i];
                var pull = isWeight ? (0.01 * Math.Sign(weight)) + (0.2 * weight) : 0;
                Assert.Equal(a.Parameter.Value.ToDoubles()[i] - (0.1 * pull), b.Parameter.Value.ToDoubles()[i], tolerance);
            }

            place++;
        }

        var start = Model(type);
        var alone = new TrainingStep(start, new CrossEntropy(), new Sgd(0.1)).Run(inputs, labels);
        Assert.Equal(alone.Loss, result.Loss);
    }

    [Fact]
    public void Of_Parameters_HasTheGradientThatIsAdded()
    {
        var model = Model(ElementType.Float64);
        var parameters = model.Parameters.Select(named => named.Parameter).ToArray();
        var penalty = new WeightPenalty(0.3, 0.7);
        var gradients = Array.ConvertAll(parameters, parameter => Tensor.Zeros(parameter.Shape, ElementType.Float64));
        penalty.AddTo(gradients, parameters);
        const double Step = 1e-6;
        for (var p = 0; p < parameters.Length; p++)
        {
            var values = parameters[p].Value.ToDoubles();
            for (var i = 0; i < values.Length; i++)
            {
                double At(double offset)
                {
                    var moved = values.ToArray();
                    moved[i] += offset;
                    parameters[p].Load(Tensor.From(moved, parameters[p].Shape));
                    return penalty.Of(parameters);
                }

                Assert.Equal((At(Step) - At(-Step)) / (2 * Step), gradients[p].ToDoubles()[i], 1e-7);
            }

            parameters[p].Load(Tensor.From(values, parameters[p].Shape));
        }
    }

    [Fact]
    public void Fit_LbfgsWithL2_FindsTheRidgeRegression()
    {
        // min 1/n sum (w x - y)^2 + l2/2 w^2 is at w = 2 sum xy / n / (2 sum x^2 / n + l2).
        double[] x = [-1, 0.5, 2, 3], y = [1, 2, -1, 4];
        var model = new Linear(1, 1, bias: false);
        model.Convert(ElementType.Float64);
        model.Initialize(1);
        var step = new TrainingStep(model, new MeanSquaredError(), new Lbfgs()) { Penalty = new WeightPenalty(l2: 0.8) };
        for (var i = 0; i < 5; i++)
        {
            step.Run(Tensor.From(x, 4, 1), Tensor.From(y, 4, 1));
        }

        var expected = 2 * x.Zip(y, (a, b) => a * b).Sum() / 4 / ((2 * x.Sum(a => a * a) / 4) + 0.8);
        Assert.Equal(expected, model.Weight.Value.ToDoubles()[0], 1e-6);
    }

    [Fact]
    public void WeightPenalty_Negative_IsRefused()
    {
        Assert.Throws<SpecificationException>(() => new WeightPenalty(l1: -1));
        Assert.Throws<SpecificationException>(() => new WeightPenalty(l2: double.NaN));
    }

    private static Sequential Model(ElementType type)
    {
        var model = new Sequential(new Linear(4, 5), new Tanh(), new Linear(5, 3));
        model.Convert(type);
        model.Initialize(1);
        return model;
    }
}
