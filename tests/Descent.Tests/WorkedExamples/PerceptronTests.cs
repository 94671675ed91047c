namespace Descent.Tests.WorkedExamples;

/// <summary>Example 3: whether to go to the concert, decided by a threshold unit of five inputs.</summary>
public class PerceptronTests
{
    private const double Threshold = 1.5;

    [Theory]
    [InlineData("weighted_sum", 1.6)]
    [InlineData("fires", 1)]
    [InlineData("output", 1)]
    public void Unit_FiveInputs_Fires(string name, double want) => Worked.Equal(want, Numbers()[name], name);

    [Fact]
    public void Unit_ThreeInputsOfTheText_SumTo1Point1AndDoNotFire()
    {
        // The text adds 0.7 + 0 + 0.4 for artist, weather and ticket and calls it 1.6; that is the sum of its five inputs further down.
        var sum = Sum(Worked.Row(1, 0, 1), Worked.Row(0.7, 0.6, 0.4));
        Worked.Equal(1.1, sum.Item());
        Assert.Equal(0, (sum - Threshold).BinaryStep().Item());
    }

    internal static Dictionary<string, double> Numbers()
    {
        var sum = Sum(Worked.Row(1, 0, 1, 0, 1), Worked.Row(0.7, 0.6, 0.5, 0.3, 0.4));
        var output = (sum - Threshold).BinaryStep().Item();
        return new() { ["weighted_sum"] = sum.Item(), ["fires"] = sum.Item() >= Threshold ? 1 : 0, ["output"] = output };
    }

    private static Tensor Sum(Tensor inputs, Tensor weights) => (inputs * weights).Sum();
}
