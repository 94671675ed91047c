using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>The convolution by its definition, in double: six loops, and beside each sum that of its terms' magnitudes.</summary>
internal sealed class Convolution2dReference
{
    public Convolution2dReference(Convolution2dGeometry geometry, double[] input, double[] weight, double[] bias, double[] outputGradient)
    {
        Output = new Sums(geometry.OutputLength);
        InputGradient = new Sums(geometry.InputLength);
        WeightGradient = new Sums(geometry.WeightLength);
        ForEachTerm(geometry, (i, w, o) =>
        {
            Output.Add(o, input[i] * weight[w]);
            InputGradient.Add(i, outputGradient[o] * weight[w]);
            WeightGradient.Add(w, outputGradient[o] * input[i]);
        });
        BiasGradient = new Sums(geometry.OutChannels);
        for (var o = 0; o < geometry.OutputLength; o++)
        {
            var channel = o / (geometry.OutHeight * geometry.OutWidth) % geometry.OutChannels;
            Output.Add(o, bias.Length == 0 ? 0 : bias[channel]);
            BiasGradient.Add(channel, outputGradient[o]);
        }
    }

    public Sums Output { get; }

    public Sums InputGradient { get; }

    public Sums WeightGradient { get; }

    public Sums BiasGradient { get; }

    /// <summary>
    /// Calls with the indices (input, weight, output) of every product, in the order (image, output channel, input channel, kh, kw, row,
    /// column).
    /// </summary>
    public static void ForEachTerm(Convolution2dGeometry geometry, Action<int, int, int> term)
    {
        var (height, width) = (geometry.OutHeight, geometry.OutWidth);
        var (inGroup, outGroup) = (geometry.InChannels / geometry.Groups, geometry.OutChannels / geometry.Groups);
        var kernel = inGroup * geometry.KernelHeight * geometry.KernelWidth;
        for (var plane = 0; plane < geometry.Batch * geometry.OutChannels; plane++)
        {
            var (image, channel) = (plane / geometry.OutChannels, plane % geometry.OutChannels);
            for (var k = 0; k < kernel; k++)
            {
                var (kh, kw) = (k / geometry.KernelWidth % geometry.KernelHeight, k % geometry.KernelWidth);
                var source = (channel / outGroup * inGroup) + (k / (geometry.KernelWidth * geometry.KernelHeight));
                for (var pixel = 0; pixel < height * width; pixel++)
                {
                    var y = (pixel / width * geometry.StrideHeight) + (kh * geometry.DilationHeight) - geometry.PaddingHeight;
                    var x = (pixel % width * geometry.StrideWidth) + (kw * geometry.DilationWidth) - geometry.PaddingWidth;
                    if (y >= 0 && y < geometry.InHeight && x >= 0 && x < geometry.InWidth)
                    {
                        var input = (((((image * geometry.InChannels) + source) * geometry.InHeight) + y) * geometry.InWidth) + x;
                        term(input, (channel * kernel) + k, (plane * height * width) + pixel);
                    }
                }
            }
        }
    }

    internal sealed class Sums(int length)
    {
        private readonly double[] values = new double[length];
        private readonly double[] magnitudes = new double[length];

        public void Add(int index, double term)
        {
            values[index] += term;
            magnitudes[index] += Math.Abs(term);
        }

        public void Matches(double[] actual, double tolerance, string what)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var error = Math.Abs(actual[i] - values[i]);
                Assert.True(error <= tolerance * magnitudes[i], $"{what}[{i}] is {actual[i]}, not {values[i]}");
            }
        }
    }
}
