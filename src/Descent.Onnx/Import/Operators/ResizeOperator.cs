namespace Descent.Onnx;

/// <summary>Images made larger by whole factors, nearest or linear.</summary>
internal sealed class ResizeOperator(string type, int scalesInput) : OnnxOperator(type)
{
    public override IReadOnlyList<int> Settings => [1, 2];

    public override OnnxValue[] Compute(NodeCall call)
    {
        var (x, node) = (call.Numbers(), call.Node);
        node.Require(x.Shape.Rank == 4, $"it takes images [n, channels, height, width], not {x.Shape}");
        var factors = Factors(call, x.Shape);
        node.Require(factors[0] == 1 && factors[1] == 1, "samples and channels cannot be resized");
        var place = node.Text("coordinate_transformation_mode", Type == "Upsample" ? "asymmetric" : "half_pixel");
        var mode = node.Text("mode", "nearest");
        var aligned = place == "align_corners";
        var known = mode switch
        {
            "nearest" => (place, node.Text("nearest_mode", Type == "Upsample" ? "floor" : "round_prefer_floor"))
                is ("asymmetric", "floor") or ("half_pixel" or "pytorch_half_pixel", "round_prefer_floor" or "round_prefer_ceil"),
            "linear" => place is "half_pixel" or "pytorch_half_pixel" or "align_corners",
            _ => false,
        };
        node.Require(known, $"the mode '{mode}' with coordinates '{place}' is not known");
        call.Checked(x.Shape[0], x.Shape[1], checked(x.Shape[2] * factors[2]), checked(x.Shape[3] * factors[3]));
        return [(OnnxValue)x.Upsample(factors[2], factors[3], mode == "linear", aligned)];
    }

    private int[] Factors(NodeCall call, Shape shape)
    {
        double[] factors;
        if (call.Has(scalesInput + 1))
        {
            factors = [.. call.Integers(scalesInput + 1).Select((size, axis) => (double)size / shape[axis])];
        }
        else if (call.Has(scalesInput))
        {
            call.Node.Require(call.Value(scalesInput) is { IsStatic: true, Kind: OnnxKind.Numbers }, "the factors are computed from data");
            factors = Array.ConvertAll(call.Numbers(scalesInput).To(ElementType.Float32).Span<float>().ToArray(), factor => (double)factor);
        }
        else
        {
            factors = [.. call.Node.Numbers("scales")?.Select(factor => (double)factor) ?? []];
        }

        call.Node.Require(factors.Length == 4 && factors.All(factor => factor is >= 1 and < 1 << 16 && factor == Math.Round(factor)), $"factors [{string.Join(", ", factors)}] are not four whole numbers of at least 1");
        return Array.ConvertAll(factors, factor => (int)factor);
    }
}
