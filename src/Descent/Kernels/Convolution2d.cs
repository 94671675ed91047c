using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Two-dimensional convolution (cross-correlation) and its gradients, see <see cref="Convolution2dGeometry"/> for the shapes.
/// Results have the same bits for any number of threads and any vector width: see each method for the order of its sums.
/// </summary>
/// <remarks>
/// <para>
/// Taps in the padding multiply zeros, they are not skipped: an infinite weight there gives NaN, as in a convolution of an explicitly
/// padded input.
/// </para>
/// <para>
/// Kernels of 3 x 3 with stride and dilation 1 and some dozen channels or more on both sides take 16 products where the definition has 36,
/// by minimal filtering (S. Winograd, 1980). The sums run in another order, which is no less exact; a value that is not finite becomes NaN
/// in up to two pixels more in each direction. The choice follows from the shapes; a single image may take the other way than a batch.
/// </para>
/// </remarks>
public static unsafe class Convolution2d
{
    /// <summary>The most output channels for one input channel that count as depthwise.</summary>
    private const int MostDepthwiseOutputs = 4;

    /// <summary>
    /// output[n, o, i, j] = bias[o] + sum over (c, kh, kw) of weight[o, c, kh, kw] input[n, c, i stride + kh dilation - padding, ...].
    /// Each output is one chain of fused multiply-adds from 0 over increasing (c, kh, kw), then + bias (0 if <paramref name="bias"/> is
    /// empty); where minimal filtering is used, the sum over channels of each point of a tile is such a chain.
    /// </summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid.</exception>
    public static void Forward<T>(
        in Convolution2dGeometry geometry, ReadOnlySpan<T> input, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Forward(in geometry, input, weight, bias, output, null);

    /// <summary>The convolution with an epilogue on what is finished.</summary>
    /// <inheritdoc cref="Forward{T}(in Convolution2dGeometry, ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    internal static void Forward<T>(
        in Convolution2dGeometry geometry,
        ReadOnlySpan<T> input,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        Span<T> output,
        Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        geometry.CheckLengths(input.Length, weight.Length, output.Length);
        CheckBias(in geometry, bias.Length);
        fixed (T* inputs = input, weights = weight, biases = bias, outputs = output)
        {
            var correlation = ForwardCorrelation(in geometry, inputs, weights, biases, outputs);
            correlation.Epilogue = epilogue;
            correlation.Run();
        }
    }

    /// <summary>
    /// The convolution with weights that were packed before, for the same geometry: the same bits, without the time to pack.
    /// </summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry of the weights.</exception>
    internal static void Forward<T>(
        PackedConvolutionWeights<T> weights, ReadOnlySpan<T> input, Span<T> output, Epilogue<T>? epilogue = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var geometry = weights.Geometry;
        geometry.CheckLengths(input.Length, geometry.WeightLength, output.Length);
        fixed (T* inputs = input, outputs = output)
        {
            var correlation = ForwardCorrelation(in geometry, inputs, null, null, outputs);
            if (!correlation.IsEmpty)
            {
                correlation.Epilogue = epilogue;
                correlation.LayOut();
                correlation.Panels = weights.Panels;
                correlation.BiasPanels = weights.BiasPanels;
                correlation.RunTiles();
            }
        }

        GC.KeepAlive(weights);
    }

    /// <summary>The forward convolution as a correlation that is not laid out yet.</summary>
    internal static Correlation<T> ForwardCorrelation<T>(in Convolution2dGeometry geometry, T* inputs, T* weights, T* biases, T* outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var taps = KernelTaps.All(in geometry);
        return new Correlation<T>
        {
            Source = inputs,
            Planes = geometry.InputPlanes(),
            Batch = geometry.Batch,
            Groups = geometry.Groups,
            Channels = geometry.InChannelsPerGroup,
            Taps = taps,
            Weight = weights,
            WeightGroupStride = (nint)geometry.OutChannelsPerGroup * geometry.InChannelsPerGroup * taps.Count,
            WeightOutStride = (nint)geometry.InChannelsPerGroup * taps.Count,
            WeightChannelStride = taps.Count,
            Bias = biases,
            Output = outputs,
            OutChannels = geometry.OutChannelsPerGroup,
            GridHeight = geometry.OutHeight,
            GridWidth = geometry.OutWidth,
            PlaneLength = geometry.OutHeight * geometry.OutWidth,
            OutRowStride = geometry.OutWidth,
            OutColumnStride = 1,
            IsDepthwise = IsDepthwise(in geometry),
        };
    }

