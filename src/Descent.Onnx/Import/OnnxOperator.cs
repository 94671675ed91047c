namespace Descent.Onnx;

/// <summary>An ONNX operator in Descent's operations.</summary>
/// <param name="type">Its name in files.</param>
internal abstract class OnnxOperator(string type)
{
    /// <summary>The name in files.</summary>
    public string Type { get; } = type;

    /// <summary>The inputs that are parameters which no gradient reaches: running statistics.</summary>
    public virtual IReadOnlyList<int> Statistics => [];

    /// <summary>The inputs that say how something is computed, so that numbers in them are no parameters.</summary>
    public virtual IReadOnlyList<int> Settings => [];

    /// <summary>The outputs.</summary>
    public abstract OnnxValue[] Compute(NodeCall call);
}

/// <summary>An operator with one output that is a function of its inputs.</summary>
internal sealed class FunctionOperator(string type, Func<NodeCall, OnnxValue> function) : OnnxOperator(type)
{
    public override OnnxValue[] Compute(NodeCall call) => [function(call)];
}

/// <summary>An operator that is a function of each floating number.</summary>
internal sealed class UnaryOperator(string type, Func<Tensor, NodeDefinition, Tensor> function) : OnnxOperator(type)
{
    public override OnnxValue[] Compute(NodeCall call) => [call.Like(0, function(call.AsFloating(0), call.Node))];
}

/// <summary>An operator on pairs of elements that broadcast; whole numbers are computed exactly and cut towards zero.</summary>
internal sealed class BinaryOperator(string type, Func<Tensor, Tensor, Tensor> function) : OnnxOperator(type)
{
    // Max and Min take any number of inputs.
    public override OnnxValue[] Compute(NodeCall call)
    {
        var result = call.AsFloating(0);
        for (var i = 1; i < call.Count; i++)
        {
            result = function(result, call.AsFloating(i));
        }

        return [call.Like(0, result)];
    }
}

/// <summary>A comparison, with truth values as its output.</summary>
internal sealed class CompareOperator(string type, Func<Tensor, Tensor, Tensor> holds) : OnnxOperator(type)
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var truths = holds(call.AsFloating(0).Detached(), call.AsFloating(1).Detached());
        return [new OnnxValue(truths.To(call.FloatType), OnnxKind.Truths, call.IsStatic)];
    }
}
