using System.Text.Json.Serialization;
using Descent.Lab.Runs;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Descent.Lab.Pages;

/// <summary>The runs: all of them as they change, one with everything, several side by side.</summary>
internal static class RunsEndpoints
{
    private const int MostCompared = 8;

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", (RunList list) => Results.Ok(list.Now())).WithSummary("All runs, the newest first").Produces<RunSummary[]>();
        runs.MapGet("/live", (RunList list, CancellationToken cancellation) => TypedResults.ServerSentEvents(list.Changes(cancellation), "runs"))
            .WithSummary("Server-sent events: the runs at first, then those that change");
        runs.MapGet("/report", async (string name, ReportCache cache, CancellationToken cancellation)
                => Results.Text((await cache.Get(name, cancellation).ConfigureAwait(false)).ToJson(), "application/json"))
            .WithSummary("Everything about a run, as RunReport writes it");
        runs.MapGet("/page", async (string name, ReportCache cache, CancellationToken cancellation) =>
            {
                var report = await cache.Get(name, cancellation).ConfigureAwait(false);
                return Results.File(ReportPage.Of(report), "text/html; charset=utf-8", $"{report.Name}.html");
            })
            .WithSummary("The report of a run as a page to keep");
        runs.MapGet("/curves", (string name, LabOptions options, double smoothing = 0) => Results.Ok(Curves(options, name, smoothing)))
            .WithSummary("The curves of a run as they are now, raw and smoothed").Produces<RunCurves>();
        runs.MapGet("/compare", (string names, LabOptions options) => Results.Ok(Compare(options, names.Split(';', StringSplitOptions.RemoveEmptyEntries))))
            .WithSummary("Several runs: their curves, and the fields of their recipes that differ").Produces<RunComparison>();
        runs.MapPost("/stop", (RunName run, LabOptions options) =>
            {
                new RunFolder(RunNames.PathOf(options, run.Name)).AskToStop();
                return Results.Ok(run);
            })
            .WithSummary("Asks the training of a run to save a checkpoint and to stop").Produces<RunName>();
    }

    /// <summary>Adds what is kept between requests.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<RunList>().AddSingleton<ReportCache>();

    private static RunCurves Curves(LabOptions options, string name, double smoothing)
    {
        Limits.Within("smoothing", smoothing, 0, 0.999);
        var curves = ReportCurves.Of(ReportCurves.Read(new RunFolder(RunNames.PathOf(options, name))));
        return new RunCurves(curves, smoothing > 0 ? curves.Smoothed(smoothing) : null);
    }

    private static RunComparison Compare(LabOptions options, string[] names)
    {
        Limits.Within("The number of runs", names.Length, 1, MostCompared);
        var folders = Array.ConvertAll(names, name => new RunFolder(RunNames.PathOf(options, name)));
        var recipes = Array.ConvertAll(folders, folder => RunReport.FieldsOf(folder.ReadRecipe()));
        var fields = recipes.SelectMany(recipe => recipe.Select(field => field.Name)).Distinct();
        return new RunComparison(
            [.. names.Zip(folders, (name, folder) => new NamedCurves(name, ReportCurves.Of(ReportCurves.Read(folder))))],
            [.. fields
                .Select(field => new FieldDifference(field, [.. recipes.Select(recipe => recipe.FirstOrDefault(each => each.Name == field)?.Value ?? "")]))
                .Where(difference => difference.Values.Distinct().Count() > 1)]);
    }
}

/// <summary>The name of a run.</summary>
/// <param name="Name">Its path below the runs folder.</param>
internal sealed record RunName(string Name);

/// <summary>The curves of a run.</summary>
/// <param name="Raw">As they were measured.</param>
/// <param name="Smoothed">Smoothed; null unless asked for.</param>
internal sealed record RunCurves(ReportCurves Raw, ReportCurves? Smoothed);

/// <summary>A run's curves with its name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Curves">The curves.</param>
internal sealed record NamedCurves(string Name, ReportCurves Curves);

/// <summary>A field in which recipes differ.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">Its value in each recipe; empty where it is left out.</param>
internal sealed record FieldDifference(string Field, string[] Values);

/// <summary>Several runs side by side.</summary>
/// <param name="Runs">Their curves.</param>
/// <param name="Differences">What differs in their recipes.</param>
internal sealed record RunComparison(NamedCurves[] Runs, FieldDifference[] Differences);

/// <summary>The runs' texts as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<RunSummary>))]
[JsonSerializable(typeof(RunSummary[]))]
[JsonSerializable(typeof(RunChanges))]
[JsonSerializable(typeof(RunCurves))]
[JsonSerializable(typeof(RunComparison))]
[JsonSerializable(typeof(RunName))]
internal sealed partial class RunsJson : JsonSerializerContext;
