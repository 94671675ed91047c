using Descent.Tests.Checks;
using Descent.Tests.Kernels;

namespace Descent.Tests.Layers;

/// <summary>Recurrent layers over sequences of unequal lengths: each as if it were alone.</summary>
public class PaddedRecurrentTests
{
    private static readonly int[] Lengths = [4, 1, 6, 0, 3];

    public static TheoryData<string, bool, int> Kinds => new()
    {
        { "rnn", false, 1 }, { "rnn", true, 2 }, { "relu", true, 1 }, { "lstm", false, 2 }, { "lstm", true, 2 }, { "gru", false, 1 }, { "gru", true, 2 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_UnequalLengths_IsEachSampleAloneInValuesAndGradients(string kind, bool bidirectional, int layers)
    {
        var layer = LayerOf(kind, new RecurrentOptions(layers, bidirectional));
        layer.Convert(ElementType.Float64);
        layer.Initialize(5);
        var directions = layers * (bidirectional ? 2 : 1);
        var x = Of(new Shape(5, 6, 3), 1).Tracked();
        var initial = new RecurrentState(Of(new Shape(directions, 5, 4), 2).Tracked(), kind == "lstm" ? Of(new Shape(directions, 5, 4), 3).Tracked() : null);
        var masked = x.WithLengths(Tensor.From<int>(Lengths));
        var (y, state) = layer.Run(masked, initial);
        var g = Of(y.Shape, 4);
        var (loss, alone) = (Sum(state, 5, 0) + (y * g).Sum(), Tensor.Scalar(0, ElementType.Float64));
        for (var i = 0; i < Lengths.Length; i++)
        {
            if (Lengths[i] == 0)
            {
                Assert.All(y.Slice(0, i, 1).ToDoubles(), value => Assert.Equal(0, value));
                Assert.Equal(initial.Hidden.Slice(1, i, 1).ToDoubles(), state.Hidden.Slice(1, i, 1).ToDoubles());
                alone += Sum(new RecurrentState(initial.Hidden.Slice(1, i, 1), initial.Cell?.Slice(1, i, 1)), 5, i);
                continue;
            }

            var sample = x.Slice(0, i, 1).Slice(1, 0, Lengths[i]);
            var (own, end) = layer.Run(sample, new RecurrentState(initial.Hidden.Slice(1, i, 1), initial.Cell?.Slice(1, i, 1)));
            Samples.AssertClose<double>(own.ToDoubles(), y.Slice(0, i, 1).Slice(1, 0, Lengths[i]).ToArray<double>(), 1e-12, $"output {i}");
            Samples.AssertClose<double>(end.Hidden.ToDoubles(), state.Hidden.Slice(1, i, 1).ToArray<double>(), 1e-12, $"state {i}");
            Assert.All(y.Slice(0, i, 1).Slice(1, Lengths[i], 6 - Lengths[i]).ToDoubles(), value => Assert.Equal(0, value));
            alone += (own * g.Slice(0, i, 1).Slice(1, 0, Lengths[i])).Sum() + Sum(end, 5, i);
        }

        Tensor[] variables =
        [
            x, initial.Hidden, .. initial.Cell is { } cell ? [cell] : Array.Empty<Tensor>(), .. layer.Parameters.Select(named => named.Parameter.Value),
        ];
        var (found, expected) = (Gradients.Of(loss, variables), Gradients.Of(alone, variables));
        for (var i = 0; i < variables.Length; i++)
        {
            Samples.AssertClose<double>(expected[i].ToDoubles(), found[i].ToArray<double>(), 1e-11, $"gradient {i}");
        }
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Layer_FirstAndSecondDerivativesWithPadding_AgreeWithDifferences(string kind)
    {
        foreach (var last in (bool[])[false, true])
        {
            var check = new LayerGradientCheck(
                new WithLengths(LayerOf(kind, new RecurrentOptions(1, true, last)), 2, 4, 0), new Shape(4, 3), batch: 3, seed: 1);
            var (first, second) = (check.First(), check.Second());
            Assert.True(first.Error <= 1e-6, $"{first.Error:G3} at {first.Where}");
            Assert.True(second.Error <= 1e-6, $"{second.Error:G3} at {second.Where}");
        }
    }

    [Fact]
    public void Run_PaddingOfNaN_LeaksNothing()
    {
        var x = Of(new Shape(2, 3, 3), 1).ToDoubles();
        x.AsSpan(6, 3).Fill(double.NaN);
        var input = Tensor.From<double>(x, new Shape(2, 3, 3)).Tracked();
        var layer = new Lstm(3, 4, new RecurrentOptions(Bidirectional: true));
        layer.Convert(ElementType.Float64);
        var y = layer.Forward(input.WithLengths(Tensor.From<int>([2, 3])));
        Tensor[] variables = [input, .. layer.Parameters.Select(named => named.Parameter.Value)];
        Assert.All((Tensor[])[y, .. Gradients.Of(y.Square().Sum(), variables)], tensor => Assert.All(tensor.ToDoubles(), value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void Run_MaskOfAnotherShape_IsRefused()
    {
        var settings = new RecurrentSettings(false, false, false, HasMask: true);
        var error = Assert.Throws<ShapeException>(() => new LstmForm().Sequence(settings).Apply(
            Tensor.Zeros(new Shape(2, 3, 1)), Tensor.Zeros(new Shape(4, 1)), Tensor.Zeros(new Shape(4, 1)), Tensor.From<int>([1, 1, 1, 1], 2, 2)));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
    }

    private static RecurrentLayer LayerOf(string kind, RecurrentOptions options) => kind switch
    {
        "lstm" => new Lstm(3, 4, options),
        "gru" => new Gru(3, 4, options),
        _ => new Rnn(3, 4, options, relu: kind == "relu"),
    };

    /// <summary>A weighted sum of the last states of some samples, by weights that the sample's number picks.</summary>
    private static Tensor Sum(RecurrentState state, int samples, int first)
    {
        Tensor Of(Tensor end, int seed)
        {
            var weights = PaddedRecurrentTests.Of(new Shape(end.Shape[0], samples, end.Shape[2]), seed);
            return (end * weights.Slice(1, first, end.Shape[1])).Sum();
        }

        return state.Cell is { } cell ? Of(state.Hidden, 6) + Of(cell, 7) : Of(state.Hidden, 6);
    }

    private static Tensor Of(Shape shape, int seed) => Tensor.From<double>(Samples.Uniform<double>(shape.Count, -0.9, 0.9, seed), shape);
}
