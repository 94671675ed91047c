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
        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var size = 2 + (i * 37 % 127);
                step.Run(inputs.Slice(0, 0, size), labels.Slice(0, 0, size), Pass.Training(0, i));
            }
        }

        Steps(2_000);
        var (heap, process) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        Steps(8_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - heap;
        Assert.True(grown < 8 << 20, $"The heap grew by {grown >> 10} KB over 8,000 steps.");
        Assert.True(Environment.WorkingSet - process < 64 << 20, $"The process grew by {(Environment.WorkingSet - process) >> 20} MB over 8,000 steps.");
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
}
