using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Losses;

/// <summary>Lines y = slope x + intercept that are trained on twelve points near a line and one that can be anywhere, under each loss.</summary>
internal static class LineFit
{
    private const int Steps = 600;
    private const double Rate = 0.2;

    private static readonly double[] X = [0.3, 0.9, 1.4, 2.1, 2.6, 3.2, 3.9, 4.4, 5.2, 5.7, 6.5, 7.1];
    private static readonly double[] Y = [0.62, 0.71, 1.25, 1.28, 1.86, 1.91, 2.53, 2.49, 3.18, 3.24, 3.86, 3.97];

    /// <summary>The fits of specifications such as <c>mean-squared-error;huber delta=2</c>.</summary>
    /// <param name="losses">The losses, with semicolons between them.</param>
    /// <param name="x">Where the outlier is.</param>
    /// <param name="y">Its target.</param>
    public static LineFits Under(string losses, double x, double y)
    {
        double[] inputs = [.. X, Limits.Within("x", x, -10, 20)], targets = [.. Y, Limits.Within("y", y, -20, 30)];
        return new LineFits(inputs, targets, [.. ScalarLoss.Made(LossView.Regression, losses).Select(made => Fit(made.Name, made.Loss, inputs, targets))]);
    }

    private static FittedLine Fit(string name, Loss loss, double[] inputs, double[] targets)
    {
        var model = new Linear(1, 1);
        model.Convert(ElementType.Float64);
        model.Weight.Load(Tensor.From([0.5], 1, 1));
        model.Bias!.Load(Tensor.From([0.5], 1));
        Tensor x = Tensor.From(inputs, inputs.Length, 1), y = Tensor.From(targets, targets.Length, 1);
        var optimizer = new Adam(Rate);
        var step = new TrainingStep(model, loss, optimizer);
        var schedule = new CosineDecay(Steps);
        try
        {
            for (var i = 0; i < Steps; i++)
            {
                optimizer.LearningRate = schedule.Rate(Rate, i);
                step.Run(x, y);
            }

            return new FittedLine(name, model.Weight.Value.Item(), model.Bias.Value.Item(), loss.Compute(model.Forward(x), y).Item(), null);
        }
        catch (DescentException refused)
        {
            return new FittedLine(name, double.NaN, double.NaN, double.NaN, refused.Message);
        }
    }
}

/// <summary>Lines fitted to points; the last point is the outlier.</summary>
/// <param name="Inputs">x of each point.</param>
/// <param name="Targets">y of each point.</param>
/// <param name="Lines">A line for each loss.</param>
internal sealed record LineFits(double[] Inputs, double[] Targets, FittedLine[] Lines);

/// <summary>A line that was trained.</summary>
/// <param name="Loss">The specification of the loss.</param>
/// <param name="Slope">The slope.</param>
/// <param name="Intercept">The value at x = 0.</param>
/// <param name="Mean">The mean loss that is left.</param>
/// <param name="Refused">Why there is no line; null where there is one.</param>
internal sealed record FittedLine(string Loss, double Slope, double Intercept, double Mean, string? Refused);
