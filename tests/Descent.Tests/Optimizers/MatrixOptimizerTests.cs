using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Optimizers;

/// <summary>The optimizers whose step looks at a whole matrix.</summary>
public class MatrixOptimizerTests
{
    [Theory]
    [InlineData(6, 10)]
    [InlineData(30, 4)]
    public void Step_MuonOnAMatrix_IsTheMomentumMadeOrthogonal(int rows, int columns)
    {
        var parameter = Make(new Shape(rows, columns));
        var (expected, velocity) = (parameter.Value.ToDoubles(), new double[rows * columns]);
        var optimizer = new Muon(0.1, 0.9, 0.5);
        for (var step = 1; step <= 3; step++)
        {
            var slopes = Samples.Uniform<double>(rows * columns, seed: step);
            optimizer.Step([parameter], [Tensor.From<double>(slopes, parameter.Shape)]);
            var ahead = new double[slopes.Length];
            for (var i = 0; i < slopes.Length; i++)
            {
                velocity[i] = (0.9 * velocity[i]) + slopes[i];
                ahead[i] = slopes[i] + (0.9 * velocity[i]);
            }

            Orthogonalization.Apply<double>(ahead, rows, columns);
            expected = [.. expected.Zip(ahead, (p, o) => (p * (1 - (0.1 * 0.5))) - (0.1 * 0.2 * Math.Sqrt(Math.Max(rows, columns)) * o))];
        }

        Samples.AssertClose<double>(expected, parameter.Value.ToDoubles(), 1e-9);
        Assert.Equal([rows * columns, 0], optimizer.State[0].Select(state => state.Count));
    }

    [Fact]
    public void Step_MuonToldThatAMatrixIsNone_StepsLikeAdamW()
    {
        var (one, other) = (Make(new Shape(4, 5)), Make(new Shape(4, 5)));
        var gradient = Tensor.From<double>(Samples.Uniform<double>(20, seed: 3), new Shape(4, 5));
        new Muon(0.1) { IsMatrix = _ => false }.Step([one], [gradient]);
        new AdamW(0.1, 0.9, 0.95, 1e-8, 0.1).Step([other], [gradient]);
        Assert.Equal(other.Value.ToDoubles(), one.Value.ToDoubles());
    }

    [Fact]
    public void Step_LambOnAMatrix_MovesByTheRatesShareOfItsNorm()
    {
        var parameter = Make(new Shape(7, 9));
        var before = parameter.Value.ToDoubles();
        new Lamb(0.05).Step([parameter], [Tensor.From<double>(Samples.Uniform<double>(63, seed: 4), new Shape(7, 9))]);
        var moved = Math.Sqrt(before.Zip(parameter.Value.ToDoubles(), (a, b) => (a - b) * (a - b)).Sum());
        Assert.Equal(0.05 * Math.Sqrt(before.Sum(value => value * value)), moved, 1e-12);
    }

    [Fact]
    public void Step_LambOnAMatrixOfZeros_MovesByTheRate()
    {
        var parameter = new Parameter("weight", new Shape(3, 3), Constant.Zero);
        parameter.Load(Tensor.Zeros(new Shape(3, 3)));
        new Lamb(0.05).Step([parameter], [Tensor.Ones(new Shape(3, 3))]);
        Assert.All(parameter.Value.ToDoubles(), value => Assert.Equal(-0.05, value, 1e-6));
    }

    private static Parameter Make(Shape shape)
    {
        var parameter = new Parameter("weight", shape, Constant.Zero);
        parameter.Convert(ElementType.Float64);
        parameter.Load(Tensor.From<double>(Samples.Uniform<double>(shape.Count, seed: 9), shape));
        return parameter;
    }
}
