using System.Text.Json.Serialization;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Descent.Lab.Pages;

/// <summary>The chain rule, step by step: the library's explanations, with formulas as MathML, a graph and chains of derivatives.</summary>
internal static class ChainEndpoints
{
    /// <summary>The most steps of descent before the one that is told.</summary>
    internal const int MostUpdates = 200;

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var chain = api.MapGroup("/chain").WithTags("Chain rule");
        chain.MapGet("/examples", (LabOptions options) => Results.Ok(new ChainExamples([.. WorkedExplanations.Names], [.. RunNames.Trained(options)])))
            .WithSummary("What can be explained").Produces<ChainExamples>();
        chain.MapGet("/explain", (LabOptions options, string what, int updates = 0, int sample = 0, string? weight = null, CancellationToken cancellation = default)
                => Results.Ok(Explain(options, what, updates, sample, weight, cancellation)))
            .WithSummary("One step of training, told step by step").Produces<ChainStory>();
    }

    /// <summary>The story of a worked example, or of <c>run:NAME</c>.</summary>
    internal static ChainStory Explain(
        LabOptions options, string what, int updates, int sample, string? weight = null, CancellationToken cancellation = default)
    {
        const string Run = "run:";
        Limits.Within("updates", updates, 0, MostUpdates);
        var asked = string.IsNullOrWhiteSpace(weight) ? null : Limits.Short("weight", weight);
        var explanation = Limits.Short("what", what).StartsWith(Run, StringComparison.Ordinal)
            ? RunExplainer.Of(RunNames.PathOf(options, what[Run.Length..]), sample, asked, updates, cancellation)
            : WorkedExplanations.Of(what, asked, updates);
        return ChainStory.Of(explanation);
    }
}

/// <summary>What can be explained.</summary>
/// <param name="Worked">The worked examples.</param>
/// <param name="Runs">The runs with a trained model.</param>
internal sealed record ChainExamples(string[] Worked, string[] Runs);

/// <summary>The chain rule's texts as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ChainExamples))]
[JsonSerializable(typeof(ChainStory))]
internal sealed partial class ChainJson : JsonSerializerContext;
