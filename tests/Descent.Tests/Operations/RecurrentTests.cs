using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Operations;

[Collection("Workers")]
public class RecurrentTests
{
    public static TheoryData<string, bool> Forms => new() { { "lstm", false }, { "lstm", true }, { "gru", false }, { "gru", true }, { "rnn", false } };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Fused_OddSizes_AgreesWithTheComposition(string name, bool reverse)
    {
        foreach (var (samples, steps, features, hidden) in (ReadOnlySpan<(int, int, int, int)>)[(1, 1, 1, 1), (3, 4, 5, 7), (19, 3, 17, 33), (70, 2, 8, 16)])
        {
            var settings = new RecurrentSettings(reverse, HasBias: true, HasState: true);
            var form = FormOf(name);
            var inputs = Inputs(form, samples, steps, features, hidden, ElementType.Float64);
            var fused = form.Sequence(settings).Apply(inputs);
            var composed = RecurrentComposition.Of(form, settings, inputs);
            Samples.AssertClose<double>(composed[0].ToDoubles(), fused[0].ToDoubles(), 1e-12, "y");
            var (g, u) = (Like(fused[0], 20), Like(composed[1], 21));
            var got = Gradients.Of(form.HasCell ? (fused[0] * g).Sum() + (fused[2] * u).Sum() : (fused[0] * g).Sum(), inputs);
            var want = Gradients.Of(form.HasCell ? (composed[0] * g).Sum() + (composed[1] * u).Sum() : (composed[0] * g).Sum(), inputs);
            for (var i = 0; i < inputs.Length; i++)
            {
                Samples.AssertClose<double>(want[i].ToDoubles(), got[i].ToDoubles(), 1e-10, $"{name}, gradient {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Fused_AnyNumberOfThreads_GivesTheSameBits(string name, bool reverse)
    {
        var form = FormOf(name);
        var operation = form.Sequence(new RecurrentSettings(reverse, HasBias: true, HasState: false));
        var inputs = Inputs(form, 37, 9, 20, 40, ElementType.Float32)[..5];
        var count = Workers.Count;
        try
        {
            var results = new List<double[]>();
            foreach (var threads in (int[])[1, 2, 3, 8])
            {
                Workers.Count = threads;
                var y = operation.Apply(inputs)[0];
                results.Add([.. y.ToDoubles(), .. Gradients.Of(y, Like(y, 30), inputs).SelectMany(gradient => gradient.ToDoubles())]);
            }

            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Fact]
    public void Forward_OnceWarm_AllocatesNothing()
    {
        var shape = new RecurrentShape(32, 8, 20, 40, false);
        float[] x = Samples.Uniform<float>(32 * 8 * 20), wx = Samples.Uniform<float>(160 * 20), wh = Samples.Uniform<float>(160 * 40), b = new float[160];
        float[] y = new float[32 * 8 * 40], gates = new float[4 * y.Length], c = new float[y.Length], dz = new float[gates.Length];
        Assert.Equal(0, Allocations.OnceWarm(() => RecurrentSequence.Forward<float, LstmKernel>(shape, x, wx, wh, b, b, [], [], [], y, gates, c)));
        Assert.Equal(0, Allocations.OnceWarm(
            () => RecurrentSequence.Backward<float, LstmKernel>(shape, y, [], wh, y, gates, c, [], [], [], dz, [], [], [])));
        Assert.Equal(0, Allocations.OnceWarm(() => RecurrentSequence.HiddenWeightGradient(shape, dz, y, [], wh.AsSpan())));
    }

    [Fact]
    public void Run_InTwoParts_IsTheSameAsAtOnce()
    {
        var layer = new Lstm(3, 5, new RecurrentOptions(Layers: 2));
        var x = Tensor.From(Samples.Uniform<float>(2 * 6 * 3), 2, 6, 3);
        var (whole, _) = layer.Run(x);
        var (first, state) = layer.Run(x.Slice(1, 0, 4));
        var (second, _) = layer.Run(x.Slice(1, 4, 2), state);
        Assert.Equal(whole.ToDoubles(), Tensor.Concatenate(1, first, second).ToDoubles());
    }

    [Fact]
    public void Forward_Last_IsTheEndOfEachDirection()
    {
        var x = Tensor.From(Samples.Uniform<float>(2 * 6 * 3), 2, 6, 3);
        var all = new Gru(3, 5, new RecurrentOptions(Bidirectional: true));
        var last = new Gru(3, 5, new RecurrentOptions(Bidirectional: true, LastOnly: true));
        var y = all.Forward(x);
        var expected = Tensor.Concatenate(1, y.Slice(1, 5, 1).Slice(2, 0, 5).Reshape(2, 5), y.Slice(1, 0, 1).Slice(2, 5, 5).Reshape(2, 5));
        Assert.Equal(expected.ToDoubles(), last.Forward(x).ToDoubles());
    }

    [Fact]
    public void Forward_RowsOfNumbers_AreRefusedWithTheRemedy()
        => Assert.Contains(
            "reshape 6x1", Assert.Throws<ShapeException>(() => ModelSpecification.Build("lstm 4", new Shape(6))).Message, StringComparison.Ordinal);

    private static RecurrentForm FormOf(string name) => name switch
    {
        "lstm" => new LstmForm(),
        "gru" => new GruForm(),
        _ => new RnnForm(relu: false),
    };

    private static Tensor[] Inputs(RecurrentForm form, int samples, int steps, int features, int hidden, ElementType type)
    {
        var rows = form.Gates * hidden;
        Shape[] shapes =
        [
            new(samples, steps, features), new(rows, features), new(rows, hidden), new(rows), new(rows), new(samples, hidden),
            .. form.HasCell ? [new Shape(samples, hidden)] : Array.Empty<Shape>(),
        ];
        return [.. shapes.Select((shape, i) => Of(shape, i + 1).To(type).Tracked())];
    }

    private static Tensor Like(Tensor tensor, int seed) => Of(tensor.Shape, seed).To(tensor.Type);

    private static Tensor Of(Shape shape, int seed) => Tensor.From<double>(Samples.Uniform<double>(shape.Count, -0.5, 0.5, seed), shape);
}
