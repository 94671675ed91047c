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
        var (outHeight, outWidth) = (geometry.OutHeight, geometry.OutWidth);
        var (inGroup, outGroup) = (geometry.InChannels / geometry.Groups, geometry.OutChannels / geometry.Groups);
        for (var o = 0; o < geometry.OutputLength; o++)
        {
            var (row, column) = (o / outWidth % outHeight, o % outWidth);
            var (image, channel) = (o / (outWidth * outHeight * geometry.OutChannels), o / (outWidth * outHeight) % geometry.OutChannels);
            for (var k = 0; k < inGroup * geometry.KernelHeight * geometry.KernelWidth; k++)
            {
                var (kh, kw) = (k / geometry.KernelWidth % geometry.KernelHeight, k % geometry.KernelWidth);
                var source = (channel / outGroup * inGroup) + (k / (geometry.KernelWidth * geometry.KernelHeight));
                var y = (row * geometry.StrideHeight) + (kh * geometry.DilationHeight) - geometry.PaddingHeight;
                var x = (column * geometry.StrideWidth) + (kw * geometry.DilationWidth) - geometry.PaddingWidth;
                if (y < 0 || y >= geometry.InHeight || x < 0 || x >= geometry.InWidth)
                {
                    continue;
                }

                var i = (((((image * geometry.InChannels) + source) * geometry.InHeight) + y) * geometry.InWidth) + x;
                var w = (channel * inGroup * geometry.KernelHeight * geometry.KernelWidth) + k;
                Output.Add(o, input[i] * weight[w]);
                InputGradient.Add(i, outputGradient[o] * weight[w]);
                WeightGradient.Add(w, outputGradient[o] * input[i]);
            }

            Output.Add(o, bias.Length == 0 ? 0 : bias[channel]);
        }
    }

    public Sums Output { get; }

    public Sums InputGradient { get; }

    public Sums WeightGradient { get; }

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
