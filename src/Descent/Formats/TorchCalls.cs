namespace Descent;

/// <summary>What the known names of a state dictionary mean when they are called. Nothing else can be called.</summary>
internal static class TorchCalls
{
    /// <summary>A storage from ('storage', type, key, place, count); null for anything else.</summary>
    public static TorchStorage? Storage(object? reference)
        => reference is object?[] and ["storage", TorchGlobal type, string key, string, long count]
            && TorchGlobals.Storages.TryGetValue(type.Name, out var format) && count >= 0
            ? new TorchStorage(key, format, count)
            : null;

    /// <summary>An empty dictionary or a tensor; null for arguments that PyTorch does not give.</summary>
    public static object? Call(object? function, object? arguments) => (function, arguments) switch
    {
        (TorchGlobal { Name: TorchGlobals.OrderedDictionary }, object?[] and []) => new TorchDictionary(),
        (TorchGlobal { Name: TorchGlobals.RebuildTensor }, object?[] and [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..])
            => Tensor(storage, offset, shape, strides),
        (TorchGlobal { Name: TorchGlobals.RebuildParameter }, object?[] and [TorchTensor tensor, ..]) => tensor,
        _ => null,
    };

    private static TorchTensor? Tensor(TorchStorage storage, long offset, object?[] shape, object?[] strides)
    {
        if (shape.Length != strides.Length || !shape.All(length => length is long and >= 0 and <= int.MaxValue) || !strides.All(stride => stride is long))
        {
            return null;
        }

        try
        {
            return new TorchTensor(
                storage,
                offset,
                new Shape([.. shape.Select(length => (int)(long)length!)]),
                [.. strides.Select(stride => (long)stride!)]);
        }
        catch (ShapeException)
        {
            return null;
        }
    }
}
