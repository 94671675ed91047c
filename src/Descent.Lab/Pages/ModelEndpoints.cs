using System.Text.Json.Serialization;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Descent.Lab.Pages;

/// <summary>The record of a step as a graph, of a run or of a model that is only written down.</summary>
internal static class ModelEndpoints
{
    private const long MostParameters = 2_000_000;

    private static readonly SemaphoreSlim One = new(1);

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var model = api.MapGroup("/model").WithTags("Model");
        model.MapGet("/run", (string name, LabOptions options, CancellationToken cancellation)
                => Answer(() => ModelGraph.OfRun(RunNames.PathOf(options, name), cancellation), cancellation))
            .WithSummary("The graph of a run's model").Produces<ModelGraph>();
        model.MapGet("/recipe", (string source, string? layers, string? loss, CancellationToken cancellation)
                => Answer(() => ModelGraph.OfRecipe(RecipeOf(source, layers, loss), MostParameters, cancellation), cancellation))
            .WithSummary("The graph of an untrained model on a built-in data set").Produces<ModelGraph>();
        model.MapGet("/sources", () => Results.Ok(DataSource.BuiltIn)).WithSummary("The built-in data sets").Produces<string[]>();
    }

    // A visitor may name what is built in, but no file of this machine.
    private static Recipe RecipeOf(string source, string? layers, string? loss) => new()
    {
        Source = DataSource.BuiltIn.Contains(source)
            ? source
            : throw new SpecificationException($"The Lab has no data set '{source}'. {NearestNames.Suggest(Limits.Short("source", source), DataSource.BuiltIn)}"),
        Model = string.IsNullOrWhiteSpace(layers) ? null : Limits.Short("The model", layers),
        Loss = string.IsNullOrWhiteSpace(loss) ? null : Limits.Short("The loss", loss),
    };

    private static async Task<IResult> Answer(Func<ModelGraph> make, CancellationToken cancellation)
    {
        await One.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Results.Ok(await Task.Run(make, cancellation).ConfigureAwait(false));
        }
        finally
        {
            One.Release();
        }
    }
}

/// <summary>The graph as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelGraph))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ModelJson : JsonSerializerContext;
