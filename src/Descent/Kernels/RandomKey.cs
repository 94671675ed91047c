namespace Descent.Kernels;

/// <summary>
/// Names one stream of random numbers: a seed, a purpose, and the epoch and sample it is for. Equal keys give equal numbers on every
/// machine and for any number of threads; keys that differ anywhere give independent streams.
/// </summary>
/// <example><c>new RandomKey(seed, "shuffle", epoch: 3)</c></example>
public readonly record struct RandomKey
{
    private const ulong HashBasis = 0xCBF29CE484222325;
    private const ulong HashPrime = 0x100000001B3;

    /// <summary>The stream for a purpose under a seed, by default of epoch 0 and sample 0.</summary>
    public RandomKey(ulong seed, string purpose = "", uint epoch = 0, uint sample = 0)
        : this(purpose.Length == 0 ? seed : Derive(seed, Hash(purpose)), ((ulong)sample << 32) | epoch)
    {
    }

    private RandomKey(ulong key, ulong block)
    {
        Key = key;
        Block = block;
    }

    /// <summary>The Philox key: the seed mixed with all purposes.</summary>
    public ulong Key { get; }

    /// <summary>The high half of the Philox counter: the sample in the upper, the epoch in the lower 32 bits.</summary>
    public ulong Block { get; }

    /// <summary>The stream of a purpose below this one, such as a parameter of a layer.</summary>
    public RandomKey For(string purpose) => new(Derive(Key, Hash(purpose)), Block);

    /// <summary>The stream of a numbered purpose below this one.</summary>
    public RandomKey For(ulong number) => new(Derive(Key, number), Block);

    /// <summary>The same purpose at an epoch and a sample.</summary>
    public RandomKey At(uint epoch, uint sample = 0) => new(Key, ((ulong)sample << 32) | epoch);

    /// <summary>A reader that takes this stream's numbers one after another.</summary>
    public RandomStream Stream() => new(this);

    private static ulong Derive(ulong key, ulong number)
    {
        var words = Philox.Generate(key, number, ulong.MaxValue);
        return ((ulong)words.Second << 32) | words.First;
    }

    private static ulong Hash(string text)
    {
        var hash = HashBasis;
        foreach (var character in text)
        {
            hash = (hash ^ character) * HashPrime;
        }

        return hash;
    }
}
