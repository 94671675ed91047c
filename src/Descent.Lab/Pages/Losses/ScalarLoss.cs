using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Losses;

/// <summary>A way to look at losses of one prediction.</summary>
internal enum LossView
{
    /// <summary>Over the error e = yhat - y.</summary>
    Regression,

    /// <summary>Over the margin z = y yhat.</summary>
    Margin,
}

/// <summary>Losses of one prediction, value and gradient by the engine, each place as a batch of its own.</summary>
internal static class ScalarLoss
{
    private const int MostLosses = 12;

    /// <summary>The view of a name.</summary>
    public static LossView View(string name)
        => Enum.TryParse<LossView>(name, ignoreCase: true, out var view) && Enum.IsDefined(view)
            ? view
            : throw new SpecificationException($"There is no view '{name}'. {NearestNames.Suggest(name, ["regression", "margin"])}");

    /// <summary>The Catalog's losses that fit the view.</summary>
    public static string[] Names(LossView view)
        => [.. Catalog.Losses.Where(definition => Fits(definition.CreateDefault(), view)).Select(definition => definition.Name)];

    /// <summary>The losses over a range of places.</summary>
    public static LossCurves Curves(LossView view, string losses, double from, double to, double y, InformationUnit unit, int points)
    {
        Limits.Within("from", from, -100, 100);
        Limits.Within("to", to, from, 100);
        Limits.Within("points", points, 2, Limits.MostPoints / 4);
        var places = Enumerable.Range(0, points).Select(i => from + ((to - from) * i / (points - 1))).ToArray();
        var zeroOne = new BinaryZeroOne();
        return new LossCurves(places, [.. Made(view, losses).Select(made =>
        {
            var readings = Array.ConvertAll(places, place => Read(made.Name, made.Loss, view, place, y, unit));
            var bounds = view == LossView.Margin
                ? readings.Select((reading, i) => reading.Value >= Read("", zeroOne, view, places[i], y, unit).Value).ToArray()
                : [];
            return new LossCurve(made.Name, Array.ConvertAll(readings, reading => reading.Value), Array.ConvertAll(readings, reading => reading.Gradient), bounds);
        })]);
    }

    /// <summary>Each loss at one place.</summary>
    public static LossReading[] At(LossView view, string losses, double x, double y, InformationUnit unit)
        => [.. Made(view, losses).Select(made => Read(made.Name, made.Loss, view, Limits.Within("x", x, -1e4, 1e4), y, unit))];

    /// <summary>The losses of specifications such as <c>mean-squared-error;huber delta=2</c>.</summary>
    public static IReadOnlyList<(string Name, Loss Loss)> Made(LossView view, string losses)
    {
        var texts = losses.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Limits.Within("The number of losses", texts.Length, 1, MostLosses);
        return Array.ConvertAll(texts, text =>
        {
            var loss = Specification.Make(Limits.Short("A loss", text), Catalog.Losses, "loss");
            return Fits(loss, view)
                ? (text, loss)
                : throw new SpecificationException($"'{text}' is no loss of one {(view == LossView.Margin ? "margin" : "error")}.");
        });
    }

    private static bool Fits(Loss loss, LossView view) => (view, loss.Expects, loss.Target) switch
    {
        (LossView.Regression, Expectation.Values, TargetKind.Values) => loss.OutputsPerTarget == 1 && loss is not CosineSimilarity,
        (LossView.Margin, Expectation.Scores, TargetKind.Signs) => loss is not MarginRanking,
        (LossView.Margin, Expectation.Logits, TargetKind.Binary) => loss is not MultilabelSoftMargin,
        _ => false,
    };

    /// <summary>
    /// Value and gradient at one place; NaN where the loss takes no such prediction. Losses of logarithms are in the unit asked for.
    /// </summary>
    private static LossReading Read(string name, Loss loss, LossView view, double x, double y, InformationUnit unit)
    {
        var prediction = Tensor.From([view == LossView.Margin ? x : y + x], 1, 1).Tracked();
        var target = Tensor.From([view == LossView.Margin ? 1.0 : Limits.Within("y", y, -1e4, 1e4)], 1, 1);
        try
        {
            var value = loss.Compute(prediction, target) * Scale(loss, view, unit);
            var gradient = value.RequiresGradient ? Gradients.Of(value, [prediction])[0].Item() : 0;
            return new LossReading(name, value.Item(), gradient);
        }
        catch (DescentException)
        {
            return new LossReading(name, double.NaN, double.NaN);
        }
    }

    private static double Scale(Loss loss, LossView view, InformationUnit unit)
        => view == LossView.Margin && unit == InformationUnit.Bits && loss is LogisticMargin or BinaryCrossEntropy or BinaryFocal ? 1 / Math.Log(2) : 1;
}

/// <summary>Losses over places.</summary>
/// <param name="Places">The errors or margins.</param>
/// <param name="Curves">A curve for each loss.</param>
internal sealed record LossCurves(double[] Places, LossCurve[] Curves);

/// <summary>One loss over places.</summary>
/// <param name="Loss">The specification.</param>
/// <param name="Values">The values; NaN where it takes no such prediction.</param>
/// <param name="Gradients">The derivatives with respect to the prediction.</param>
/// <param name="Bounds">For margins: where it is at least the 0/1 loss.</param>
internal sealed record LossCurve(string Loss, double[] Values, double[] Gradients, bool[] Bounds);

/// <summary>One loss at one place.</summary>
/// <param name="Loss">The specification.</param>
/// <param name="Value">The value.</param>
/// <param name="Gradient">The derivative with respect to the prediction.</param>
internal sealed record LossReading(string Loss, double Value, double Gradient);
