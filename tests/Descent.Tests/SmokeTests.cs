namespace Descent.Tests;

public class SmokeTests
{
    [Fact]
    public void Shape_Broadcast_NamesBothShapes()
    {
        var error = Assert.Throws<ShapeException>(() => Shape.Broadcast(new Shape(2, 3), new Shape(4), "add"));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
    }
}
