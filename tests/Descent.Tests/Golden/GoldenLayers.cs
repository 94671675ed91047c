using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Every layer against PyTorch's values and gradients, in both floating types.</summary>
public class GoldenLayers(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => new(Layers.Keys);

    private static readonly Dictionary<string, Func<GoldenCase, Layer>> Layers = new()
    {
        ["Linear"] = one => new Linear(one.Integer("in_features"), one.Integer("out_features"), one.Flag("bias")),
        ["Rbf"] = one => new Rbf(one.Inputs["centers"].Shape[1], one.Inputs["centers"].Shape[0], one.Inputs["beta"].Shape[0] == 1),
        ["Conv1d"] = one => new Conv1d(
            one.Inputs["weight"].Shape[1] * one.Integer("groups"), one.Inputs["weight"].Shape[0], one.Inputs["weight"].Shape[2],
            one.Integer("stride"), one.Integer("padding"), one.Integer("dilation"), one.Integer("groups"), one.Flag("bias")),
        ["Conv2d"] = one => new Conv2d(
            one.Inputs["weight"].Shape[1] * one.Integer("groups"), one.Inputs["weight"].Shape[0], KernelOf(one), MovementOf(one),
            one.Flag("bias")),
        ["ConvTranspose2d"] = one => new ConvTranspose2d(
            one.Inputs["weight"].Shape[0], one.Inputs["weight"].Shape[1] * one.Integer("groups"), KernelOf(one), MovementOf(one),
            Pair(one, "output_padding"), one.Flag("bias")),
        ["MaxPool2d"] = one => new MaxPool2d(PoolingOf(one)),
        ["AvgPool2d"] = one => new AveragePool2d(PoolingOf(one) with { CountIncludePadding = one.Flag("count_include_pad") }),
        ["AdaptiveAvgPool2d"] = one => new AdaptiveAveragePool(Pair(one, "output_size").Height, Pair(one, "output_size").Width),
        ["BatchNorm1d"] = BatchNormOf,
        ["BatchNorm2d"] = BatchNormOf,
        ["LayerNorm"] = one => new LayerNorm(
            new Shape([.. one.Option("normalized_shape").EnumerateArray().Select(length => length.GetInt32())]), one.Number("eps"),
            one.Flag("elementwise_affine")),
        ["GroupNorm"] = one => new GroupNorm(
            one.Integer("num_groups"), one.Inputs["input"].Shape[1], one.Number("eps"), one.Flag("affine")),
        ["Embedding"] = one => new Embedding(
            one.Integer("num_embeddings"), one.Integer("embedding_dim"), one.Has("padding_idx") ? one.Integer("padding_idx") : null),
        ["Dropout"] = one => new Dropout(one.Number("p")),
        ["Flatten"] = one => new Flatten(one.Integer("start_dim"), one.Integer("end_dim")),
    };

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Forward_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        var cases = GoldenFile.Load("layers.json").Of(kind);
        foreach (var one in cases)
        {
            foreach (var type in GoldenLayerCheck.Types)
            {
                if (one.Inputs.ContainsKey("input_0"))
                {
                    RunTraining(one, Layers[kind](one), type);
                }
                else
                {
                    GoldenLayerCheck.Run(one, Layers[kind](one), type);
                }
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }

    private static void RunTraining(GoldenCase one, Layer layer, ElementType type)
    {
        GoldenLayerCheck.LoadParameters(one, layer, type);
        var inputs = Enumerable.Range(0, 3)
            .Select(call => ($"input_{call}", one.Inputs[$"input_{call}"].ToTensor(type).Tracked()))
            .ToArray();
        var outputs = new List<(Tensor, string)>();
        for (var call = 0; call < inputs.Length; call++)
        {
            var normalized = layer.Forward(inputs[call].Item2, Pass.Training(0));
            one.CheckOutput($"output_{call}", normalized);
            one.CheckOutput($"running_mean_{call}", ((BatchNorm)layer).RunningMean);
            one.CheckOutput($"running_var_{call}", ((BatchNorm)layer).RunningVariance);
            outputs.Add((normalized, $"output_{call}_gradient"));
        }

        GoldenLayerCheck.CheckGradients(one, layer, inputs, outputs.ToArray());
    }

    [SkippableFact]
    public void MaxPool2d_EveryCase_FindsTheReferencePlaces()
    {
        foreach (var one in GoldenFile.Load("layers.json").Of("MaxPool2d"))
        {
            foreach (var type in GoldenLayerCheck.Types)
            {
                var outputs = new MaxPool2dOperation(PoolingOf(one)).Apply(one.Inputs["input"].ToTensor(type));
                Assert.Equal(one.Outputs["indices"].Values, outputs[1].ToDoubles());
            }
        }
    }

    private static (int Height, int Width) KernelOf(GoldenCase one) => (one.Inputs["weight"].Shape[2], one.Inputs["weight"].Shape[3]);

    private static ConvolutionOptions MovementOf(GoldenCase one)
    {
        var (stride, pad, dilation) = (Pair(one, "stride"), Pair(one, "padding"), Pair(one, "dilation"));
        return new ConvolutionOptions(
            stride.Height, stride.Width, pad.Height, pad.Width, dilation.Height, dilation.Width, one.Integer("groups"));
    }

    private static PoolingOptions PoolingOf(GoldenCase one)
    {
        var (kernel, stride, pad) = (Pair(one, "kernel_size"), Pair(one, "stride"), Pair(one, "padding"));
        var dilation = one.Has("dilation") ? Pair(one, "dilation") : (Height: 1, Width: 1);
        return new PoolingOptions(
            kernel.Height, kernel.Width, stride.Height, stride.Width, pad.Height, pad.Width, dilation.Height, dilation.Width,
            one.Flag("ceil_mode"));
    }

    private static BatchNorm BatchNormOf(GoldenCase one)
        => new(one.Integer("num_features"), one.Number("eps"), one.Has("momentum") ? one.Number("momentum") : null, one.Flag("affine"));

    private static (int Height, int Width) Pair(GoldenCase one, string option)
    {
        var numbers = one.Option(option).EnumerateArray().Select(element => element.GetInt32()).ToArray();
        return (numbers[0], numbers[1]);
    }
}
