namespace Descent.Tests.Layers;

public sealed class ParameterTests
{
    private static readonly float[] Values = [1, 2, 3];

    [Fact]
    public void Load_AfterForwardPass_RefusesTheOldRecord()
    {
        var parameter = Make();
        var loss = parameter.Value.Square().Sum();

        parameter.Load(Tensor.From(Values));

        // Zeros would be a silent lie: the loss does depend on the parameter, with the values that it had.
        var error = Assert.Throws<DescentException>(() => Gradients.Of(loss, [parameter]));
        Assert.Contains("loading", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trainable_SetToWhatItIs_KeepsTheRecord()
    {
        var parameter = Make();
        var loss = parameter.Value.Sum();

        parameter.Trainable = true;

        Assert.Equal([1f, 1f, 1f], Gradients.Of(loss, [parameter])[0].ToArray<float>());
    }

    [Fact]
    public void Convert_ToTheSameType_KeepsTheRecord()
    {
        var parameter = Make();
        var loss = parameter.Value.Sum();

        parameter.Convert(ElementType.Float32);

        Assert.Equal([1f, 1f, 1f], Gradients.Of(loss, [parameter])[0].ToArray<float>());
    }

    [Fact]
    public void Convert_ToIntegers_IsRefusedAndChangesNothing()
    {
        var parameter = Make();

        var error = Assert.Throws<DescentException>(() => parameter.Convert(ElementType.Int32));

        Assert.Contains("weight", error.Message, StringComparison.Ordinal);
        Assert.Equal(ElementType.Float32, parameter.Type);
        Assert.Equal(ElementType.Float32, parameter.Value.Type);
    }

    [Fact]
    public void Convert_OfAStatisticToIntegers_IsRefused()
    {
        var statistic = new Parameter("running_mean", new Shape(3), Constant.Zero, trainable: false);

        Assert.Throws<DescentException>(() => statistic.Convert(ElementType.Int32));
    }

    private static Parameter Make()
    {
        var parameter = new Parameter("weight", new Shape(3), Constant.One);
        parameter.Initialize(default);
        return parameter;
    }
}
