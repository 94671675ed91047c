using Descent.Onnx.Schema;

namespace Descent.Onnx;

/// <summary>A function of one number that ONNX has an operator for; all others are written by their formula.</summary>
/// <param name="Write">The output for an operation and its input; null where the operation is of another function.</param>
internal sealed record NativeFunction(Func<Operation, string, GraphWriter, string?> Write)
{
    /// <summary>All such functions.</summary>
    public static IReadOnlyList<NativeFunction> All { get; } =
    [
        Of<ReluFunction>("Relu"),
        Of<SigmoidFunction>("Sigmoid"),
        Of<TanhFunction>("Tanh"),
        Of<LeakyReluFunction>("LeakyRelu", function => Attributes.Number("alpha", function.Slope)),
        Of<EluFunction>("Elu", function => Attributes.Number("alpha", function.Alpha)),
        Of<CeluFunction>("Celu", function => Attributes.Number("alpha", function.Alpha)),
        Of<SeluFunction>("Selu", _ => Attributes.Number("alpha", SeluFunction.Alpha), _ => Attributes.Number("gamma", SeluFunction.Scale)),
        Of<HardSigmoidFunction>("HardSigmoid", _ => Attributes.Number("alpha", 1 / 6.0), _ => Attributes.Number("beta", 0.5)),
        Of<HardSwishFunction>("HardSwish"),
        Of<SoftplusFunction>("Softplus"),
        Of<SoftsignFunction>("Softsign"),
        Of<ExpFunction>("Exp"),
        Of<LogFunction>("Log"),
        Of<SqrtFunction>("Sqrt"),
        Of<AbsFunction>("Abs"),
        Of<SignFunction>("Sign"),
        Of<ErfFunction>("Erf"),
        Of<ReciprocalFunction>("Reciprocal"),
        new((operation, x, graph) => operation is ElementwiseOperation<ClampFunction> { Function: var clamp }
            ? graph.Node("Clip", [x, graph.Number(clamp.Low), graph.Number(clamp.High)])
            : null),
    ];

    private static NativeFunction Of<TFunction>(string type, params Func<TFunction, AttributeProto>[] attributes)
        where TFunction : struct, IElementwiseFunction
        => new((operation, x, graph) => operation is ElementwiseOperation<TFunction> { Function: var function }
            ? graph.Node(type, [x], [.. attributes.Select(attribute => attribute(function))])
            : null);
}
