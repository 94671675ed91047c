using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class EmulatedMultiplyAddTests
{
    [Fact]
    public void MultiplyAdd_AnyBits_EqualsTheFusedOne()
    {
        var random = new Random(7);
        for (var draw = 0; draw < 300_000; draw++)
        {
            Check(Any(), Any(), Any());
        }

        float Any() => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
    }

    [Fact]
    public void MultiplyAdd_ProductNearTheAddend_EqualsTheFusedOne()
    {
        var random = new Random(8);
        for (var draw = 0; draw < 300_000; draw++)
        {
            var (a, b) = (Near(random.Next(-60, 60)), Near(random.Next(-60, 60)));
            var c = MathF.ScaleB(Near(0), MathF.ILogB(a * b) + random.Next(-50, 50));
            Check(a, b, c);
            Check(a, b, -(a * b));
            Check(a, b, MathF.BitIncrement(-(a * b)));
        }

        float Near(int exponent) => MathF.ScaleB((random.NextSingle() + 1) * (random.Next(2) == 0 ? 1 : -1), exponent);
    }

    [Fact]
    public void MultiplyAdd_TiesThatATinyAddendBreaks_EqualsTheFusedOne()
    {
        // (2^12 + 1)^2 = 2^24 + 2^13 + 1 lies half way between two floats; so does the sum of a large float and half its last place.
        float[] products = [4097, -4097, 1 + MathF.ScaleB(1, -12), MathF.ScaleB(4097, -70), MathF.ScaleB(4097, -80), 1.5f, 1];
        float[] addends = [0, -0f, float.Epsilon, MathF.ScaleB(1, -100), MathF.ScaleB(1, 24), MathF.ScaleB(1, 25) + 4, float.MaxValue, float.PositiveInfinity, float.NaN];
        foreach (var a in products)
        {
            foreach (var b in products)
            {
                foreach (var c in addends)
                {
                    Check(a, b, c);
                    Check(a, b, -c);
                    Check(c, a, b);
                    Check(c, c, a);
                    Check(c, -c, -0f);
                }
            }
        }
    }

    private static void Check(float a, float b, float c)
    {
        var expected = MathF.FusedMultiplyAdd(a, b, c);
        var actual = EmulatedMultiplyAdd.MultiplyAdd(Vector512.Create(a), Vector512.Create(b), Vector512.Create(c));
        for (var lane = 0; lane < Vector512<float>.Count; lane += 5)
        {
            if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(actual[lane]) && !(float.IsNaN(expected) && float.IsNaN(actual[lane])))
            {
                Assert.Fail($"{a:R} * {b:R} + {c:R} is {expected:R}, not {actual[lane]:R}");
            }
        }
    }
}
