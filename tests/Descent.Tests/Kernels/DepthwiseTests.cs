using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>
/// The kernels of depthwise convolutions: the order of their sums, and the same bits for any number of threads and any width.
/// </summary>
public class DepthwiseTests
{
    // Rows of whole vectors, short rows, rows that run on, bands, strides with and without rest, several outputs for a channel, padding
    // that is larger on one side, a wide kernel, one pixel.
    private static readonly Convolution2dGeometry[] All =
    [
        new Convolution2dGeometry(2, 5, 9, 32, 5, 3, 3, 1, 1, 1, 1, 1, 1, 5),
        new Convolution2dGeometry(3, 17, 14, 14, 17, 3, 3, 1, 1, 1, 1, 1, 1, 17),
        new Convolution2dGeometry(2, 4, 7, 7, 12, 3, 3, 1, 1, 1, 1, 1, 1, 4),
        new Convolution2dGeometry(1, 2, 130, 120, 2, 3, 3, 1, 1, 1, 1, 1, 1, 2),
        new Convolution2dGeometry(2, 6, 29, 40, 6, 5, 4, 2, 2, 2, 1, 1, 1, 6),
        new Convolution2dGeometry(2, 3, 15, 17, 6, 3, 3, 3, 2, 1, 1, 1, 1, 3),
        new Convolution2dGeometry(3, 3, 20, 21, 3, 3, 2, 1, 2, 2, 1, 2, 3, 3),
        new Convolution2dGeometry(2, 3, 10, 11, 3, 4, 2, 1, 1, 1, 0, 1, 1, 3, 1, 1),
        new Convolution2dGeometry(2, 3, 8, 9, 3, 2, 2, 2, 3, 0, 0, 1, 1, 3, -1, -2),
        new Convolution2dGeometry(2, 2, 1, 60, 4, 1, 31, 1, 1, 0, 15, 1, 1, 2),
        new Convolution2dGeometry(2, 3, 1, 1, 3, 1, 1, 1, 1, 0, 0, 1, 1, 3),
        new Convolution2dGeometry(2, 2, 3, 3, 2, 2, 2, 1, 1, 3, 3, 1, 1, 2),
    ];

    public static TheoryData<Convolution2dGeometry> Geometries => new(All);

