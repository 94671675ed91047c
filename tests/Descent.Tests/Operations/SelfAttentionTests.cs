using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Operations;

[Collection("Workers")]
public class SelfAttentionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fused_OddSizes_AgreesWithTheComposition(bool causal)
    {
        foreach (var (samples, steps, heads, width) in (ReadOnlySpan<(int, int, int, int)>)[(1, 1, 1, 1), (2, 5, 3, 2), (3, 19, 2, 17), (2, 33, 1, 16)])
        {
            var x = Of(samples, steps, 3 * heads * width, 1).Tracked();
            var operation = new SelfAttentionOperation(heads, causal);
            var (fused, composed) = (operation.Apply(x)[0], operation.Composed(x));
            Samples.AssertClose<double>(composed.ToDoubles(), fused.ToDoubles(), 1e-12, "y");
            var g = Of(samples, steps, heads * width, 2);
            Samples.AssertClose<double>(
                Gradients.Of(composed, g, [x])[0].ToDoubles(), Gradients.Of(fused, g, [x])[0].ToDoubles(), 1e-11, "gradient");
        }
    }

    [Fact]
    public void Forward_AnyNumberOfThreads_GivesTheSameBitsAndAllocatesNothing()
    {
        var shape = new AttentionShape(7, 40, 3, 24, Causal: true);
        float[] x = Samples.Uniform<float>(7 * 40 * 3 * 72), g = Samples.Uniform<float>(7 * 40 * 72, seed: 2);
        var count = Workers.Count;
        try
        {
            var results = new List<float[]>();
            foreach (var threads in (int[])[1, 2, 5])
            {
                Workers.Count = threads;
                float[] y = new float[g.Length], p = new float[7 * 3 * 40 * 40], dx = new float[x.Length];
                Assert.Equal(0, Allocations.OnceWarm(() => Attention.Forward<float>(shape, x, [], y, p)));
                Assert.Equal(0, Allocations.OnceWarm(() => Attention.Backward<float>(shape, g, x, p, dx)));
                results.Add([.. y, .. dx]);
            }

            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Fact]
    public void Forward_Causal_DoesNotSeeWhatComesLater()
    {
        var layer = new MultiHeadAttention(8, 2, causal: true);
        var x = Tensor.From(Samples.Uniform<float>(1 * 6 * 8), 1, 6, 8);
        var changed = Tensor.Concatenate(1, x.Slice(1, 0, 4), x.Slice(1, 4, 2) * 3);
        Assert.Equal(layer.Forward(x).Slice(1, 0, 4).ToDoubles(), layer.Forward(changed).Slice(1, 0, 4).ToDoubles());
    }

    [Fact]
    public void Forward_OfTheLayer_IsAttendingToItself()
    {
        var layer = new MultiHeadAttention(12, 3);
        var x = Tensor.From(Samples.Uniform<float>(2 * 5 * 12), 2, 5, 12);
        Samples.AssertClose<float>(layer.Attend(x, x, x).Output.ToDoubles(), layer.Forward(x).ToArray<float>(), 1e-5);
    }

    private static Tensor Of(int samples, int steps, int features, int seed)
        => Tensor.From(Samples.Uniform<double>(samples * steps * features, seed: seed), samples, steps, features);
}
