using System.Numerics;

namespace Descent.Tests.Kernels;

/// <summary>A span at an odd offset between canaries; a kernel that writes beside it is found out.</summary>
internal sealed class Guarded<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Guard = 67;
    private static readonly T Canary = T.CreateChecked(12345);
    private readonly T[] memory;
    private readonly int length;

    public Guarded(int length)
    {
        this.length = length;
        memory = new T[length + (2 * Guard)];
        Array.Fill(memory, Canary);
    }

    public Guarded(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    public Span<T> Span => memory.AsSpan(Guard, length);

    public void AssertIntact()
    {
        Assert.All(memory[..Guard], value => Assert.Equal(Canary, value));
        Assert.All(memory[(Guard + length)..], value => Assert.Equal(Canary, value));
    }
}
