using System.Text.Json.Serialization;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Descent.Lab.Pages.Losses;

/// <summary>The loss zoo: losses of an error and of a margin, lines fitted under each, classes, distributions, and what a sample tells.</summary>
internal static class LossesEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var losses = api.MapGroup("/losses").WithTags("Losses");
        losses.MapGet("/{view}", (string view) => Results.Ok(ScalarLoss.Names(ScalarLoss.View(view))))
            .WithSummary("The losses of a view: regression or margin").Produces<string[]>();
        losses.MapGet("/{view}/curves", (string view, string losses, double from, double to, double y = 1, string unit = "nats", int points = 161)
                => Results.Ok(ScalarLoss.Curves(ScalarLoss.View(view), losses, from, to, y, Unit(unit), points)))
            .WithSummary("Losses over the error e = yhat - y, or over the margin z = y yhat").Produces<LossCurves>();
        losses.MapGet("/{view}/at", (string view, string losses, double x, double y = 1, string unit = "nats")
                => Results.Ok(ScalarLoss.At(ScalarLoss.View(view), losses, x, y, Unit(unit))))
            .WithSummary("Value and gradient of each loss at one place").Produces<LossReading[]>();
        losses.MapGet("/fit", (string losses, double x, double y) => Results.Ok(LineFit.Under(losses, x, y)))
            .WithSummary("The line that each loss fits to points with one outlier").Produces<LineFits>();
        losses.MapGet("/classes", (string logits, int target, double temperature = 1, double smoothing = 0, double shift = 0)
                => Results.Ok(ClassLoss.Of(Limits.Numbers("logits", logits), target, temperature, smoothing, shift)))
            .WithSummary("Softmax and cross-entropy of some logits").Produces<ClassReading>();
        losses.MapGet("/distributions", (string p, string q, string unit = "nats")
                => Results.Ok(DistributionReading.Of(Limits.Numbers("p", p), Limits.Numbers("q", q), Unit(unit))))
            .WithSummary("Entropy, cross-entropy and divergences of two distributions").Produces<DistributionReading>();
        losses.MapGet("/generalization", ([AsParameters] GeneralizationQuestion question, CancellationToken cancellation)
                => Results.Ok(question.Experiment().Run(cancellation)))
            .WithSummary("A fit on a sample of a known distribution").Produces<GeneralizationResult>();
        losses.MapGet("/generalization/{along}", (string along, [AsParameters] GeneralizationQuestion question, CancellationToken cancellation)
                => Results.Ok(question.Along(along, cancellation)))
            .WithSummary("Average and expected loss along samples, capacity or strength").Produces<GeneralizationCurve>();
    }

    private static InformationUnit Unit(string text) => text switch
    {
        "nats" => InformationUnit.Nats,
        "bits" => InformationUnit.Bits,
        _ => throw new SpecificationException($"unit must be nats or bits, not '{text}'."),
    };
}

/// <summary>The loss zoo's texts as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(LossCurves))]
[JsonSerializable(typeof(LossReading[]))]
[JsonSerializable(typeof(LineFits))]
[JsonSerializable(typeof(ClassReading))]
[JsonSerializable(typeof(DistributionReading))]
[JsonSerializable(typeof(GeneralizationResult))]
[JsonSerializable(typeof(GeneralizationCurve))]
internal sealed partial class LossesJson : JsonSerializerContext;
