using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class PaddedPlanesTests
{
    private const int Margin = 64;

    public static TheoryData<int, int> StepsAndPaddings
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var step in (int[])[1, 2, 3])
            {
                foreach (var padding in (int[])[-2, 0, 1, 2, 7, 8, 9, 17])
                {
                    data.Add(step, padding);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(StepsAndPaddings))]
    public void Copy_RowsOfEveryLength_PutsPixelsAndPaddingWhereTapsReadThem(int step, int padding)
    {
        for (var width = 1; width < 70; width++)
        {
            Check<float>(width, step, padding);
            Check<double>(width, step, padding);
        }
    }

    private static unsafe void Check<T>(int width, int step, int padding)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int height = 5, reach = 3;
        var grid = ((width + (2 * padding) - reach) / step) + 1;
        if (grid < 1)
        {
            return;
        }

        var planes = new PaddedPlanes
        {
            SourceHeight = height,
            SourceWidth = width,
            PaddingTop = 1,
            PaddingLeft = padding,
            StepHeight = step,
            StepWidth = step,
        };
        planes.LayOut(grid, reach - 1, reach - 1);
        var source = Samples.Uniform<T>(height * width, 1, 2);
        var (outside, canary) = (T.CreateTruncating(-3), T.CreateTruncating(-7));
        var rows = ((height + 2 - reach) / step) + 1 + planes.HaloRows;
        var target = new T[(rows * planes.Pitch) + (2 * Margin)];
        for (var phase = 0; phase < step * step; phase++)
        {
            var (phaseRow, phaseColumn) = Math.DivRem(phase, step);
            Array.Fill(target, canary);
            fixed (T* from = source, to = target)
            {
                planes.Copy(from, to + Margin, phaseRow, phaseColumn, 0, rows, outside);
            }

            for (var i = 0; i < rows * planes.Pitch; i++)
            {
                var (y, x) = Math.DivRem(i, planes.Pitch);
                (y, x) = ((y * step) + phaseRow - 1, (x * step) + phaseColumn - padding);
                var expected = y >= 0 && y < height && x >= 0 && x < width ? source[(y * width) + x] : outside;
                Assert.True(expected == target[Margin + i], $"{typeof(T).Name}, width {width}, phase {phase}, element {i}: {target[Margin + i]}, not {expected}.");
            }

            // Whole vectors may write too far, into what the caller writes later, but by less than a vector and never before the start.
            Assert.Equal(-1, Array.FindIndex(target, 0, Margin, value => value != canary));
            Assert.Equal(-1, Array.FindIndex(target, Margin + (rows * planes.Pitch) + Vector512<T>.Count, value => value != canary));
        }
    }
}
