namespace Descent;

public static partial class Catalog
{
    /// <summary>All layers that are not activations.</summary>
    public static IReadOnlyList<Definition<LayerFactory>> Layers { get; } =
    [
        Linear.Definition,
        Conv2d.Definition,
        MaxPool2d.Definition,
        AveragePool2d.Definition,
        BatchNorm.Definition,
        LayerNorm.Definition,
        Flatten.Definition,
        Reshape.Definition,
        Dropout.Definition,
        Embedding.Definition,
        Rnn.Definition,
        Lstm.Definition,
        Gru.Definition,
        MultiHeadAttention.Definition,
        TransformerEncoderLayer.Definition,
        ResidualBlock.Definition,
    ];
}