    /// <summary>
    /// inputGradient[n, c, y, x] = sum over (o, kh, kw) with i stride + kh dilation - padding = y (likewise x) of weight[o, c, kh, kw]
    /// outputGradient[n, o, i, j]; overwritten, not added to. Each element is one chain of fused multiply-adds from 0 over increasing (o,
    /// kh, kw) of those taps that can meet it; where minimal filtering is used, the sum over channels of each point of a tile is one.
    /// </summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid.</exception>
    public static void InputGradient<T>(
        in Convolution2dGeometry geometry, ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> weight, Span<T> inputGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => InputGradient(in geometry, outputGradient, weight, inputGradient, null);

    /// <summary>The gradient with an epilogue on what is finished.</summary>
    /// <inheritdoc cref="InputGradient{T}(in Convolution2dGeometry, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    internal static void InputGradient<T>(
        in Convolution2dGeometry geometry,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> weight,
        Span<T> inputGradient,
        Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        geometry.CheckLengths(inputGradient.Length, weight.Length, outputGradient.Length);
        fixed (T* gradients = outputGradient, weights = weight, results = inputGradient)
        {
            if (geometry is { StrideHeight: 1, StrideWidth: 1 })
            {
                InputGradientOfStepOne(in geometry, gradients, weights, results, epilogue);
                return;
            }

            var plan = new StridedInputGradient<T>
            {
                Geometry = geometry,
                OutputGradient = gradients,
                Weight = weights,
                Result = results,
                Epilogue = epilogue,
            };
            plan.Run();
        }
    }

    /// <summary>
    /// weightGradient[o, c, kh, kw] = sum over (n, i, j) of outputGradient[n, o, i, j] input[n, c, i stride + kh dilation - padding, ...];
    /// overwritten, not added to. The sum runs in lanes over pieces of the batch and of the planes that follow from the shapes alone;
    /// lanes and pieces are added in a fixed order. A value that is not finite spreads over the gradients of its channel.
    /// </summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid.</exception>
    public static void WeightGradient<T>(
        in Convolution2dGeometry geometry, ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> weightGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => WeightGradient(in geometry, input, outputGradient, weightGradient, []);

    /// <summary>
    /// The gradient for the weights and, from the same reading of the output gradient, that for the bias:
    /// biasGradient[o] = sum over (n, i, j) of outputGradient[n, o, i, j], summed in the same lanes and pieces; empty if it is not wanted.
    /// </summary>
    /// <inheritdoc cref="WeightGradient{T}(in Convolution2dGeometry, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    public static void WeightGradient<T>(
        in Convolution2dGeometry geometry,
        ReadOnlySpan<T> input,
        ReadOnlySpan<T> outputGradient,
        Span<T> weightGradient,
        Span<T> biasGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        geometry.CheckLengths(input.Length, weightGradient.Length, outputGradient.Length);
        CheckBias(in geometry, biasGradient.Length);
        fixed (T* inputs = input, gradients = outputGradient, results = weightGradient, sums = biasGradient)
        {
            var plan = new ConvolutionWeightGradient<T>
            {
                Geometry = geometry,
                Input = inputs,
                OutputGradient = gradients,
                Result = results,
                BiasResult = sums,
            };
            plan.Run();
        }
    }

    /// <summary>Whether every group has one input channel and few output channels, for which there are kernels of their own.</summary>
    internal static bool IsDepthwise(in Convolution2dGeometry geometry)
        => geometry is { Groups: > 1, InChannelsPerGroup: 1, OutChannelsPerGroup: <= MostDepthwiseOutputs };

    internal static void CheckBias(in Convolution2dGeometry geometry, int length)
    {
        if (length != 0 && length != geometry.OutChannels)
        {
            throw new ShapeException(
                $"convolution: the bias has {length} elements, it needs {geometry.OutChannels}, one for each output channel.");
        }
    }

    // A correlation of the output gradient with the taps turned around.
    private static void InputGradientOfStepOne<T>(
        in Convolution2dGeometry geometry, T* gradients, T* weights, T* results, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (reachRow, reachColumn) = (geometry.DilatedHeight - 1, geometry.DilatedWidth - 1);
        var kernel = geometry.KernelHeight * geometry.KernelWidth;
        var taps = new KernelTaps(kernel);
        for (var index = 0; index < kernel; index++)
        {
            var (row, column) = Math.DivRem(index, geometry.KernelWidth);
            taps.Add(reachRow - (row * geometry.DilationHeight), reachColumn - (column * geometry.DilationWidth), index);
        }

        var correlation = new Correlation<T>
        {
            Source = gradients,
            Planes = new PaddedPlanes
            {
                SourceHeight = geometry.OutHeight,
                SourceWidth = geometry.OutWidth,
                PaddingTop = reachRow - geometry.PaddingHeight,
                PaddingLeft = reachColumn - geometry.PaddingWidth,
                StepHeight = 1,
                StepWidth = 1,
            },
            Batch = geometry.Batch,
            Groups = geometry.Groups,
            Channels = geometry.OutChannelsPerGroup,
            Taps = taps,
            Weight = weights,
            WeightGroupStride = (nint)geometry.OutChannelsPerGroup * geometry.InChannelsPerGroup * kernel,
            WeightOutStride = kernel,
            WeightChannelStride = (nint)geometry.InChannelsPerGroup * kernel,
            Output = results,
            OutChannels = geometry.InChannelsPerGroup,
            GridHeight = geometry.InHeight,
            GridWidth = geometry.InWidth,
            PlaneLength = geometry.InHeight * geometry.InWidth,
            OutRowStride = geometry.InWidth,
            OutColumnStride = 1,
            IsDepthwise = IsDepthwise(in geometry),
            Epilogue = epilogue,
        };
        correlation.Run();
    }
}
