using System.Diagnostics;
using System.Globalization;
using Descent.Lab.Playground;
using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>The playground in a browser: what it shows is what the library trains, by mouse and by keyboard.</summary>
[Collection("lab")]
public sealed class PlaygroundPageTests(LabHost host, LabBrowser browser)
{
    private const string Moons = "/playground?data=moons&points=60&noise=0.1&layers=4+tanh&batch=8&epochs=20&optimizer=adam+rate%3D0.02&v=1";

    private static readonly PlaygroundSettings Settings = new(
        "moons", Points: 60, Noise: 0.1, Layers: ["4 tanh"], BatchSize: 8, Epochs: 20, Optimizer: "adam rate=0.02");

    [SkippableFact]
    public async Task OneEpoch_ByMouseAndByKeys_ShowsWhatTheLibraryTrains()
    {
        await using var page = await browser.OpenAsync(host, Moons);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One epoch" }).ClickAsync();
        await ExpectAsync(page, 1);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One epoch" }).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await ExpectAsync(page, 2);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await ExpectAsync(page, 1);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await ExpectAsync(page, 20);
        await page.Page.Locator("[data-name='status'][data-value='finished']").WaitForAsync();
    }

    [SkippableFact]
    public async Task OneSampleAndAWeight_InALink_OpenTheSameTraining()
    {
        await using var page = await browser.OpenAsync(host, Moons);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One batch" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One sample" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { NameString = "layer 1, unit 2" }).PressAsync("Enter");
        await page.Page.Locator("[data-weight='0.weight:2']").FillAsync("1.5");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One batch" }).ClickAsync();

        var training = new PlaygroundTraining(Settings);
        training.StepBatch();
        training.StepSample();
        training.Set(new PlaygroundEdit("0.weight", 2, 1.5f));
        training.StepBatch();
        await page.ExpectNumberAsync("train-loss", training.Measure().TrainLoss);
        await page.ExpectNumberAsync("gap", training.Measure().Gap);

        await page.Page.GetByText("Copy link").ClickAsync();
        var link = await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await using var other = await browser.OpenAsync(host, link);
        await other.ExpectNumberAsync("train-loss", training.Measure().TrainLoss);
        await other.ExpectNumberAsync("test-loss", training.Measure().TestLoss);
    }

    [SkippableFact]
    public async Task Spirals_AsThePageOpens_AreLearnedWithinAMinute()
    {
        await using var page = await browser.OpenAsync(host, "/playground");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        var clock = Stopwatch.StartNew();
        while (await page.NumberAsync("test-score") < 0.95)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"After a minute the test accuracy is {await page.NumberAsync("test-score")}.");
            await Task.Delay(100);
        }

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.Page.Locator("[data-name='status'][data-value='paused']").WaitForAsync();
        await page.PicturesAsync("playground");
    }

    [SkippableFact]
    public async Task Probe_MovedByKeys_AsksTheNetworkThere()
    {
        await using var page = await browser.OpenAsync(host, Moons);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One epoch" }).ClickAsync();
        await ExpectAsync(page, 1);
        var probe = page.Page.Locator("[data-handle='probe']");
        await probe.FocusAsync();
        await probe.PressAsync("Shift+ArrowRight");
        var x = double.Parse((await probe.GetAttributeAsync("aria-valuenow"))!, CultureInfo.InvariantCulture);
        Assert.True(x > 0);
        var (model, loss, split) = PlaygroundServerTests.ByLibrary(Settings, 1);
        var expected = Evaluator.Readable(model.Forward(Tensor.From([(float)x, 0f], 1, 2)), loss, split.Train.Task);
        await page.ExpectNumberAsync("probe", expected[1]);
    }

    [SkippableFact]
    public async Task Drawn_PointsByMouseAndByKeys_AreTrainedOn()
    {
        await using var page = await browser.OpenAsync(host, "/playground?data=drawn&v=1");
        await page.ExpectNumberAsync("epoch", 0);
        await page.Page.GetByText("triangle", new() { Exact = true }).ClickAsync();
        var plane = (await page.Page.Locator(".plot.press").BoundingBoxAsync())!;
        await page.Page.Mouse.ClickAsync(plane.X + (plane.Width * 0.3f), plane.Y + (plane.Height * 0.3f));
        await page.Page.WaitForURLAsync(url => url.Contains("drawn=", StringComparison.Ordinal) && url.Split("%2C").Length == 39);
        await page.Page.GetByText("Add at the probe").PressAsync("Enter");
        await page.Page.WaitForURLAsync(url => url.Split("%2C").Length == 42);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One epoch" }).ClickAsync();
        await page.ExpectNumberAsync("epoch", 1);
    }

    [SkippableFact]
    public async Task Table_Pasted_IsEncodedAndTrained()
    {
        await using var page = await browser.OpenAsync(host, "/playground?data=table&v=1");
        await page.Page.GetByLabel("Paste a table").FillAsync(
            "length,width,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i * i % 17},{(i % 3 == 0 ? "a" : "b")}\n")));
        await page.Page.GetByLabel("test fraction, as a number").FocusAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One epoch" }).ClickAsync();
        await page.ExpectNumberAsync("epoch", 1);
        Assert.True(await page.Page.GetByText("numeric, 40 values").CountAsync() > 0);
    }

    [SkippableFact]
    public async Task Experiments_Each_CanBeSetUpAndRun()
    {
        await using var page = await browser.OpenAsync(host, "/playground");
        foreach (var button in await page.Page.Locator(".try button").AllAsync())
        {
            await button.ClickAsync();
            await page.Page.Locator("[data-name='status'][data-value='paused']").WaitForAsync();
            await page.ExpectNumberAsync("epoch", 0);
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "One epoch" }).ClickAsync();
            await page.Page.Locator("[data-name='epoch'][data-value='1'], [data-name='status'][data-value='failed']").First.WaitForAsync();
        }
    }

    [SkippableFact]
    public async Task Diverging_IsToldInTheLibrarysWords()
    {
        await using var page = await browser.OpenAsync(host, "/playground");
        await page.Page.GetByText("Too high a rate").ClickAsync();
        await page.Page.Locator("[data-name='status'][data-value='paused']").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await page.Page.GetByText("Training stopped").WaitForAsync();
        Assert.Contains("learning rate", await page.Page.Locator(".error").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task Page_LightAndDark_IsAccessible()
    {
        await using var page = await browser.OpenAsync(host, Moons);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "One epoch" }).ClickAsync();
        await ExpectAsync(page, 1);
        await page.Page.GetByRole(AriaRole.Button, new() { NameString = "layer 1, unit 2" }).ClickAsync();
        await page.ExpectAccessibleAsync();
    }

    private static async Task ExpectAsync(LabPage page, int epochs)
    {
        await page.ExpectNumberAsync("epoch", epochs);
        var (model, loss, split) = PlaygroundServerTests.ByLibrary(Settings, epochs);
        var (train, test) = (Evaluator.Evaluate(model, loss, split.Train), Evaluator.Evaluate(model, loss, split.Test));
        await page.ExpectNumberAsync("train-loss", train.Loss);
        await page.ExpectNumberAsync("test-loss", test.Loss);
        await page.ExpectNumberAsync("gap", test.Loss - train.Loss);
        await page.ExpectNumberAsync("test-score", test.Accuracy);
    }
}
