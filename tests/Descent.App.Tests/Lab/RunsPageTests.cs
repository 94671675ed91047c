using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Descent.App.Tests.Cli;
using Descent.Lab;
using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>The page Runs: what trains moves, what was trained shows the library's numbers, and no name leads out of the folder.</summary>
[Collection("lab")]
public sealed class RunsPageTests(LabHost host, LabBrowser browser)
{
    [Theory]
    [InlineData("..")]
    [InlineData("../")]
    [InlineData("a/../..")]
    [InlineData("/etc")]
    [InlineData("..\\..")]
    [InlineData("a//b")]
    [InlineData("C:")]
    [InlineData("\0")]
    [InlineData("")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Names_ThatLeadOut_AreRefused(string name)
    {
        foreach (var path in (string[])["report", "page", "curves"])
        {
            using var response = await host.Client.GetAsync(new Uri($"/api/runs/{path}?name={Uri.EscapeDataString(name)}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }

        using var stop = await host.Client.PostAsJsonAsync(new Uri("/api/runs/stop", UriKind.Relative), new { name });
        Assert.Equal(HttpStatusCode.BadRequest, stop.StatusCode);
    }

    [Fact]
    public async Task Names_OfLinksOutOfTheFolder_AreRefused()
    {
        using var place = new Workplace();
        place.Run("train", "iris", "--epochs", "1", "--quiet", "--out", "secret").Expect(0);
        var link = Path.Combine(host.Runs, "link");
        Directory.CreateSymbolicLink(link, place.PathOf("secret"));
        try
        {
            using var response = await host.Client.GetAsync(new Uri("/api/runs/report?name=link", UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var listed = await host.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/runs", UriKind.Relative));
            Assert.DoesNotContain(listed.EnumerateArray(), run => run.GetProperty("name").GetString() == "link");
        }
        finally
        {
            Directory.Delete(link);
        }
    }

    [Fact]
    public async Task Stop_OfARunThatIsDone_IsRefused()
    {
        Train("done-already", "--epochs", "1");
        using var response = await host.Client.PostAsJsonAsync(new Uri("/api/runs/stop", UriKind.Relative), new { name = "done-already" });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("nothing to stop", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curves_Smoothed_AreTheLibrarys()
    {
        Train("smooth", "--epochs", "12");
        var answer = await host.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/runs/curves?name=smooth&smoothing=0.6", UriKind.Relative));
        var curves = ReportCurves.Of(ReportCurves.Read(new RunFolder(Path.Combine(host.Runs, "smooth"))));
        var expected = curves.Smoothed(0.6).TrainLoss;
        Assert.Equal(expected, answer.GetProperty("smoothed").GetProperty("trainLoss").EnumerateArray().Select(value => (double?)value.GetDouble()));
        Assert.Equal(curves.TrainLoss[0]!.Value, expected[0]!.Value, 1e-12);
        Assert.NotEqual(curves.TrainLoss[5], expected[5]);
    }

    [SkippableFact]
    public async Task Run_StartedOnTheCommandLine_AppearsMovesAndStops()
    {
        await using var page = await browser.OpenAsync(host, "/runs");
        using var process = Tool.Start(host.Runs, [], "train", "spirals", "--epochs", "100000", "--quiet", "--out", "live");
        try
        {
            var row = page.Page.Locator("tr[data-run='live']");
            await row.WaitForAsync(new() { Timeout = 30_000 });
            await row.Locator("[data-state='training']").WaitForAsync();
            await row.GetByRole(AriaRole.Button, new() { Name = "live" }).ClickAsync();
            await page.Page.Locator("[data-name='epochs']").WaitForAsync(new() { Timeout = 30_000 });
            var before = await page.NumberAsync("epochs");
            for (var i = 0; i < 100 && await page.NumberAsync("epochs") <= before; i++)
            {
                await Task.Delay(100);
            }

            Assert.True(await page.NumberAsync("epochs") > before, "The run did not move.");
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save a checkpoint and stop" }).PressAsync("Enter");
            Assert.Equal(130, Tool.Finish(process).ExitCode);
            await page.Page.Locator("[data-state='interrupted']").First.WaitForAsync();
            Assert.True(File.Exists(new RunFolder(Path.Combine(host.Runs, "live")).Checkpoints.Last));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [SkippableFact]
    public async Task Run_ThatIsDone_ShowsWhatEvaluateSays()
    {
        Train("shown", "--epochs", "8", "--validation-fraction", "0.2");
        await using var page = await browser.OpenAsync(host, "/runs?run=shown&v=1");
        var evaluation = SavedRun.Load(Path.Combine(host.Runs, "shown")).Evaluate();
        await page.ExpectNumberAsync("test-accuracy", evaluation.Accuracy);
        await page.ExpectNumberAsync("test-loss", evaluation.Loss);
        await page.ExpectNumberAsync("ece", new ExpectedCalibrationError().Compute(evaluation.Predictions));
        await page.Page.GetByLabel("smoothing, as a number").FillAsync("0.5");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.WaitForURLAsync(address => address.Contains("smoothing=0.5", StringComparison.Ordinal));
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync("run");
    }

    [SkippableFact]
    public async Task Runs_FilteredAndComparedByKeyboard_ShowWhatDiffers()
    {
        Train("compared-a", "--epochs", "6", "--validation-fraction", "0.2");
        Train("compared-b", "--epochs", "9", "--validation-fraction", "0.2", "--seed", "4");
        await using var page = await browser.OpenAsync(host, "/runs");
        await page.Page.GetByLabel("Filter by name, data, model").FocusAsync();
        await page.Page.Keyboard.TypeAsync("compared");
        Assert.Equal(2, await page.Page.Locator("tr[data-run]").CountAsync());
        foreach (var name in (string[])["compared-a", "compared-b"])
        {
            await page.Page.GetByLabel($"Compare {name}").FocusAsync();
            await page.Page.Keyboard.PressAsync("Space");
        }

        var difference = page.Page.Locator("tr[data-field='seed'] td");
        await difference.First.WaitForAsync();
        Assert.Equal(["0", "4"], await difference.AllInnerTextsAsync());
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync("runs");
    }

    private void Train(string name, params string[] options)
    {
        if (!Directory.Exists(Path.Combine(host.Runs, name)))
        {
            Tool.Run(host.Runs, ["train", "iris", "--quiet", "--out", name, .. options]).Expect(0);
        }
    }
}