    [Theory]
    [MemberData(nameof(Geometries))]
    public void ForwardAndInputGradient_EveryElement_IsOneChainOfFusedMultiplyAdds(Convolution2dGeometry geometry)
    {
        CheckChains<float>(geometry);
        CheckChains<double>(geometry);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void WeightGradient_EveryGeometry_MatchesTheDefinition(Convolution2dGeometry geometry)
    {
        CheckWeightGradient<float>(geometry, 1e-5);
        CheckWeightGradient<double>(geometry, 1e-12);
    }

    [Fact]
    public void AllKernels_OfRandomGeometries_MatchTheDefinition()
    {
        var random = new Random(5);
        for (var count = 0; count < 60;)
        {
            var groups = random.Next(2, 9);
            var geometry = new Convolution2dGeometry(
                random.Next(1, 4), groups, random.Next(1, 40), random.Next(1, 40), groups * random.Next(1, 5), random.Next(1, 8),
                random.Next(1, 8), random.Next(1, 4), random.Next(1, 4), random.Next(4), random.Next(4), random.Next(1, 3),
                random.Next(1, 3), groups, random.Next(-1, 2), random.Next(-1, 2));
            if (geometry.DilatedHeight <= geometry.InHeight + (2 * geometry.PaddingHeight) + geometry.ExtraHeight
                && geometry.DilatedWidth <= geometry.InWidth + (2 * geometry.PaddingWidth) + geometry.ExtraWidth)
            {
                CheckChains<float>(geometry);
                CheckWeightGradient<float>(geometry, 1e-5);
                count++;
            }
        }
    }

    [Theory]
    [InlineData(56, 48)]
    [InlineData(59, 49)]
    public unsafe void Forward_ResultsPastTheCaches_HaveTheBitsOfOneImage(int height, int width)
    {
        const int channels = 64;
        var batch = ((32 << 20) / (sizeof(float) * channels * height * width)) + 1;
        var geometry = new Convolution2dGeometry(batch, channels, height, width, channels, 3, 3, 1, 1, 1, 1, 1, 1, channels);
        float[] x = Samples.Uniform<float>(geometry.InputLength), w = Samples.Uniform<float>(geometry.WeightLength, seed: 2);
        var one = geometry with { Batch = 1 };
        var expected = new float[one.OutputLength];
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)geometry.OutputLength * sizeof(float), 64);
        try
        {
            var y = new Span<float>(memory, geometry.OutputLength);
            Convolution2d.Forward<float>(geometry, x, w, [], y);
            for (var image = 0; image < batch; image++)
            {
                Convolution2d.Forward<float>(one, x.AsSpan(image * one.InputLength, one.InputLength), w, [], expected);
                Assert.True(y.Slice(image * expected.Length, expected.Length).SequenceEqual(expected), $"Image {image} differs.");
            }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    [Fact]
    public void AllKernels_OnOneAndTwoThreads_HaveTheSameBits()
    {
        foreach (var geometry in All)
        {
            Assert.Equal(OnThreads(1, () => Results<float>(geometry)), OnThreads(2, () => Results<float>(geometry)));
        }
    }

    // Taken with 512-bit registers; the same with DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0.
    [Fact]
    public void AllKernels_AtEveryWidth_HaveTheSameBits()
    {
        Assert.Equal((3860213031781794710UL, 17337502596577724323UL), (HashOf<float>(), HashOf<double>()));
    }

    [Fact]
    public void AllKernels_InSteadyState_DoNotAllocate()
    {
        var geometry = new Convolution2dGeometry(2, 6, 13, 13, 6, 3, 3, 2, 2, 1, 1, 1, 1, 6);
        var (input, weight, output) = (new float[geometry.InputLength], new float[geometry.WeightLength], new float[geometry.OutputLength]);
        Assert.Equal(0, Allocations.OnceWarm(() =>
        {
            Convolution2d.Forward<float>(geometry, input, weight, [], output);
            Convolution2d.InputGradient<float>(geometry, output, weight, input);
            Convolution2d.WeightGradient<float>(geometry, input, output, weight);
        }));
    }

    private static T[] OnThreads<T>(int workers, Func<T[]> run)
    {
        var former = Workers.Count;
        Workers.Count = workers;
        try
        {
            return run();
        }
        finally
        {
            Workers.Count = former;
        }
    }

    private static T[] Results<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] input = Samples.Uniform<T>(geometry.InputLength), gradient = Samples.Uniform<T>(geometry.OutputLength, seed: 2);
        T[] weight = Samples.Uniform<T>(geometry.WeightLength, seed: 3), bias = Samples.Uniform<T>(geometry.OutChannels, seed: 4);
        T[] output = new T[geometry.OutputLength], inputGradient = new T[geometry.InputLength], weights = new T[geometry.WeightLength];
        var biases = new T[geometry.OutChannels];
        Convolution2d.Forward<T>(geometry, input, weight, bias, output);
        Convolution2d.InputGradient<T>(geometry, gradient, weight, inputGradient);
        Convolution2d.WeightGradient<T>(geometry, input, gradient, weights, biases);
        return [.. output, .. inputGradient, .. weights, .. biases];
    }

    private static ulong HashOf<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // FNV-1a over the bytes.
        var hash = 14695981039346656037;
        foreach (var geometry in All)
        {
            foreach (var value in MemoryMarshal.AsBytes<T>(Results<T>(geometry)))
            {
                hash = unchecked((hash ^ value) * 1099511628211);
            }
        }

        return hash;
    }

    private static void CheckChains<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(11);
        Margined<T> input = new(geometry.InputLength, random), weight = new(geometry.WeightLength, random);
        Margined<T> bias = new(geometry.OutChannels, random), outputGradient = new(geometry.OutputLength, random);
        Margined<T> output = new(geometry.OutputLength), inputGradient = new(geometry.InputLength);
        Convolution2d.Forward<T>(geometry, input.Span, weight.Span, bias.Span, output.Span);
        Convolution2d.InputGradient<T>(geometry, outputGradient.Span, weight.Span, inputGradient.Span);
        output.Check();
        inputGradient.Check();

        T[] outputs = new T[output.Length], gradients = new T[input.Length];
        T[] x = input.Span.ToArray(), w = weight.Span.ToArray(), g = outputGradient.Span.ToArray();
        Convolution2dReference.ForEachTerm(geometry, (i, k, o) => outputs[o] = T.FusedMultiplyAdd(w[k], x[i], outputs[o]));
        Convolution2dReference.ForEachTerm(geometry, (i, k, o) => gradients[i] = T.FusedMultiplyAdd(w[k], g[o], gradients[i]));
        var plane = geometry.OutHeight * geometry.OutWidth;
        for (var o = 0; o < outputs.Length; o++)
        {
            outputs[o] += bias.Span[o / plane % geometry.OutChannels];
        }

        Assert.Equal(outputs, output.Span.ToArray());
        Assert.Equal(gradients, inputGradient.Span.ToArray());
    }

    private static void CheckWeightGradient<T>(Convolution2dGeometry geometry, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(12);
        Margined<T> input = new(geometry.InputLength, random), outputGradient = new(geometry.OutputLength, random);
        Margined<T> weightGradient = new(geometry.WeightLength), biasGradient = new(geometry.OutChannels);
        Convolution2d.WeightGradient<T>(geometry, input.Span, outputGradient.Span, weightGradient.Span, biasGradient.Span);
        weightGradient.Check();
        biasGradient.Check();
        var reference = new Convolution2dReference(
            geometry, input.ToDoubles(), new double[geometry.WeightLength], [], outputGradient.ToDoubles());
        reference.WeightGradient.Matches(weightGradient.ToDoubles(), tolerance, $"weight gradient of {geometry}");
        reference.BiasGradient.Matches(biasGradient.ToDoubles(), tolerance, $"bias gradient of {geometry}");
    }
}
