using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>
/// The kernels of losses, bit for bit, against a hash that was taken with 512-bit registers: see <see cref="SameBitsTests"/>.
/// </summary>
public class LossSameBitsTests
{
    private ulong hash = 14695981039346656037;

    [Fact]
    public void Float_HasTheSameBitsAtEveryWidth()
    {
        RunAll<float>();
        Assert.Equal(13561615438585072010UL, hash);
    }

    [Fact]
    public void Double_HasTheSameBitsAtEveryWidth()
    {
        RunAll<double>();
        Assert.Equal(1334292167009119792UL, hash);
    }

    private void RunAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Classify<T>(new CtcShape(3, 45, 21, 20, 2), [45, 44, 40], [20, 3, 0]);
        Classify<T>(new CtcShape(2, 70, 5, 33, 0), [70, 68], [33, 32]);
        Separate<T>(3, 37);
        Separate<T>(4, 9);
    }

    private void Classify<T>(CtcShape shape, int[] steps, int[] lengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = shape.Samples * shape.Steps * shape.Classes;
        T[] x = Samples.Uniform<T>(count, -3, 3), log = new T[count], dx = new T[count];
        T[] losses = new T[shape.Samples], states = new T[shape.Samples * shape.Steps * shape.States];
        var labels = Samples.Labels(shape.Samples * shape.Longest, shape.Classes - 1)
            .Select(label => label < shape.Blank ? label : label + 1)
            .ToArray();
        SoftmaxRows.LogForward<T>(x, shape.Samples * shape.Steps, shape.Classes, 1, log);
        CtcPaths.Forward<T>(shape, log, labels, steps, lengths, false, losses, states);
        CtcPaths.Gradient<T>(shape, losses, log, labels, steps, lengths, states, dx);
        Add(losses, states, dx);
    }

    private void Separate<T>(int rows, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Samples.Uniform<T>(rows * classes), mask = [.. Samples.Labels(x.Length, 2).Select(label => T.CreateTruncating(label))];
        T[] losses = new T[rows], slopes = new T[x.Length];
        MultilabelMarginRows.Forward<T>(x, mask, classes, losses, slopes);
        Add(losses, slopes);
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
