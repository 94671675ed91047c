namespace Descent.Tests.WorkedExamples;

/// <summary>Example 6: dL/dw = (2 / N) sum of (yhat - y) x for yhat = w x + b, factor by factor along the record.</summary>
public class GradientByHandTests
{
    private static readonly Tensor X = Worked.Row(1, 2, 3, 4);
    private static readonly Tensor Y = Worked.Row(3, 5, 7, 10);
    private static readonly Dictionary<string, double> Values = Numbers();

    [Theory]
    [InlineData("table.0.x", 1)]
    [InlineData("table.0.y", 3)]
    [InlineData("table.0.yhat", 0.75)]
    [InlineData("table.0.error", -2.25)]
    [InlineData("table.0.squared_error", 5.0625)]
    [InlineData("table.0.error_times_x", -2.25)]
    [InlineData("table.1.x", 2)]
    [InlineData("table.1.y", 5)]
    [InlineData("table.1.yhat", 1.25)]
    [InlineData("table.1.error", -3.75)]
    [InlineData("table.1.squared_error", 14.0625)]
    [InlineData("table.1.error_times_x", -7.5)]
    [InlineData("table.2.x", 3)]
    [InlineData("table.2.y", 7)]
    [InlineData("table.2.yhat", 1.75)]
    [InlineData("table.2.error", -5.25)]
    [InlineData("table.2.squared_error", 27.5625)]
    [InlineData("table.2.error_times_x", -15.75)]
    [InlineData("table.3.x", 4)]
    [InlineData("table.3.y", 10)]
    [InlineData("table.3.yhat", 2.25)]
    [InlineData("table.3.error", -7.75)]
    [InlineData("table.3.squared_error", 60.0625)]
    [InlineData("table.3.error_times_x", -31)]
    [InlineData("loss", 26.6875)]
    [InlineData("dL_dw", -28.25)]
    [InlineData("dL_db", -9.5)]
    [InlineData("new_w", 1.9125)]
    [InlineData("new_b", 0.7250000000000001)]
    [InlineData("loss_after_step", 0.8158593749999997)]
    public void Step_EachNumber_HasItsValue(string name, double want) => Worked.Equal(want, Values[name], name);

    [Fact]
    public void Chain_FactorByFactor_GivesTheGradient()
    {
        var (w, b) = (Worked.Number(0.5).Tracked(), Worked.Number(0.25).Tracked());
        var product = w * X;
        var prediction = product + b;
        var error = prediction - Y;
        var squares = error.Square();
        var loss = squares.Mean();

        // What flows into each entry of the record, from the loss backwards.
        var flows = Gradients.Of(loss, [squares, error, prediction, product, w]);
        Assert.Equal([0.25, 0.25, 0.25, 0.25], flows[0].ToDoubles());
        Assert.Equal((error * (2.0 / 4)).ToDoubles(), flows[1].ToDoubles());
        Assert.Equal(flows[1].ToDoubles(), flows[2].ToDoubles());
        Assert.Equal(flows[2].ToDoubles(), flows[3].ToDoubles());

        // The key insight of the text: the derivative of a prediction with respect to w is the feature x.
        for (var i = 0; i < X.Count; i++)
        {
            Assert.Equal(X.At(i), Gradients.Of(prediction.Slice(0, i, 1), [w])[0].Item());
        }

        Assert.Equal((error * X).Sum().Item() * 2 / 4, flows[4].Item());
    }

    [Fact]
    public void Chain_TheRecord_NamesItsEntriesInOrder()
    {
        var loss = ((Worked.Number(0.5).Tracked() * X) - Y).Square().Mean();
        var names = new List<string>();
        for (var entry = loss.Source; entry is not null; entry = entry.Inputs[0].Source)
        {
            names.Add(entry.Operation.Name);
        }

        Assert.Equal(["multiply", "square", "subtract", "multiply"], names.Where(name => name is not ("reshape" or "sum")));
    }

    internal static Dictionary<string, double> Numbers()
    {
        Parameter[] parameters = [Worked.Parameter("w", 0.5), Worked.Parameter("b", 0.25)];
        var prediction = Predict(parameters);
        var error = prediction - Y;
        var numbers = new Dictionary<string, double>();
        for (var i = 0; i < X.Count; i++)
        {
            var row = FormattableString.Invariant($"table.{i}");
            numbers.Add($"{row}.x", X.At(i));
            numbers.Add($"{row}.y", Y.At(i));
            numbers.Add($"{row}.yhat", prediction.At(i));
            numbers.Add($"{row}.error", error.At(i));
            numbers.Add($"{row}.squared_error", error.Square().At(i));
            numbers.Add($"{row}.error_times_x", (error * X).At(i));
        }

        var loss = new MeanSquaredError().Compute(prediction, Y);
        var slopes = Gradients.Of(loss, Array.ConvertAll(parameters, parameter => parameter.Value));
        numbers.Add("loss", loss);
        numbers.Add("dL_dw", slopes[0]);
        numbers.Add("dL_db", slopes[1]);
        new Sgd(0.05).Step(parameters, slopes);
        numbers.Add("new_w", parameters[0].Value);
        numbers.Add("new_b", parameters[1].Value);
        numbers.Add("loss_after_step", new MeanSquaredError().Compute(Predict(parameters), Y));
        return numbers;
    }

    private static Tensor Predict(Parameter[] parameters) => (parameters[0].Value * X) + parameters[1].Value;
}
