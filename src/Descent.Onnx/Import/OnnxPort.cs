namespace Descent.Onnx;

/// <summary>An input or output of an ONNX model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The element type in the file, such as <c>float</c> or <c>int64</c>.</param>
/// <param name="Lengths">The lengths of its axes; a name such as <c>batch</c> where a length is open, and <c>?</c> where nothing is said.</param>
public sealed record OnnxPort(string Name, string Type, IReadOnlyList<string> Lengths)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type} [{string.Join(", ", Lengths)}]";
}
