namespace Descent.Onnx;

/// <summary>One operation of the record, in two runs with batches of different sizes.</summary>
/// <param name="First">What was computed for the first batch.</param>
/// <param name="Second">What was computed for the second.</param>
internal readonly record struct RecordedCall(TapeLine First, TapeLine Second)
{
    /// <summary>The operation's name.</summary>
    public string Name => First.Operation.Name;

    /// <summary>The number of inputs.</summary>
    public int InputCount => First.Inputs.Length;

    /// <summary>The shape of an input.</summary>
    public BatchShape Input(int index) => new(First.Inputs[index].Shape, Second.Inputs[index].Shape);

    /// <summary>The shape of an output.</summary>
    public BatchShape Output(int index = 0) => new(First.Outputs[index].Shape, Second.Outputs[index].Shape);
}

/// <summary>A tensor of both runs: where its numbers lie. Another tensor at the same places, such as a detached one, is the same value.</summary>
internal readonly record struct ValueKey(Storage First, int FirstOffset, Shape FirstShape, int SecondOffset, Shape SecondShape)
{
    /// <summary>The value of two tensors.</summary>
    public static ValueKey Of(Tensor first, Tensor second) => new(first.Storage, first.Offset, first.Shape, second.Offset, second.Shape);
}
