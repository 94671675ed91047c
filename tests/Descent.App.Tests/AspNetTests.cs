using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.App.Tests.Cli;

namespace Descent.App.Tests;

/// <summary>The example of a web service, started as a process of its own and called on the loopback.</summary>
public sealed partial class AspNetTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Workplace place = new();
    private readonly HttpClient client = new() { Timeout = Patience };

    public void Dispose()
    {
        client.Dispose();
        place.Dispose();
    }

    [Fact]
    public async Task Service_OfARun_AnswersRequestsAsTheCommandDoes()
    {
        place.Run("train", place.WriteClasses(), "--epochs", "5", "--quiet", "--out", "run").Expect(0);
        place.Write("new.csv", "width,colour\n" + string.Concat(Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"{i / 20.0},{(i % 2 == 0 ? "red" : "blue")}\n"))));
        var expected = place.Run("predict", "run", "--data", "new.csv", "--json").Expect(0).Json;
        using var service = Start("--Run", place.PathOf("run"), "--urls", "http://127.0.0.1:0", "--ConsoleTelemetry", "true");
        var (log, address) = (new List<string>(), new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        service.OutputDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.Add(line.Data ?? "");
            }

            if (line.Data is not null && Listening().Match(line.Data) is { Success: true } match)
            {
                address.TrySetResult(match.Groups[1].Value);
            }
        };
        service.BeginOutputReadLine();
        try
        {
            client.BaseAddress = new Uri(await address.Task.WaitAsync(Patience));
            Assert.Equal("Healthy", await client.GetStringAsync("/health"));

            // One by one from eight callers at once, and all in one.
            await Parallel.ForAsync(0, 160, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => Same(expected[i % 20], await Predict(Row(i % 20))));
            var all = await Predict(Enumerable.Range(0, 20).Select(Row).ToArray());
            Assert.Equal(20, all.GetArrayLength());
            Assert.All(Enumerable.Range(0, 20), i => Same(expected[i], all[i]));

            await Refused("width", "'wide'", new { width = "wide", colour = "red" });
            await Refused("colour", "'green', a category", new { width = 0.5, colour = "green" });
            await Refused("colour", "has no column 'colour'", new { width = 0.5 });
            await Refused("colours", "Did you mean 'colour'", new { width = 0.5, colours = "red" });
            await Refused("colour", "Row 2:", new object[] { Row(1), new { width = 0.5, colour = "green" } });
            await Refused(null, "must be an object", "text");
            using var broken = await client.PostAsync("/predict", new StringContent("{", System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
            var openApi = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
            Assert.True(openApi.GetProperty("paths").GetProperty("/predict").TryGetProperty("post", out _));
        }
        finally
        {
            End(service);
        }

        await service.WaitForExitAsync().WaitAsync(Patience);
        lock (log)
        {
            Assert.Contains(log, line => line.Contains("descent.predictor.duration", StringComparison.Ordinal));
            Assert.Contains(log, line => line.Contains("descent.predictor.samples", StringComparison.Ordinal));
            Assert.DoesNotContain(log, line => line.StartsWith("   at ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Service_WithoutARun_SaysWhatIsMissing()
    {
        using var nothing = Start();
        Assert.Contains("--Run FOLDER", await nothing.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        using var nowhere = Start("--Run", place.PathOf("nowhere"), "--urls", "http://127.0.0.1:0");
        Assert.Contains("no run folder", await nowhere.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await nowhere.WaitForExitAsync();
        Assert.Equal(2, nowhere.ExitCode);
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    private static object Row(int i) => new { width = i / 20.0, colour = i % 2 == 0 ? "red" : "blue" };

    private static void Same(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(expected.GetProperty("class").GetString(), actual.GetProperty("class").GetString());
        foreach (var probability in expected.GetProperty("probabilities").EnumerateObject())
        {
            Assert.Equal(probability.Value.GetDouble(), actual.GetProperty("probabilities").GetProperty(probability.Name).GetDouble(), 1e-5);
        }
    }

    private static Process Start(params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        var assembly = Repository.PathOf(Path.Combine("examples", "aspnet", "bin", configuration, "net10.0", "Descent.Examples.AspNet.dll"));
        return Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Ends the service as a container's runtime does, so that it hands out what it measured.</summary>
    private static void End(Process service)
    {
        if (OperatingSystem.IsWindows())
        {
            service.Kill();
        }
        else
        {
            using var kill = Process.Start("kill", ["-TERM", service.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }

    private async Task<JsonElement> Predict(object body)
    {
        using var response = await client.PostAsJsonAsync("/predict", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task Refused(string? column, string detail, object body)
    {
        using var response = await client.PostAsJsonAsync("/predict", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(column, problem.TryGetProperty("column", out var name) ? name.GetString() : null);
    }
}
