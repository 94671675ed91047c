namespace Descent.Onnx;

/// <summary>A matrix product as NumPy's: vectors become matrices, leading axes broadcast.</summary>
internal sealed class MatMulOperator() : OnnxOperator("MatMul")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (a, b) = (call.Numbers(), call.Numbers(1));
        call.Node.Require(a.Shape.Rank > 0 && b.Shape.Rank > 0, "it takes no single numbers");
        var left = a.Shape.Rank == 1 ? a.Reshape(1, a.Count) : a;
        var right = b.Shape.Rank == 1 ? b.Reshape(b.Count, 1) : b;
        var product = right.Shape.Rank == 2 ? left.MatMul(right) : Batched(left, right, call);
        product = a.Shape.Rank == 1 ? product.Reshape(product.Shape.Without(product.Shape.Rank - 2)) : product;
        return [(OnnxValue)(b.Shape.Rank == 1 ? product.Reshape(product.Shape.Without(product.Shape.Rank - 1)) : product)];
    }

    private static Tensor Batched(Tensor a, Tensor b, NodeCall call)
    {
        var leading = Shape.Broadcast(new Shape(a.Shape.Lengths[..^2]), new Shape(b.Shape.Lengths[..^2]), "MatMul");
        Tensor Stretched(Tensor value) => value.BroadcastTo(call.Checked([.. leading.Lengths, .. value.Shape.Lengths[^2..]]));
        return Stretched(a).MatMul(Stretched(b));
    }
}
