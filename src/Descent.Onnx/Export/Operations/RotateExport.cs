namespace Descent.Onnx;

/// <summary>Rotary positions: (a cos - b sin, b cos + a sin) for the two halves a and b of each head.</summary>
internal sealed class RotateExport() : OperationExport<RotateOperation>("rotate")
{
    protected override string? Write(RotateOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Compose<RotateOperation>(call, Composed);

    private static Tensor Composed(RotateOperation operation, Tensor[] inputs)
    {
        var (x, turned, width) = (inputs[0], operation.Turned, operation.Width);
        var (samples, steps, features) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        var halves = x.Slice(2, 0, turned).Reshape(samples, steps, turned / width, 2, width / 2);
        var (a, b) = (halves.Slice(3, 0, 1), halves.Slice(3, 1, 1));
        Tensor Wave(int index) => inputs[1].Slice(0, index, 1).Reshape(1, steps, 1, 1, width / 2);
        var (cosine, sine) = (Wave(0), operation.TurnsBack ? -Wave(1) : Wave(1));
        var result = Tensor.Concatenate(3, (a * cosine) - (b * sine), (b * cosine) + (a * sine)).Reshape(samples, steps, turned);
        return turned == features ? result : Tensor.Concatenate(2, result, x.Slice(2, turned, features - turned));
    }
}
