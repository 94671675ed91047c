using Descent.Kernels;

namespace Descent;

/// <summary>What a layer needs to know about the pass that it takes part in: training or evaluating, and where randomness comes from.</summary>
public sealed class Pass
{
    private readonly RandomKey key;
    private ulong drawn;

    private Pass(bool isTraining, RandomKey key)
    {
        IsTraining = isTraining;
        this.key = key;
    }

    /// <summary>The pass of evaluation: dropout keeps all, batch normalisation uses its running statistics.</summary>
    public static Pass Evaluation { get; } = new(false, default);

    /// <summary>Whether the network is being trained.</summary>
    public bool IsTraining { get; }

    /// <summary>A pass of training; the same seed and step draw the same randomness.</summary>
    public static Pass Training(ulong seed, long step = 0) => new(true, new RandomKey(seed, "pass").For((ulong)step));

    /// <summary>A fresh source of randomness for one layer; each call in a pass gets another.</summary>
    public RandomKey NextKey() => key.For(drawn++);
}
