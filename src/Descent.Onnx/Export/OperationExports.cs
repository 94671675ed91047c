namespace Descent.Onnx;

/// <summary>All operations that can be exported.</summary>
internal static class OperationExports
{
    /// <summary>One for each kind of operation.</summary>
    public static IReadOnlyList<OperationExport> All { get; } =
    [
        new ElementwiseExport(),
        new AddExport(),
        new DirectExport<SubtractOperation>("subtract", "Sub"),
        new DirectExport<MultiplyOperation>("multiply", "Mul"),
        new DirectExport<DivideOperation>("divide", "Div"),
        new DirectExport<MaximumOperation>("maximum", "Max"),
        new DirectExport<PReluOperation>("prelu", "PRelu"),
        new KeepExport(),
        new CompareExport<GreaterFunction>("greater", "Greater"),
        new CompareExport<AtLeastFunction>("at least", "GreaterOrEqual"),
        new MatMulExport(),
        new BatchedMatMulExport(),
        new SquaredDistancesExport(),
        new ConvolutionExport(),
        new TransposedConvolutionExport(),
        new MaxPoolExport(),
        new AveragePoolExport(),
        new AdaptiveAveragePoolExport(),
        new AdaptiveMaxPoolExport(),
        new UpsampleExport(),
        new FixedNormalizationExport(),
        new LayerNormalizationExport(),
        new SoftmaxExport(),
        new LogSoftmaxExport(),
        new SumExport(),
        new MaxExport(),
        new ReshapeExport(),
        new PermuteExport(),
        new SliceExport(),
        new PadExport(),
        new ConcatenateExport(),
        new BroadcastExport(),
        new DirectExport<CopyOperation>("copy", "Identity"),
        new ConvertExport(),
        new WholeNumbersExport(),
        new DirectExport<GatherRowsOperation>("gather rows", "Gather"),
        new TakeAlongExport(),
        new SelfAttentionExport(),
        new RotateExport(),
        new RecurrentExport(),
        new AdditiveMaskExport(),
        new MaskOfTokensExport(),
        new MaskOfLengthsExport(),
        new MaskOfValuesExport(),
        new LastStepExport(),
    ];

    /// <summary>The export of an operation; null where there is none.</summary>
    public static OperationExport? For(Operation operation) => All.FirstOrDefault(export => export.Takes(operation));
}
