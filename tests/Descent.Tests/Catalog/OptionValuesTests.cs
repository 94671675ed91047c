namespace Descent.Tests.Catalog;

public sealed class OptionValuesTests
{
    [Theory]
    [InlineData("3.0", 3, 3)]
    [InlineData("1e1x2", 10, 2)]
    [InlineData("3x5", 3, 5)]
    public void Size_WrittenAsAnyWholeNumber_IsRead(string text, int height, int width)
    {
        var values = new OptionValues(
            "conv", [new Option("kernel", OptionKind.Size, "the window", "3")], new Dictionary<string, string> { ["kernel"] = text });

        Assert.Equal((height, width), values.Size("kernel"));
    }
}
