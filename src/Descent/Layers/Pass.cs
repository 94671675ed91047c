using Descent.Kernels;

namespace Descent;

/// <summary>What a layer needs to know about the pass that it takes part in: training or evaluating, and where randomness comes from.</summary>
public sealed class Pass
{
    private readonly ulong seed;
    private RandomKey key;
    private ulong drawn;

    private Pass(bool isTraining, ulong seed)
    {
        IsTraining = isTraining;
        this.seed = seed;
    }

    /// <summary>The pass of evaluation: dropout keeps all, batch normalisation uses its running statistics.</summary>
    public static Pass Evaluation { get; } = new(false, 0);

    /// <summary>Whether the network is being trained.</summary>
    public bool IsTraining { get; }

    /// <summary>Whether layers keep statistics of this pass; not where a failed step is looked at once more.</summary>
    internal bool KeepsStatistics { get; set; } = true;

    /// <summary>A pass of training; the same seed and step draw the same randomness.</summary>
    public static Pass Training(ulong seed, long step = 0)
    {
        var pass = new Pass(true, seed);
        pass.Begin(step);
        return pass;
    }

    /// <summary>
    /// A fresh source of randomness for one layer; each call in a pass gets another. A step with a layer of your own that draws
    /// one is computed anew each time, not replayed; a <see cref="Dropout"/> inside it is replayed.
    /// </summary>
    public RandomKey NextKey()
    {
        Tape.Observe("a layer drew a random key");
        return key.For(drawn++);
    }

    /// <summary>The next source of randomness, which gives another key in every step of this pass.</summary>
    internal IRandomKeySource NextKeySource() => new StepKey(this, drawn++);

    /// <summary>Makes this the pass of another step, or of a part of one.</summary>
    internal void Begin(long step, int part = 0)
    {
        key = part == 0 ? new RandomKey(seed, "pass").For((ulong)step) : new RandomKey(seed, "part of a pass").For((ulong)step).For((ulong)part);
        drawn = 0;
    }

    private sealed class StepKey(Pass pass, ulong number) : IRandomKeySource
    {
        public RandomKey Key => pass.key.For(number);
    }
}
