using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class Convolution2dTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AllKernels_RandomGeometriesInFloat_MatchTheDefinition(int seed) => CheckRandom<float>(seed, 1e-5);

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void AllKernels_RandomGeometriesInDouble_MatchTheDefinition(int seed) => CheckRandom<double>(seed, 1e-12);

    // Each takes a path of its own: whole rows of vectors, flat rows, packed small planes with k in pieces, bands of rows, parts of the
    // output channels, phases of strides, 1 x 1, depthwise, a kernel as large as its input, padding beyond the kernel, few channels whose
    // kernel rows are folded into one pixel, blocks of channels, strides that leave rows out, few channels whose taps have sums of their
    // own: in bands, with strides, odd rows and wide padding, in blocks of taps, for outputs that fill no vector.
    [Theory]
    [InlineData(3, 3, 32, 32, 16, 3, 1, 1, 1)]
    [InlineData(2, 16, 30, 29, 40, 3, 1, 1, 1)]
    [InlineData(5, 40, 7, 7, 50, 3, 1, 1, 1)]
    [InlineData(1, 24, 70, 90, 24, 3, 1, 1, 1)]
    [InlineData(1, 64, 8, 8, 150, 3, 1, 1, 1)]
    [InlineData(2, 17, 33, 31, 20, 3, 2, 1, 1)]
    [InlineData(2, 20, 16, 16, 40, 1, 1, 0, 1)]
    [InlineData(2, 20, 15, 17, 40, 1, 2, 0, 1)]
    [InlineData(2, 32, 20, 20, 32, 3, 1, 1, 32)]
    [InlineData(2, 8, 12, 12, 16, 12, 1, 0, 1)]
    [InlineData(2, 2, 3, 3, 2, 2, 1, 3, 1)]
    [InlineData(1, 3, 60, 60, 20, 11, 4, 2, 1)]
    [InlineData(3, 1, 28, 28, 6, 5, 1, 2, 1)]
    [InlineData(2, 2, 5, 3, 17, 3, 1, 3, 1)]
    [InlineData(3, 70, 9, 9, 130, 3, 1, 1, 1)]
    [InlineData(2, 6, 11, 13, 30, 2, 3, 0, 2)]
    [InlineData(17, 2, 9, 11, 31, 3, 1, 1, 1)]
    [InlineData(1, 3, 45, 37, 32, 3, 2, 1, 1)]
    [InlineData(2, 6, 14, 14, 16, 5, 1, 0, 1)]
    [InlineData(2, 2, 8, 6, 17, 3, 1, 4, 1)]
    [InlineData(2, 1, 13, 300, 16, 4, 1, 2, 1)]
    [InlineData(3, 5, 16, 16, 15, 1, 1, 0, 1)]
    public void AllKernels_EachPath_MatchTheDefinition(
        int batch, int inChannels, int height, int width, int outChannels, int kernel, int stride, int padding, int groups)
    {
        var geometry = new Convolution2dGeometry(
            batch, inChannels, height, width, outChannels, kernel, kernel, stride, stride, padding, padding, 1, 1, groups);
        Check<float>(geometry, new Random(7), 1e-5);
        Check<double>(geometry, new Random(7), 1e-12);
    }

    [Theory]
    [InlineData(1, 40, 1, 2)]
    [InlineData(1, 40, 2, 1)]
    [InlineData(32, 20, 1, 3)]
    [InlineData(5, 20, 2, 2)]
    public void AllKernels_Dilated_MatchTheDefinition(int inChannels, int outChannels, int dilationHeight, int dilationWidth)
    {
        var geometry = new Convolution2dGeometry(2, inChannels, 12, 14, outChannels, 3, 3, 1, 1, 2, 2, dilationHeight, dilationWidth);
        Check<float>(geometry, new Random(8), 1e-5);
        Check<double>(geometry, new Random(8), 1e-12);
    }

    // Whatever path, vector width or block a shape takes, the bits are those of the documented order.
    [Theory]
    [InlineData(3, 3, 32, 32, 16, 3, 1, 1, 1)]
    [InlineData(2, 5, 14, 13, 9, 3, 1, 1, 1)]
    [InlineData(3, 20, 4, 4, 70, 3, 1, 1, 1)]
    [InlineData(2, 3, 17, 40, 4, 5, 2, 2, 1)]
    [InlineData(1, 6, 12, 50, 6, 3, 1, 1, 6)]
    [InlineData(1, 4, 21, 21, 8, 3, 3, 1, 2)]
    public void ForwardAndInputGradient_EveryElement_IsOneChainOfFusedMultiplyAdds(
        int batch, int inChannels, int height, int width, int outChannels, int kernel, int stride, int padding, int groups)
    {
        var geometry = new Convolution2dGeometry(
            batch, inChannels, height, width, outChannels, kernel, kernel, stride, stride, padding, padding, 1, 1, groups);
        CheckChains<float>(geometry);
        CheckChains<double>(geometry);
    }

    [Fact]
    public void WeightGradient_CalledAgainAfterOtherShapes_HasTheSameBits()
    {
        var geometry = new Convolution2dGeometry(9, 5, 13, 11, 7, 3, 3, 1, 1, 1, 1);
        var first = Check<float>(geometry, new Random(3), 1e-5);
        Check<float>(new Convolution2dGeometry(2, 30, 20, 20, 30, 3, 3, 2, 2, 1, 1), new Random(4), 1e-5);
        Assert.Equal(first, Check<float>(geometry, new Random(3), 1e-5));
    }

    [Theory]
    [InlineData(9, 5, 13, 7, 1)]
    [InlineData(64, 20, 8, 40, 1)]
    [InlineData(3, 16, 32, 16, 2)]
    [InlineData(3, 3, 40, 16, 1)]
    [InlineData(33, 3, 24, 20, 1)]
    public void WeightGradient_OnOneAndTwoThreads_HasTheSameBits(int batch, int inChannels, int size, int outChannels, int stride)
    {
        var geometry = new Convolution2dGeometry(batch, inChannels, size, size, outChannels, 3, 3, stride, stride, 1, 1);
        var (input, gradient) = (Samples.Uniform<float>(geometry.InputLength), Samples.Uniform<float>(geometry.OutputLength));
        float[] Run(int workers)
        {
            var former = Workers.Count;
            Workers.Count = workers;
            try
            {
                float[] weights = new float[geometry.WeightLength], bias = new float[outChannels];
                Convolution2d.WeightGradient<float>(geometry, input, gradient, weights, bias);
                var alone = new float[weights.Length];
                Convolution2d.WeightGradient<float>(geometry, input, gradient, alone);
                Assert.Equal(weights, alone);
                return [.. weights, .. bias];
            }
            finally
            {
                Workers.Count = former;
            }
        }

        Assert.Equal(Run(1), Run(2));
    }

    [Fact]
    public void AllKernels_InSteadyState_DoNotAllocate()
    {
        var geometry = new Convolution2dGeometry(4, 8, 12, 12, 16, 3, 3, 2, 2, 1, 1);
        var (input, weight, output) = (new float[geometry.InputLength], new float[geometry.WeightLength], new float[geometry.OutputLength]);
        var bias = new float[geometry.OutChannels];
        long Bytes()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Convolution2d.Forward<float>(geometry, input, weight, [], output);
            Convolution2d.InputGradient<float>(geometry, output, weight, input);
            Convolution2d.WeightGradient<float>(geometry, input, output, weight, bias);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => Bytes()));
    }

    [Fact]
    public void Forward_InfiniteInput_StaysWithinItsWindow()
    {
        var geometry = new Convolution2dGeometry(1, 1, 20, 20, 1, 3, 3, 1, 1, 1, 1);
        var input = new float[400];
        input[(10 * 20) + 19] = float.PositiveInfinity;
        var output = new float[400];
        Convolution2d.Forward<float>(geometry, input, [1, 1, 1, 1, 1, 1, 1, 1, 1], [], output);
        for (var i = 0; i < 400; i++)
        {
            var inWindow = Math.Abs((i / 20) - 10) <= 1 && i % 20 >= 18;
            Assert.Equal(inWindow ? float.PositiveInfinity : 0, output[i]);
        }
    }

    [Fact]
    public void Geometry_KernelLargerThanPaddedInput_NamesBoth()
    {
        var geometry = new Convolution2dGeometry(1, 1, 4, 4, 1, 7, 3, 1, 1, 1, 1);
        var error = Assert.Throws<ShapeException>(geometry.Validate);
        Assert.Contains("kernel 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("only 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Geometry_GroupsThatDoNotDivide_NamesChannels()
    {
        var geometry = new Convolution2dGeometry(1, 6, 4, 4, 9, 3, 3, 1, 1, 1, 1, Groups: 2);
        var error = Assert.Throws<ShapeException>(geometry.Validate);
        Assert.Contains("9 output channels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_WrongLength_NamesTheShape()
    {
        var geometry = new Convolution2dGeometry(1, 2, 4, 4, 3, 3, 3, 1, 1, 1, 1);
        void Forward(int input, int bias)
            => Convolution2d.Forward<float>(geometry, new float[input], new float[54], new float[bias], new float[48]);
        var error = Assert.Throws<ShapeException>(() => Forward(31, 0));
        Assert.Contains("[1, 2, 4, 4]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Forward(32, 2));
    }

    private static void CheckRandom<T>(int seed, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        for (var count = 0; count < 60;)
        {
            var groups = random.Next(4) == 0 ? random.Next(1, 6) : 1;
            var depthwise = random.Next(6) == 0;
            var (inPerGroup, outPerGroup) = depthwise ? (1, random.Next(1, 3)) : (random.Next(1, 21), random.Next(1, 21));
            var geometry = new Convolution2dGeometry(
                random.Next(1, 4), groups * inPerGroup, random.Next(1, 21), random.Next(1, 21), groups * outPerGroup,
                random.Next(1, 6), random.Next(1, 6), random.Next(1, 4), random.Next(1, 4), random.Next(4), random.Next(4),
                random.Next(1, 3), random.Next(1, 3), groups);
            if ((geometry.DilationHeight * (geometry.KernelHeight - 1)) + 1 <= geometry.InHeight + (2 * geometry.PaddingHeight)
                && (geometry.DilationWidth * (geometry.KernelWidth - 1)) + 1 <= geometry.InWidth + (2 * geometry.PaddingWidth))
            {
                Check<T>(geometry, random, tolerance);
                count++;
            }
        }
    }

    private static void CheckChains<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(11);
        T[] Make(int length) => Array.ConvertAll(new T[length], _ => T.CreateTruncating(random.NextDouble() - 0.5));
        var (input, weight, bias, outputGradient) = (
            Make(geometry.InputLength), Make(geometry.WeightLength), Make(geometry.OutChannels), Make(geometry.OutputLength));
        var (output, inputGradient) = (new T[geometry.OutputLength], new T[geometry.InputLength]);
        Convolution2d.Forward<T>(geometry, input, weight, bias, output);
        Convolution2d.InputGradient<T>(geometry, outputGradient, weight, inputGradient);

        // Visiting outputs' channels, then channels and taps, in increasing order meets each element's terms in the documented order.
        var (outputs, gradients) = (new T[output.Length], new T[input.Length]);
        Convolution2dReference.ForEachTerm(geometry, (i, w, o) => outputs[o] = T.FusedMultiplyAdd(weight[w], input[i], outputs[o]));
        Convolution2dReference.ForEachTerm(geometry, (i, w, o) =>
            gradients[i] = T.FusedMultiplyAdd(weight[w], outputGradient[o], gradients[i]));
        var plane = geometry.OutHeight * geometry.OutWidth;
        for (var o = 0; o < outputs.Length; o++)
        {
            outputs[o] += bias[o / plane % geometry.OutChannels];
        }

        Assert.Equal(outputs, output);
        Assert.Equal(gradients, inputGradient);
    }

    private static double[] Check<T>(Convolution2dGeometry geometry, Random random, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var input = new Margined<T>(geometry.InputLength, random);
        var weight = new Margined<T>(geometry.WeightLength, random);
        var bias = new Margined<T>(random.Next(2) * geometry.OutChannels, random);
        var outputGradient = new Margined<T>(geometry.OutputLength, random);
        var output = new Margined<T>(geometry.OutputLength);
        var inputGradient = new Margined<T>(geometry.InputLength);
        var weightGradient = new Margined<T>(geometry.WeightLength);
        Convolution2d.Forward<T>(geometry, input.Span, weight.Span, bias.Span, output.Span);
        Convolution2d.InputGradient<T>(geometry, outputGradient.Span, weight.Span, inputGradient.Span);
        var biasGradient = new Margined<T>(geometry.OutChannels);
        Convolution2d.WeightGradient<T>(geometry, input.Span, outputGradient.Span, weightGradient.Span, biasGradient.Span);
        output.Check();
        inputGradient.Check();
        weightGradient.Check();
        biasGradient.Check();

        var reference = new Convolution2dReference(
            geometry, input.ToDoubles(), weight.ToDoubles(), bias.ToDoubles(), outputGradient.ToDoubles());
        reference.Output.Matches(output.ToDoubles(), tolerance, $"output of {geometry}");
        reference.InputGradient.Matches(inputGradient.ToDoubles(), tolerance, $"input gradient of {geometry}");
        reference.WeightGradient.Matches(weightGradient.ToDoubles(), tolerance, $"weight gradient of {geometry}");
        reference.BiasGradient.Matches(biasGradient.ToDoubles(), tolerance, $"bias gradient of {geometry}");
        return [.. weightGradient.ToDoubles(), .. biasGradient.ToDoubles()];
    }
}
