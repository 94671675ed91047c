using Descent.Kernels;

namespace Descent.Tests.Autograd;

public class GradientsTests
{
    private static Tensor Random(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Tensor.From<double>(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (random.NextDouble() * 2) - 1).ToArray(), shape);
    }

    public static TheoryData<string> Functions => new(Cases.Keys);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Cases = new()
    {
        ["exp"] = x => x.Exp(),
        ["log"] = x => (x + 3.0).Log(),
        ["sqrt"] = x => (x + 3.0).Sqrt(),
        ["square"] = x => x.Square(),
        ["sigmoid"] = x => x.Sigmoid(),
        ["tanh"] = x => x.Tanh(),
        ["softplus"] = x => x.Softplus(),
        ["reciprocal"] = x => (x + 3.0).Reciprocal(),
        ["power"] = x => (x + 3.0).Power(1.7),
        ["cube"] = x => x.Power(3),
        ["divide"] = x => x / (x.Square() + 1.0),
        ["matmul"] = x => x.MatMul(x, transposeOther: true).Tanh(),
        ["matmul transposed"] = x => x.MatMul(x, transpose: true).Tanh(),
        ["slice"] = x => x.Slice(1, 1, 2) * x.Slice(1, 0, 2),
        ["rows"] = x => x.Slice(0, 1, 2) * x.Slice(0, 0, 2),
        ["concatenate"] = x => Tensor.Concatenate(1, x, x.Square()).Tanh(),
        ["sum"] = x => x.Sum(0).Square(),
        ["mean"] = x => (x - x.Mean(1, keepAxis: true)).Square(),
        ["broadcast"] = x => x * x.Slice(0, 0, 1) + x.Slice(1, 0, 1).Square(),
        ["where"] = x => Tensor.Where(x.GreaterThan(0.0), x.Square(), x.Power(3)),
        ["maximum"] = x => Tensor.Maximum(x, x.Square()),
        ["softmax"] = x => x.Softmax(1),
        ["softmax of columns"] = x => x.Softmax(0),
        ["log-softmax"] = x => x.LogSoftmax(1).Square(),
        ["log-softmax of columns"] = x => x.LogSoftmax(0).Square(),
        ["transpose"] = x => x.Transpose() * x.Square(),
        ["permute"] = x => (x.Reshape(1, 3, 3) * x.Reshape(3, 1, 3)).Permute(2, 0, 1).Tanh(),
        ["gather rows"] = x => x.GatherRows(Tensor.From<int>([2, 0, 2, 2], 2, 2)).Tanh(),
        ["take along"] = x => x.TakeAlong(1, Tensor.From<int>([2, 0, 1], 3, 1)).Tanh(),
        ["max"] = x => x.Max(0).Square(),
        ["dropout"] = x => x.Dropout(0.4, new RandomKey(7)).Tanh(),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Of_SmoothFunction_AgreesWithDifferences(string name)
    {
        var weights = Random(2, 3, 3);
        var function = Cases[name];
        Tensor Scalar(IReadOnlyList<Tensor> x) => (function(x[0]) * Tensor.Full(function(x[0]).Shape, 0.7, ElementType.Float64)).Sum() + (x[0] * weights).Sum();
        var worst = GradientCheck.Worst(Scalar, [Random(1, 3, 3)]);
        Assert.True(worst.RelativeError < 1e-8, worst.ToString());
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Of_Gradient_AgreesWithDifferences(string name)
    {
        var weights = Random(3, 3, 3);
        Tensor Scalar(IReadOnlyList<Tensor> x)
        {
            var variable = x[0].RequiresGradient ? x[0] : x[0].Tracked();
            var gradient = Gradients.Of(Cases[name](variable).Sum(), [variable], differentiable: true)[0];
            return (gradient * weights).Sum();
        }

        var point = Random(1, 3, 3);
        var tracked = point.Tracked();
        var analytic = Gradients.Of(Scalar([tracked]), [tracked])[0].ToDoubles();
        const double Step = 1e-4;
        for (var i = 0; i < 9; i++)
        {
            double At(double by)
            {
                var values = point.ToArray<double>();
                values[i] += by;
                return Scalar([Tensor.From(values, 3, 3)]).Item();
            }

            var numeric = (At(Step) - At(-Step)) / (2 * Step);
            Assert.True(Math.Abs(numeric - analytic[i]) < 1e-6 * Math.Max(1, Math.Abs(numeric)), $"{name} [{i}]: {numeric} against {analytic[i]}");
        }
    }

    [Fact]
    public void Of_TensorChangedSince_SaysSo()
    {
        var parameter = new Parameter("weight", new Shape(2), Constant.One);
        parameter.Initialize(default);
        var loss = parameter.Value.Square().Sum();
        parameter.Change<float>()[0] = 5;
        var error = Assert.Throws<DescentException>(() => Gradients.Of(loss, [parameter]));
        Assert.Contains("changed after the forward pass", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Matrix_IsRefused()
    {
        var x = Tensor.Ones(new Shape(2, 2)).Tracked();
        Assert.Throws<ShapeException>(() => Gradients.Of(x * 2.0, [x]));
    }
}
