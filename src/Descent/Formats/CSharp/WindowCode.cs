namespace Descent;

/// <summary>Convolutions and poolings in plain C#.</summary>
internal static class WindowCode
{
    private const string Convolution = """
        void Convolution(
            ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> y, ReadOnlySpan<int> from, ReadOnlySpan<int> to,
            ReadOnlySpan<int> kernel, ReadOnlySpan<int> stride, ReadOnlySpan<int> padding, ReadOnlySpan<int> dilation, int groups)
        {
            var (inputs, outputs) = (from[0] / groups, to[0] / groups);
            for (var o = 0; o < to[0]; o++)
            {
                for (var row = 0; row < to[1]; row++)
                {
                    for (var column = 0; column < to[2]; column++)
                    {
                        double sum = bias.IsEmpty ? 0 : bias[o];
                        for (var c = 0; c < inputs; c++)
                        {
                            var plane = x.Slice(((o / outputs * inputs) + c) * from[1] * from[2], from[1] * from[2]);
                            var taps = weight.Slice(((o * inputs) + c) * kernel[0] * kernel[1], kernel[0] * kernel[1]);
                            for (var i = 0; i < kernel[0]; i++)
                            {
                                var r = (row * stride[0]) + (i * dilation[0]) - padding[0];
                                for (var j = 0; r >= 0 && r < from[1] && j < kernel[1]; j++)
                                {
                                    var q = (column * stride[1]) + (j * dilation[1]) - padding[1];
                                    if (q >= 0 && q < from[2])
                                    {
                                        sum += (double)plane[(r * from[2]) + q] * taps[(i * kernel[1]) + j];
                                    }
                                }
                            }
                        }

                        y[(((o * to[1]) + row) * to[2]) + column] = (float)sum;
                    }
                }
            }
        }
        """;

    private const string Pooling = """
        void Pooling(
            ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<int> from, ReadOnlySpan<int> to, ReadOnlySpan<int> kernel, ReadOnlySpan<int> stride,
            ReadOnlySpan<int> padding, ReadOnlySpan<int> dilation, bool maximum, bool countPadding)
        {
            for (var place = 0; place < y.Length; place++)
            {
                var (plane, row, column) = (place / (to[1] * to[2]), place / to[2] % to[1], place % to[2]);
                int top = (row * stride[0]) - padding[0], left = (column * stride[1]) - padding[1];
                double sum = 0, largest = double.NegativeInfinity;
                var count = 0;
                for (var i = 0; i < kernel[0]; i++)
                {
                    for (var j = 0; j < kernel[1]; j++)
                    {
                        int r = top + (i * dilation[0]), q = left + (j * dilation[1]);
                        if (r >= 0 && r < from[1] && q >= 0 && q < from[2])
                        {
                            var value = x[(((plane * from[1]) + r) * from[2]) + q];
                            sum += value;
                            largest = Math.Max(largest, value);
                            count++;
                        }
                    }
                }

                var padded = Math.Min(kernel[0], from[1] + padding[0] - top) * Math.Min(kernel[1], from[2] + padding[1] - left);
                y[place] = (float)(maximum ? largest : sum / (countPadding ? padded : count));
            }
        }
        """;

    private const string AdaptivePooling = """
        void AdaptivePooling(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<int> from, ReadOnlySpan<int> to, bool maximum)
        {
            for (var place = 0; place < y.Length; place++)
            {
                var (plane, row, column) = (place / (to[1] * to[2]), place / to[2] % to[1], place % to[2]);
                double sum = 0, largest = double.NegativeInfinity;
                var count = 0;
                for (var r = row * from[1] / to[1]; r < (((row + 1) * from[1]) + to[1] - 1) / to[1]; r++)
                {
                    for (var q = column * from[2] / to[2]; q < (((column + 1) * from[2]) + to[2] - 1) / to[2]; q++)
                    {
                        var value = x[(((plane * from[1]) + r) * from[2]) + q];
                        sum += value;
                        largest = Math.Max(largest, value);
                        count++;
                    }
                }

                y[place] = (float)(maximum ? largest : sum / count);
            }
        }
        """;

    public static IReadOnlyList<CodeRule> Rules { get; } =
    [
        CodeRule.For<Convolution2dOperation>("conv, conv1d, depthwise", (operation, call, code) =>
        {
            var weight = call.Inputs[1].Shape;
            var geometry = operation.Options.For(call.Inputs[0].Shape, weight);
            code.Call(
                "Convolution",
                [
                    call.Inputs[0], call.Inputs[1], call.Inputs.Length > 2 ? call.Inputs[2] : "default", call.Outputs[0], Sample(call.Inputs[0]), Sample(call.Outputs[0]),
                    (int[])[weight[2], weight[3]], (int[])[geometry.StrideHeight, geometry.StrideWidth], (int[])[geometry.PaddingHeight, geometry.PaddingWidth],
                    (int[])[geometry.DilationHeight, geometry.DilationWidth], geometry.Groups,
                ],
                Convolution);
        }),
        CodeRule.For<MaxPool2dOperation>("maxpool, maxpool1d", (operation, call, code) => WritePooling(operation.Options, maximum: true, call, code)),
        CodeRule.For<AveragePool2dOperation>("avgpool, avgpool1d", (operation, call, code) => WritePooling(operation.Options, maximum: false, call, code)),
        CodeRule.For<AdaptiveMaxPool2dOperation>("adaptive-maxpool, global-maxpool", (_, call, code) => WriteAdaptive(maximum: true, call, code)),
        CodeRule.For<AdaptiveAveragePool2dOperation>("adaptive-avgpool, global-avgpool", (_, call, code) => WriteAdaptive(maximum: false, call, code)),
    ];

    // A run computes one sample; its axis may be merged with the channels.
    private static int[] Sample(Operand images) => [images.Shape[0] * images.Shape[1], images.Shape[2], images.Shape[3]];

    private static void WritePooling(PoolingOptions options, bool maximum, Call call, CodeWriter code) => code.Call(
        "Pooling",
        [
            call.Inputs[0], call.Outputs[0], Sample(call.Inputs[0]), Sample(call.Outputs[0]), (int[])[options.KernelHeight, options.KernelWidth],
            (int[])[options.StrideHeight, options.StrideWidth], (int[])[options.PaddingHeight, options.PaddingWidth],
            (int[])[options.DilationHeight, options.DilationWidth], maximum, options.CountIncludePadding,
        ],
        Pooling);

    private static void WriteAdaptive(bool maximum, Call call, CodeWriter code)
        => code.Call("AdaptivePooling", [call.Inputs[0], call.Outputs[0], Sample(call.Inputs[0]), Sample(call.Outputs[0]), maximum], AdaptivePooling);
}
