// A web service for a model that 'descent train' made on a table:
//   descent train titanic.csv --target survived --out runs/titanic
//   dotnet run --project examples/aspnet -- --Run runs/titanic
using System.Text.Json;
using Descent;
using Descent.Examples.AspNet;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

var builder = WebApplication.CreateBuilder(args);
var run = builder.Configuration["Run"];
if (run is null)
{
    Console.Error.WriteLine("Say which model to serve: --Run FOLDER, a folder that 'descent train' made.");
    return 2;
}

// One predictor for all requests: it is made for many threads.
builder.Services.AddSingleton(services => Predictor.Load(run, new PredictorOptions { Logger = services.GetRequiredService<ILogger<Predictor>>() }));
builder.Services.AddHealthChecks().AddCheck<ModelHealth>("model");
builder.Services.AddProblemDetails();
builder.Services.AddOpenApi();

// Durations, counts and traces go to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, or to the console.
var telemetry = builder.Services.AddOpenTelemetry()
    .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting"))
    .WithTracing(traces => traces.AddSource(Telemetry.Name));
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
{
    telemetry.UseOtlpExporter();
}
else if (builder.Configuration.GetValue<bool>("ConsoleTelemetry"))
{
    telemetry.WithMetrics(metrics => metrics.AddConsoleExporter()).WithTracing(traces => traces.AddConsoleExporter());
}

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOpenApi();
app.MapHealthChecks("/health");
app.MapPost("/predict", (JsonElement body, Predictor predictor) => PredictionRequest.Answer(body, predictor))
    .WithName("predict")
    .WithSummary("Predicts for a row, an object with a value for each column; or for an array of rows.")
    .Produces<PredictionAnswer>()
    .ProducesProblem(StatusCodes.Status400BadRequest);

try
{
    // Loaded before the first request, which then does not wait; what is wrong is said at once.
    app.Services.GetRequiredService<Predictor>();
}
catch (DescentException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

await app.RunAsync();
return 0;
