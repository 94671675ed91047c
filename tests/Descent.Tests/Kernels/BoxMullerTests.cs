using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class BoxMullerTests
{
    [Fact]
    public void Log_OverItsRange_AgreesWithThePlatform()
    {
        for (var exponent = -53; exponent <= 0; exponent++)
        {
            for (var part = 0; part < 64; part++)
            {
                var x = Math.ScaleB(1 + (part / 64.0), exponent);
                Assert.Equal(Math.Log(x), BoxMuller.Log(Vector512.Create(x)).ToScalar(), 4e-16 * Math.Max(1, Math.Abs(Math.Log(x))));
            }
        }
    }

    [Fact]
    public void SinCosTurns_AroundTheCircle_AgreesWithThePlatform()
    {
        for (var i = 0; i < 1000; i++)
        {
            var (sine, cosine) = BoxMuller.SinCosTurns(Vector512.Create(i / 1000.0));
            Assert.Equal(Math.Sin(2 * Math.PI * i / 1000.0), sine.ToScalar(), 3e-15);
            Assert.Equal(Math.Cos(2 * Math.PI * i / 1000.0), cosine.ToScalar(), 3e-15);
        }
    }
}
