namespace Descent;

public static partial class Catalog
{
    /// <summary>All layers that are not activations.</summary>
    public static IReadOnlyList<Definition<LayerFactory>> Layers { get; } =
    [
        Linear.Definition,
        Bilinear.Definition,
        Rbf.Definition,
        ThresholdUnit.Definition,
        Conv2d.Definition,
        MaxPool2d.Definition,
        AveragePool2d.Definition,
        BatchNorm.Definition,
        LayerNorm.Definition,
        Flatten.Definition,
        Reshape.Definition,
        Dropout.Definition,
        Embedding.Definition,
        EmbeddingBag.Definition,
        PositionalEncoding.Definition,
        Masking.Definition,
        SequencePooling.Definition,
        Rnn.Definition,
        Lstm.Definition,
        Gru.Definition,
        MultiHeadAttention.Definition,
        TransformerEncoderLayer.Definition,
        TransformerDecoderLayer.Definition,
        ResidualBlock.Definition,
        ResidualSpecification.Definition,
    ];
}
