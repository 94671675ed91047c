namespace Descent.Onnx;

/// <summary>alpha op(A) op(B) + beta C.</summary>
internal sealed class GemmOperator() : OnnxOperator("Gemm")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (node, b) = (call.Node, call.Numbers(1));
        node.Require(call.Numbers().Shape.Rank == 2 && b.Shape.Rank == 2, "it takes two matrices");
        var product = call.Numbers().MatMul(b, node.Integer("transA", 0) != 0, node.Integer("transB", 0) != 0);
        product = Times(product, node.Number("alpha", 1));
        return [(OnnxValue)(call.Optional(2) is { } c ? product + Times(c, node.Number("beta", 1)) : product)];
    }

    private static Tensor Times(Tensor tensor, double factor) => factor == 1 ? tensor : tensor * factor;
}
