using System.Text.Json.Serialization;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Descent.Lab.Pages.Activations;

/// <summary>The activation zoo: functions of one number with their derivatives, what depth makes of them, and softmax.</summary>
internal static class ActivationsEndpoints
{
    private const double Farthest = 100;

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var activations = api.MapGroup("/activations").WithTags("Activations");
        activations.MapGet("", () => Results.Ok(ScalarActivation.Names))
            .WithSummary("The activations that are functions of one number").Produces<string[]>();
        activations.MapGet("/curves", (string activations, double from, double to, double bound = 0.05, int points = 321)
                => Results.Ok(Curves(activations, from, to, Bound(bound), points)))
            .WithSummary("f and f' with kinks, saturated stretches and formulas").Produces<ActivationCurves>();
        activations.MapGet("/at", (string activations, double x, double bound = 0.05) => Results.Ok(At(activations, x, Bound(bound))))
            .WithSummary("f and f' at one place").Produces<ActivationReading[]>();
        activations.MapGet("/chain", (string activations, double x, double w, int depth)
                => Results.Ok(SignalChain.Through(activations, x, w, depth)))
            .WithSummary("Signal and gradient through layers h -> f(w h)").Produces<SignalReading[]>();
        activations.MapGet("/net", (string activation, string initializer, int depth, string normalization = "none", uint seed = 1)
                => Results.Ok(RandomNet.Of(activation, initializer, normalization, depth, seed)))
            .WithSummary("Sizes of signals and gradients in a random network of width 64").Produces<NetReading>();
        activations.MapGet("/softmax", (string logits) => Results.Ok(SoftmaxReading.Of(Limits.Numbers("logits", logits))))
            .WithSummary("Softmax and its Jacobian").Produces<SoftmaxReading>();
    }

    private static ActivationCurves Curves(string activations, double from, double to, double bound, int points)
    {
        Limits.Within("from", from, -Farthest, Farthest);
        Limits.Within("to", to, from, Farthest);
        Limits.Within("points", points, 2, Limits.MostPoints / 4);
        var places = Enumerable.Range(0, points).Select(i => from + ((to - from) * i / (points - 1))).ToArray();
        return new ActivationCurves(places, Array.ConvertAll(ScalarActivation.Made(activations), activation => activation.Over(places, bound)));
    }

    private static ActivationReading[] At(string activations, double x, double bound)
        => Array.ConvertAll(ScalarActivation.Made(activations), activation => activation.Read(Limits.Within("x", x, -Farthest, Farthest), bound));

    private static double Bound(double bound) => Limits.Within("bound", bound, 0, 1);
}

/// <summary>The activation zoo's texts as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ActivationCurves))]
[JsonSerializable(typeof(ActivationReading[]))]
[JsonSerializable(typeof(SignalReading[]))]
[JsonSerializable(typeof(NetReading))]
[JsonSerializable(typeof(SoftmaxReading))]
internal sealed partial class ActivationsJson : JsonSerializerContext;
