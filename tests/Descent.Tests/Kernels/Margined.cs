using System.Numerics;

namespace Descent.Tests.Kernels;

/// <summary>
/// An array between margins of NaN: what reads past its ends gets NaN into its results, what writes past them is found by <see cref="Check"/>.
/// </summary>
internal sealed class Margined<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Margin = 67;

    private readonly T[] memory;

    public Margined(int length, Random? random = null)
    {
        memory = new T[length + (2 * Margin)];
        Array.Fill(memory, T.NaN);
        Length = length;
        for (var i = 0; random is not null && i < length; i++)
        {
            // Exact in float, so that both types start from the same numbers.
            memory[Margin + i] = T.CreateTruncating(random.Next(-512, 513) / 256.0);
        }
    }

    public int Length { get; }

    public Span<T> Span => memory.AsSpan(Margin, Length);

    public double[] ToDoubles() => Array.ConvertAll(Span.ToArray(), double.CreateTruncating);

    public void Check()
    {
        Assert.True(memory.AsSpan(0, Margin).IndexOfAnyExcept(T.NaN) < 0, "written before the start");
        Assert.True(memory.AsSpan(Margin + Length).IndexOfAnyExcept(T.NaN) < 0, "written past the end");
    }

    public static Margined<T> Of(double[] values)
    {
        var guarded = new Margined<T>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            guarded.Span[i] = T.CreateTruncating(values[i]);
        }

        return guarded;
    }
}
