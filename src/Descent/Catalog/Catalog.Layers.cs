namespace Descent;

public static partial class Catalog
{
    /// <summary>All layers that are not activations.</summary>
    public static IReadOnlyList<Definition<LayerFactory>> Layers { get; } =
    [
        Linear.Definition,
        Conv1d.Definition,
        Conv2d.Definition,
        ConvTranspose2d.Definition,
        DepthwiseConv2d.Definition,
        MaxPool2d.Definition,
        AveragePool2d.Definition,
        MaxPool1d.Definition,
        AveragePool1d.Definition,
        AdaptiveMaxPool.Definition,
        AdaptiveAveragePool.Definition,
        GlobalMaxPool.Definition,
        GlobalAveragePool.Definition,
        Upsample.Definition,
        BatchNorm.Definition,
        LayerNorm.Definition,
        GroupNorm.Definition,
        InstanceNorm.Definition,
        RmsNorm.Definition,
        Flatten.Definition,
        Unflatten.Definition,
        Reshape.Definition,
        Permute.Definition,
        Dropout.Definition,
        SpatialDropout.Definition,
        AlphaDropout.Definition,
        Embedding.Definition,
        Rnn.Definition,
        Lstm.Definition,
        Gru.Definition,
        MultiHeadAttention.Definition,
        TransformerEncoderLayer.Definition,
        ResidualBlock.Definition,
    ];
}
