using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class NormalQuantileTests
{
    [Fact]
    public void At_OfTheDistributionFunction_IsItsInverse()
    {
        for (var x = -4.0; x <= 4; x += 0.01)
        {
            Assert.Equal(x, NormalQuantile.At(PortableMath.Erf(x / Math.Sqrt(2)) / 2), 2e-12);
        }
    }

    [Fact]
    public void At_KnownPoints_HasTheTabledValues()
    {
        Assert.Equal(0, NormalQuantile.At(0));
        Assert.Equal(1.959963984540054, NormalQuantile.At(0.475), 1e-14);
        Assert.Equal(-3.090232306167813, NormalQuantile.At(-0.499), 1e-13);
        Assert.InRange(NormalQuantile.At(0.5 - 9.87e-10), 5.9, 6.1);
    }
}
