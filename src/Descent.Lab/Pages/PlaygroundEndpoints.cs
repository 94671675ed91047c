using System.Text;
using System.Text.Json;
using Descent.Lab.Playground;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Descent.Lab.Pages;

/// <summary>The playground: a training for each page, set up, stepped, watched and taken away as files.</summary>
internal static class PlaygroundEndpoints
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(90);

    /// <summary>Adds what is kept between requests.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<PlaygroundSessions>();

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var playground = api.MapGroup("/playground").WithTags("Playground");
        playground.MapGet("/choices", () => Results.Ok(PlaygroundChoice.All))
            .WithSummary("What can be chosen").Produces<PlaygroundChoices>();
        playground.MapPost("/table", (PlaygroundTable table) => Results.Ok(Columns(table)))
            .WithSummary("The columns of a table").Produces<PlaygroundTableColumn[]>();
        playground.MapPost("/sessions", async (PlaygroundSettings settings, PlaygroundSessions sessions, CancellationToken cancellation, string? id = null) =>
            {
                settings.Checked();
                return Results.Ok(await sessions.FindOrMake(id).Configure(settings, cancellation).ConfigureAwait(false));
            })
            .WithSummary("Sets up a training, in place of the session's one before").Produces<PlaygroundSetup>();
        playground.MapPost("/sessions/{id}/do", async (string id, PlaygroundCommand command, PlaygroundSessions sessions, CancellationToken cancellation)
                => Results.Ok(await sessions.Find(id).Do(command, cancellation).ConfigureAwait(false)))
            .WithSummary("run, pause, sample, batch, epoch, undo, reset or set").Produces<PlaygroundState>();
        playground.MapGet("/sessions/{id}/at", async (string id, double x, double y, PlaygroundSessions sessions, CancellationToken cancellation)
                => Results.Ok(await sessions.Find(id)
                    .At(Limits.Within("x", x, -1e6, 1e6), Limits.Within("y", y, -1e6, 1e6), cancellation).ConfigureAwait(false)))
            .WithSummary("What each unit and the network answer at a point").Produces<PlaygroundAnswer>();
        playground.MapGet("/sessions/{id}/doctor", async (string id, PlaygroundSessions sessions, CancellationToken cancellation)
                => Results.Ok(await sessions.Find(id).Consult(cancellation).ConfigureAwait(false)))
            .WithSummary("What the doctor finds about the training so far").Produces<PlaygroundFinding[]>();
        playground.MapGet("/sessions/{id}/live", Live).WithSummary("States and history as they come (Server-Sent Events)");
        playground.MapGet("/sessions/{id}/export/{kind}", Export).WithSummary("program, recipe, model or points, as a file");
    }

    private static PlaygroundTableColumn[] Columns(PlaygroundTable table)
    {
        var read = PlaygroundData.Read(table.Text);
        return [.. read.Columns.Select(column => new PlaygroundTableColumn(
            column.Name, column.Kind.ToString().ToLowerInvariant(), column.Texts.Distinct().Count(), PlaygroundData.TaskOf(read, column.Name)))];
    }

    private static async Task Live(string id, HttpContext context, PlaygroundSessions sessions, IHostApplicationLifetime lifetime)
    {
        var session = sessions.Find(id);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await foreach (var (state, history) in session.Watch(Pace, stop.Token).ConfigureAwait(false))
            {
                if (history is not null)
                {
                    await Write(response, "history", JsonSerializer.Serialize(history, PlaygroundJson.Default.PlaygroundHistory), stop.Token).ConfigureAwait(false);
                }

                await Write(response, "state", JsonSerializer.Serialize(state, PlaygroundJson.Default.PlaygroundState), stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The visitor has gone, or the server ends.
        }
    }

    private static async Task Write(HttpResponse response, string kind, string json, CancellationToken cancellation)
    {
        await response.WriteAsync($"event: {kind}\ndata: {json}\n\n", cancellation).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<IResult> Export(string id, string kind, PlaygroundSessions sessions, CancellationToken cancellation)
    {
        var session = sessions.Find(id);
        (Func<PlaygroundSettings, PlaygroundTraining, byte[]> Make, string Name, string Type) file = kind switch
        {
            "program" => ((settings, training) => Encoding.UTF8.GetBytes(PlaygroundProgram.Of(settings, training)), "playground.cs", "text/plain; charset=utf-8"),
            "recipe" => ((settings, training) => Encoding.UTF8.GetBytes(PlaygroundExports.Recipe(settings, training)), "playground.json", "application/json"),
            "model" => ((_, training) => PlaygroundExports.Model(training), "playground.safetensors", "application/octet-stream"),
            "points" => ((settings, training) => Encoding.UTF8.GetBytes(PlaygroundExports.Points(settings, training)), PlaygroundExports.PointsFile, "text/csv; charset=utf-8"),
            _ => throw new SpecificationException($"There is no export '{kind}': program, recipe, model or points."),
        };
        return Results.File(await session.Export(file.Make, cancellation).ConfigureAwait(false), file.Type, file.Name);
    }
}
