using Descent.Kernels;

namespace Descent.Tests.Training;

[Collection(Alone.Name)]
public class SteadyMemoryTests
{
    [Fact]
    public void Run_ThousandsOfStepsWithChangingBatches_KeepsTheHeapFlat()
    {
        var model = new Sequential(new Linear(16, 128), new BatchNorm(128), new Relu(), new Dropout(0.1), new Linear(128, 4));
        var step = new TrainingStep(model, new CrossEntropy(), new Adam(0.001));
        var inputs = Examples.Inputs(1, 128, 16);
        var labels = Examples.Labels(128, 4);
        long Steps(int count)
        {
            var largest = 0L;
            for (var i = 0; i < count; i++)
            {
                var size = 2 + (i * 37 % 127);
                step.Run(inputs.Slice(0, 0, size), labels.Slice(0, 0, size));
                largest = i % 100 == 0 ? Math.Max(largest, Environment.WorkingSet) : largest;
            }

            return largest;
        }

        // The pool fills until it is full, whatever ran before.
        Forget(250_000);
        Steps(2_000);
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var process = Steps(3_000);
        var later = Steps(5_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - heap;
        Assert.True(grown < 8 << 20, $"What is alive grew by {grown >> 10} KB over 8,000 steps.");
        Assert.True(later - process < 64 << 20, $"The process grew by {(later - process) >> 20} MB over 5,000 steps.");
    }

    [Fact]
    public void Rent_AfterBuffersOfOtherSizes_IsServedFromThePool()
    {
        // As after another model: the pool is full of sizes that nobody asks for any more.
        Forget(250_000);
        Forget(100_000);
        var before = GC.GetTotalAllocatedBytes();
        Forget(100_000);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 20 << 20, $"{(GC.GetTotalAllocatedBytes() - before) >> 20} MB were taken from the system for 240 MB of tensors.");
    }

    [Fact]
    public void Tensor_LargerThanMemoryCanHold_IsRefusedAndLeavesNothing()
    {
        var error = Assert.Throws<ShapeException>(() => Tensor.Zeros(new Shape(1 << 15, 1 << 15), ElementType.Float64));
        Assert.Contains("8192 MiB", error.Message, StringComparison.Ordinal);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public void AsSpan_OfManyTensors_IsNotCountedForEver()
    {
        static void Lend()
        {
            for (var i = 0; i < 200; i++)
            {
                Assert.Equal(0, Tensor.Zeros(new Shape(1 << 18)).AsSpan<float>()[i]);
            }
        }

        var before = BufferPool.Used;
        Lend();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(BufferPool.Used - before < 50 << 20, $"{(BufferPool.Used - before) >> 20} MB that nobody holds are counted as used.");
    }

    private static void Forget(int size)
    {
        for (var i = 0; i < 600; i++)
        {
            Tensor.Zeros(new Shape(size));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
