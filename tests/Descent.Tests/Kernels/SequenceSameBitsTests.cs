using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>
/// The kernels of sequences, bit for bit, against a hash that was taken with 512-bit registers: see <see cref="SameBitsTests"/>.
/// </summary>
public class SequenceSameBitsTests
{
    private ulong hash = 14695981039346656037;

    [Fact]
    public void Float_HasTheSameBitsAtEveryWidth()
    {
        RunAll<float>();
        Assert.Equal(1865967253417531044UL, hash);
    }

    [Fact]
    public void Double_HasTheSameBitsAtEveryWidth()
    {
        RunAll<double>();
        Assert.Equal(2089712464555196701UL, hash);
    }

    private void RunAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Normalize<T>(70, 37);
        Normalize<T>(21, 151);
        Attend<T>(new AttentionShape(2, 21, 3, 18, Causal: true));
        Attend<T>(new AttentionShape(2, 32, 1, 16, Causal: false));
        Recur<T, LstmKernel>(4);
        Recur<T, GruKernel>(3);
        Recur<T, TanhRnnKernel>(1);
        Recur<T, ReluRnnKernel>(1);
    }

    private void Normalize<T>(int rows, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Samples.Uniform<T>(rows * width, -1, 5), scale = Samples.Uniform<T>(width), y = new T[x.Length], dx = new T[x.Length];
        T[] mean = new T[rows], inverse = new T[rows], dScale = new T[width], dShift = new T[width];
        LayerNormalization.Forward<T>(x, rows, width, 1e-5, scale, scale, y, mean, inverse);
        LayerNormalization.Gradient<T>(y, x, rows, width, mean, inverse, scale, dx, dScale, dShift);
        Add(y, dx, dScale, dShift);
    }

    private void Attend<T>(AttentionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Samples.Uniform<T>(shape.Samples * shape.Steps * 3 * shape.Features);
        T[] y = new T[x.Length / 3], p = new T[shape.Samples * shape.Heads * shape.Steps * shape.Steps], dx = new T[x.Length];
        Attention.Forward<T>(shape, x, [], y, p);
        Attention.Backward<T>(shape, y, x, p, dx);
        Add(y, p, dx);
    }

    private void Recur<T, TCell>(int gates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TCell : struct, IRecurrentCell
    {
        const int samples = 11, steps = 5, inputs = 9, hidden = 21;
        var shape = new RecurrentShape(samples, steps, inputs, hidden, Reverse: true);
        T[] x = Samples.Uniform<T>(samples * steps * inputs), h = Samples.Uniform<T>(samples * hidden, seed: 2);
        T[] wx = Samples.Uniform<T>(gates * hidden * inputs, -0.4, 0.4), wh = Samples.Uniform<T>(gates * hidden * hidden, -0.4, 0.4, 3);
        T[] y = new T[samples * steps * hidden], kept = new T[gates * y.Length], memory = new T[y.Length];
        T[] dz = new T[kept.Length], split = new T[TCell.IsSplit ? kept.Length : 0], dh = new T[h.Length], dc = new T[h.Length];
        RecurrentSequence.Forward<T, TCell>(shape, x, wx, wh, wx.AsSpan(0, gates * hidden), wh.AsSpan(0, gates * hidden), h, h, [], y, kept, memory);
        RecurrentSequence.Backward<T, TCell>(shape, y, [], wh, y, kept, memory, h, h, [], dz, split, dh, dc);
        RecurrentSequence.HiddenWeightGradient(shape, TCell.IsSplit ? split.AsSpan() : dz, y, h, wh.AsSpan());
        Add(y, kept, memory, dz, split, dh, dc, wh);
    }

    private void Add<T>(params ReadOnlySpan<T[]> results)
        where T : unmanaged
    {
        foreach (var values in results)
        {
            foreach (var part in MemoryMarshal.AsBytes(values.AsSpan()))
            {
                hash = unchecked((hash ^ part) * 1099511628211);
            }
        }
    }
}
