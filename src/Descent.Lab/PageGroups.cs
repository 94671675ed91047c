using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Descent.Lab.Pages;
using Descent.Lab.Pages.Activations;
using Descent.Lab.Pages.Losses;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Descent.Lab;

/// <summary>The groups of endpoints, one for each page: what they serve, how it becomes JSON, and what they keep.</summary>
internal static class PageGroups
{
    // One line a page.
    private static readonly PageGroup[] All =
    [
        new(PlaygroundEndpoints.Map, Playground.PlaygroundJson.Default, PlaygroundEndpoints.AddServices),
        new(CatalogEndpoints.Map, CatalogJson.Default),
        new(StartEndpoints.Map, StartJson.Default),
        new(LossesEndpoints.Map, LossesJson.Default),
        new(ActivationsEndpoints.Map, ActivationsJson.Default),
        new(ChainEndpoints.Map, ChainJson.Default),
        new(RaceEndpoints.Map, RaceJson.Default),
        new(RunsEndpoints.Map, RunsJson.Default, RunsEndpoints.AddServices),
        new(ModelEndpoints.Map, ModelJson.Default),
    ];

    /// <summary>Maps all endpoints below <c>/api</c>.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        foreach (var group in All)
        {
            group.Map(api);
        }
    }

    /// <summary>Adds what a group keeps between requests, such as trainings.</summary>
    public static void AddServices(IServiceCollection services)
    {
        foreach (var group in All)
        {
            group.Services?.Invoke(services);
        }
    }

    /// <summary>Makes the texts of all groups known to the serializer; a number that is not finite is written as a string, such as "Infinity".</summary>
    public static void AddJson(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        options.TypeInfoResolverChain.Insert(0, LabJson.Default);
        foreach (IJsonTypeInfoResolver json in All.Select(group => group.Json))
        {
            options.TypeInfoResolverChain.Insert(0, json);
        }
    }

    private sealed record PageGroup(Action<RouteGroupBuilder> Map, JsonSerializerContext Json, Action<IServiceCollection>? Services = null);
}
