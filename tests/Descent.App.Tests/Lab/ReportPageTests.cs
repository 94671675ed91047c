using Descent.App.Tests.Cli;
using Descent.Lab;
using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>The report opened from disk, as a person does who got it by mail.</summary>
[Collection("lab")]
public sealed class ReportPageTests(LabBrowser browser) : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [SkippableTheory]
    [InlineData("digits", "--model", "conv 4 3x3, relu, maxpool 2, flatten, linear 10")]
    [InlineData("sine", "--validation-fraction", "0.2")]
    public async Task Report_OpenedFromDisk_ShowsTheNumbersAndAsksNothing(string source, string option, string value)
    {
        var file = Write(source, option, value);
        await using var page = await browser.OpenFileAsync(file);
        var evaluation = SavedRun.Load(place.PathOf("run")).Evaluate();
        foreach (var (name, number) in evaluation.Metrics)
        {
            await page.ExpectNumberAsync($"test-{name}", number);
        }

        Assert.True(await page.Page.Locator("figure svg").CountAsync() >= 5);
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync($"report-{source}");
        await page.Page.SetViewportSizeAsync(760, 1000);
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await page.ExpectNoSidewaysScrollAsync();
    }

    [SkippableFact]
    public async Task Report_ByKeyboard_OpensTablesAndChangesTheScale()
    {
        var file = Write("iris", "--validation-fraction", "0.2");
        await using var page = await browser.OpenFileAsync(file, width: 400);
        await page.ExpectNoSidewaysScrollAsync();
        var log = page.Page.GetByRole(AriaRole.Radio, new() { Name = "Logarithmic" });
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "Linear" }).FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await log.IsCheckedAsync());
        var table = page.Page.Locator("details", new() { HasText = "The table behind the chart" }).First;
        await table.Locator("summary").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.True(await table.Locator("td").First.IsVisibleAsync());
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).PressAsync("Enter");
        Assert.Equal("dark", await page.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
    }

    [SkippableFact]
    public async Task Report_HostileTexts_AreShownAsTexts()
    {
        place.Write("data.csv", "\"<img src=x onerror=alert(1)>\",b,kind\n"
            + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i % 7},{i},{(i % 2 == 0 ? "</script><b>bold</b>" : "NaN'")}\n")));
        var file = Write("data.csv", "--seed", "1");
        await using var page = await browser.OpenFileAsync(file);
        Assert.True(await page.Page.GetByText("</script><b>bold</b>").CountAsync() > 0);
        Assert.Equal(0, await page.Page.Locator("main b, main img").CountAsync());
    }

    private string Write(string source, string option, string value)
    {
        place.Run("train", source, option, value, "--epochs", "4", "--quiet", "--out", "run").Expect(0);
        place.Run("report", "run").Expect(ReportPage.Missing is null ? 0 : 1);
        return place.PathOf("run", "report.html");
    }
}
