using System.Text.Json.Serialization;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Descent.Lab.Pages;

/// <summary>
/// The miniature on the start page: one weight w, the model yhat = w x, its mean squared error over four samples, and a step of gradient
/// descent, by the library's own layer, loss, gradients and optimizer.
/// </summary>
internal static class StartEndpoints
{
    /// <summary>The range of the weight.</summary>
    internal const double LeastWeight = -2, MostWeight = 6;

    private static readonly Tensor Inputs = Tensor.From([0.5, 1, 1.5, 2], 4, 1);
    private static readonly Tensor Targets = Tensor.From([0.8, 2.3, 2.9, 4.1], 4, 1);

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var start = api.MapGroup("/start").WithTags("Start");
        start.MapGet("/curve", (int points = 161) => Results.Ok(Curve(points)))
            .WithSummary("The loss over the weight").Produces<LossCurve>();
        start.MapGet("/at", (double w, double rate) => Results.Ok(At(w, rate)))
            .WithSummary("Loss, slope and the next step at one weight").Produces<LossPoint>();
    }

    /// <summary>The loss, its gradient and the weight after a step.</summary>
    internal static LossPoint At(double weight, double rate)
    {
        Limits.Within("w", weight, -1e6, 1e6);
        Limits.Within("rate", rate, 0, 10);
        var model = Model(weight);
        var loss = Loss(model);
        var gradient = Gradients.Of(loss, [model.Weight.Value])[0];
        var slope = gradient.Item();
        if (rate > 0)
        {
            new Sgd(rate).Step([model.Weight], [gradient]);
        }

        return new LossPoint(weight, loss.Item(), slope, model.Weight.Value.Item(), Loss(model).Item());
    }

    private static LossCurve Curve(int points)
    {
        Limits.Within("points", points, 2, Limits.MostPoints);
        var weights = Enumerable.Range(0, points).Select(i => LeastWeight + ((MostWeight - LeastWeight) * i / (points - 1))).ToArray();
        return new LossCurve(weights, [.. weights.Select(weight => Loss(Model(weight)).Item())], Inputs.ToDoubles(), Targets.ToDoubles());
    }

    private static Tensor Loss(Linear model) => new MeanSquaredError().Compute(model.Forward(Inputs), Targets);

    private static Linear Model(double weight)
    {
        var model = new Linear(1, 1, bias: false);
        model.Convert(ElementType.Float64);
        model.Weight.Load(Tensor.From([weight], 1, 1));
        return model;
    }
}

/// <summary>The loss over the weight, and the samples.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Losses">The loss at each.</param>
/// <param name="Inputs">The inputs of the samples.</param>
/// <param name="Targets">Their targets.</param>
internal sealed record LossCurve(double[] Weights, double[] Losses, double[] Inputs, double[] Targets);

/// <summary>One weight.</summary>
/// <param name="Weight">The weight w.</param>
/// <param name="Loss">The mean squared error L(w).</param>
/// <param name="Gradient">dL/dw.</param>
/// <param name="Next">The weight after a step of gradient descent.</param>
/// <param name="NextLoss">The loss there.</param>
internal sealed record LossPoint(double Weight, double Loss, double Gradient, double Next, double NextLoss);

/// <summary>The start page's texts as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LossCurve))]
[JsonSerializable(typeof(LossPoint))]
internal sealed partial class StartJson : JsonSerializerContext;
