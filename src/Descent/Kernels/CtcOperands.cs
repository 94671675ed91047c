using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What both directions of a connectionist temporal classification read, and where it lies for one sample.</summary>
internal readonly unsafe struct CtcOperands<T>(
    CtcShape shape, T* logProbabilities, int* labels, int* inputLengths, int* labelLengths, T* states)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public CtcShape Shape => shape;

    /// <summary>The steps of a sample.</summary>
    public int StepsOf(int sample) => inputLengths[sample];

    /// <summary>The labels of a sample.</summary>
    public int LengthOf(int sample) => labelLengths[sample];

    /// <summary>The log-probabilities of the classes at a step.</summary>
    public T* Classes(int sample, int step) => logProbabilities + ((((nint)sample * shape.Steps) + step) * shape.Classes);

    /// <summary>The labels of a sample, one after another.</summary>
    public int* Labels(int sample) => labels + ((nint)sample * shape.Longest);

    /// <summary>The blanks of a step; label k is at <see cref="CtcShape.Width"/> + k + 1.</summary>
    public T* Blanks(int sample, int step) => states + ((((nint)sample * shape.Steps) + step) * shape.States);

    /// <summary>The log-probability of all paths that read as the labels.</summary>
    public T Total(int sample)
    {
        var blanks = Blanks(sample, StepsOf(sample) - 1);
        var length = LengthOf(sample);
        var (blank, label) = (Vector512.Create(blanks[length]), Vector512.Create(blanks[shape.Width + length]));
        return CtcPaths.LogOfSum(blank, label, CtcPaths.Lowest<T>()).ToScalar();
    }

    /// <summary>
    /// What is added to label k - 1 on its way to label k: 0 where they differ, -infinity where they are the same or there is none.
    /// </summary>
    public void Skips(int sample, T* skips)
    {
        var label = Labels(sample);
        for (var k = 0; k < LengthOf(sample); k++)
        {
            skips[k] = k > 0 && label[k] != label[k - 1] ? T.Zero : T.NegativeInfinity;
        }
    }

    /// <summary>The log-probability of each label at a step.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Emissions(int sample, int step, T* emissions)
    {
        var row = Classes(sample, step);
        var label = Labels(sample);
        var length = LengthOf(sample);
        for (var k = 0; k < length; k++)
        {
            emissions[k] = row[label[k]];
        }
    }
}
