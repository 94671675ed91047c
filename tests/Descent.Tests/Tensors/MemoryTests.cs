namespace Descent.Tests.Tensors;

[Collection(Alone.Name)]
public class MemoryTests
{
    [Fact]
    public void Tensors_MadeAndForgotten_KeepMemoryFlat()
    {
        static void Work(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                var x = Tensor.Ones(new Shape(256 + (i % 7), 256)).Tracked();
                _ = Gradients.Of(x.Square().Sum(), [x]);
            }
        }

        Work(2_000);
        var before = Environment.WorkingSet;
        Work(5_000);
        var grown = Environment.WorkingSet - before;
        Assert.True(grown < 100L << 20, $"The process grew by {grown >> 20} MB over 5,000 steps that made 6 GB of tensors.");
    }

    [Fact]
    public void AsSpan_OfForgottenTensor_KeepsItsNumbers()
    {
        var span = Tensor.Full(new Shape(10_000), 7).AsSpan<float>();
        for (var i = 0; i < 2_000; i++)
        {
            Tensor.Full(new Shape(10_000), i);
            if (i % 500 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }

        Assert.Equal(-1, span.IndexOfAnyExcept(7f));
    }
}
