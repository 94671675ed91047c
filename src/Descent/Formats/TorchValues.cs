namespace Descent;

/// <summary>A name that a pickle refers to; only compared, never looked up.</summary>
internal sealed record TorchGlobal(string Name);

/// <summary>Numbers in an entry of the archive.</summary>
internal sealed record TorchStorage(string Key, NumberFormat Format, long Count);

/// <summary>A tensor: a view of a storage. Compared by identity.</summary>
internal sealed class TorchTensor(TorchStorage storage, long offset, Shape shape, long[] strides)
{
    public TorchStorage Storage { get; } = storage;

    public long Offset { get; } = offset;

    public Shape Shape { get; } = shape;

    public long[] Strides { get; } = strides;
}

/// <summary>A dictionary in the order of its entries.</summary>
internal sealed class TorchDictionary
{
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];
}

/// <summary>The names that state dictionaries are made of.</summary>
internal static class TorchGlobals
{
    public const string OrderedDictionary = "collections.OrderedDict";
    public const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    public const string RebuildParameter = "torch._utils._rebuild_parameter";

    public static readonly IReadOnlyDictionary<string, NumberFormat> Storages = new Dictionary<string, NumberFormat>
    {
        ["torch.FloatStorage"] = NumberFormat.Float32,
        ["torch.DoubleStorage"] = NumberFormat.Float64,
        ["torch.HalfStorage"] = NumberFormat.Float16,
        ["torch.BFloat16Storage"] = NumberFormat.BFloat16,
        ["torch.CharStorage"] = NumberFormat.Int8,
        ["torch.ByteStorage"] = NumberFormat.UInt8,
        ["torch.ShortStorage"] = NumberFormat.Int16,
        ["torch.IntStorage"] = NumberFormat.Int32,
        ["torch.LongStorage"] = NumberFormat.Int64,
        ["torch.BoolStorage"] = NumberFormat.Boolean,
    };

    public static bool IsKnown(string name) => name is OrderedDictionary or RebuildTensor or RebuildParameter || Storages.ContainsKey(name);
}
