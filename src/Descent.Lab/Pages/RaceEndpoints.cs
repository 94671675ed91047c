using System.Text.Json.Serialization;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Descent.Lab.Pages;

/// <summary>The optimizer race: the library's optimizers on surfaces of two weights.</summary>
internal static class RaceEndpoints
{
    private const int MostRacers = 20, MostSteps = 500, LeastGrid = 10, MostGrid = 160;

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var race = api.MapGroup("/race").WithTags("Optimizer race");
        race.MapGet("/surfaces", () => Results.Ok(Surface.All.Select(SurfaceText.Of).ToArray()))
            .WithSummary("The surfaces").Produces<SurfaceText[]>();
        race.MapGet("/surfaces/{name}", (string name, int columns = 100, int rows = 75) => Results.Ok(new SurfaceGrid(
                Limits.Within("columns", columns, LeastGrid, MostGrid), Limits.Within("rows", rows, LeastGrid, MostGrid), Surface.Find(name).Grid(columns, rows))))
            .WithSummary("The losses of a surface on a grid, row by row from the bottom left").Produces<SurfaceGrid>();
        race.MapPost("", (RaceQuestion question, CancellationToken cancellation) => Results.Ok(Run(question, cancellation)))
            .WithSummary("The paths of optimizers from one start").Produces<RacePath[]>();
    }

    /// <summary>The paths of all racers.</summary>
    internal static RacePath[] Run(RaceQuestion question, CancellationToken cancellation = default)
    {
        var surface = Surface.Find(Limits.Short("surface", question.Surface));
        Limits.Within("The number of racers", question.Racers?.Length ?? 0, 1, MostRacers);
        Limits.Within("steps", question.Steps, 1, MostSteps);
        Limits.Within("state", question.State, 0, MostSteps);
        Limits.Within("noise", question.Noise, 0, 100);
        var start = (Limits.Within("x", question.X, -1e3, 1e3), Limits.Within("y", question.Y, -1e3, 1e3));
        var made = Array.ConvertAll(question.Racers!, text => (
            Text: text,
            Optimizer: Specification.Make(Limits.Short("A racer", text), Catalog.Optimizers, "optimizer"),
            Schedule: string.IsNullOrEmpty(question.Schedule) ? null : ScheduleSpecification.Make(Limits.Short("schedule", question.Schedule))));
        var paths = new RacePath[made.Length];
        Parallel.For(0, made.Length, new ParallelOptions { CancellationToken = cancellation }, i => paths[i] = Follow(
            made[i].Text, made[i].Optimizer, () => OptimizerPath.Follow(
                made[i].Optimizer, surface, start, question.Steps, question.Noise, question.Seed, made[i].Schedule, cancellation), question.State));
        return paths;
    }

    private static RacePath Follow(string text, Optimizer optimizer, Func<OptimizerPath> follow, int at)
    {
        try
        {
            var path = follow();
            var place = path.Places.Count == 0 ? null : path.Places[Math.Min(at, path.Places.Count - 1)];
            return new(
                text,
                [.. path.Places.Select(here => here.X)],
                [.. path.Places.Select(here => here.Y)],
                [.. path.Places.Select(here => here.Loss)],
                [.. path.Places.Select(here => here.Rate)],
                [.. path.StateNames],
                place is null ? [] : [.. place.State],
                path.Diverged,
                null);
        }
        catch (DescentException error)
        {
            return new(text, [], [], [], [], [.. optimizer.StateNames], [], null, error.Message);
        }
    }
}

/// <summary>A race.</summary>
/// <param name="Surface">The surface's name.</param>
/// <param name="X">Where all start.</param>
/// <param name="Y">Where all start.</param>
/// <param name="Steps">How many steps each takes.</param>
/// <param name="Racers">The optimizers, such as <c>adam rate=0.1</c>.</param>
/// <param name="Noise">The deviation of the gradients' noise.</param>
/// <param name="Seed">What the noise comes from.</param>
/// <param name="Schedule">What changes all rates; empty for nothing.</param>
/// <param name="State">The step whose states are wanted.</param>
internal sealed record RaceQuestion(
    string Surface, double X, double Y, int Steps, string[]? Racers, double Noise = 0, ulong Seed = 0, string? Schedule = null, int State = 0);

/// <summary>The path of one racer.</summary>
/// <param name="Racer">The optimizer as it was asked for.</param>
/// <param name="X">Where it was at each step, the start first.</param>
/// <param name="Y">Where it was at each step.</param>
/// <param name="Losses">The loss at each step.</param>
/// <param name="Rates">The rate of the step from each place.</param>
/// <param name="StateNames">The names of its states.</param>
/// <param name="States">The states at the step that was asked for, two numbers each; empty before the first step.</param>
/// <param name="Diverged">The step at which it left all bounds; null where it did not.</param>
/// <param name="Refused">Why it could not run; null where it could.</param>
internal sealed record RacePath(
    string Racer, double[] X, double[] Y, double[] Losses, double[] Rates, string[] StateNames, double[][] States, int? Diverged, string? Refused);

/// <summary>A surface as the page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lesson">What it teaches.</param>
/// <param name="Formula">Its formula as MathML.</param>
/// <param name="Bounds">Left, right, bottom, top.</param>
/// <param name="Start">A start from which the lesson shows.</param>
/// <param name="Minima">Where the loss is least.</param>
internal sealed record SurfaceText(string Name, string Lesson, string Formula, double[] Bounds, double[] Start, double[][] Minima)
{
    /// <summary>The text of a surface.</summary>
    public static SurfaceText Of(Surface surface) => new(
        surface.Name,
        surface.Lesson,
        MathMl.Formula(surface.Formula),
        [surface.Bounds.Left, surface.Bounds.Right, surface.Bounds.Bottom, surface.Bounds.Top],
        [surface.Start.X, surface.Start.Y],
        [.. surface.Minima.Select(minimum => (double[])[minimum.X, minimum.Y])]);
}

/// <summary>The losses of a surface on a grid.</summary>
/// <param name="Columns">Points of a row.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Losses">Row by row from the bottom, each from the left.</param>
internal sealed record SurfaceGrid(int Columns, int Rows, double[] Losses);

/// <summary>The race's texts as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SurfaceText[]))]
[JsonSerializable(typeof(SurfaceGrid))]
[JsonSerializable(typeof(RaceQuestion))]
[JsonSerializable(typeof(RacePath[]))]
internal sealed partial class RaceJson : JsonSerializerContext;
