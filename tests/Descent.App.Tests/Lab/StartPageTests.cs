using Descent.Lab.Pages;
using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>The start page: its miniature shows what the library computes.</summary>
[Collection("lab")]
public sealed class StartPageTests(LabHost host, LabBrowser browser)
{
    [SkippableFact]
    public async Task Weight_MovedByKeysAndByMouse_ShowsTheLibrarysNumbers()
    {
        await using var page = await browser.OpenAsync(host, "/");
        await page.ExpectNumberAsync("loss", StartEndpoints.At(5, 0.12).Loss);
        var handle = page.Page.Locator("[data-handle='weight']");
        await handle.FocusAsync();
        await handle.PressAsync("ArrowLeft");
        await page.ExpectNumberAsync("weight", 4.95);
        await page.ExpectNumberAsync("gradient", StartEndpoints.At(4.95, 0.12).Gradient);
        await page.DragAsync("weight", -150, 0);
        await Task.Delay(200);
        var weight = await page.NumberAsync("weight");
        Assert.InRange(weight, -2, 4.5);
        var expected = StartEndpoints.At(weight, 0.12);
        await page.ExpectNumberAsync("loss", expected.Loss);
        await page.ExpectNumberAsync("gradient", expected.Gradient);
        await page.Page.GetByText("Take the step").ClickAsync();
        await page.ExpectNumberAsync("weight", expected.Next);
    }

    [SkippableFact]
    public async Task Link_OfAState_OpensTheSameState()
    {
        await using var page = await browser.OpenAsync(host, "/?w=1.25&rate=0.5&v=1");
        await page.ExpectNumberAsync("next", StartEndpoints.At(1.25, 0.5).Next);
        await page.Page.Locator("[data-handle='weight']").PressAsync("ArrowRight");
        await page.ExpectNumberAsync("weight", 1.3);
        await page.Page.GetByText("Copy link").ClickAsync();
        var link = await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Contains("w=1.3", link, StringComparison.Ordinal);
        await using var other = await browser.OpenAsync(host, link);
        await other.ExpectNumberAsync("loss", StartEndpoints.At(1.3, 0.5).Loss);
    }

    [SkippableFact]
    public async Task Chart_CopiedByKeyboardAsCsvAndSvg_HoldsItsNumbers()
    {
        await using var page = await browser.OpenAsync(host, "/");
        await page.ExpectNumberAsync("weight", 5);
        var csv = await CopyAsync(page, "Copy as CSV");
        Assert.StartsWith("w,loss\r\n-2,", csv.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Equal(162, csv.Trim().Split('\n').Length);
        var svg = await CopyAsync(page, "Copy as SVG");
        Assert.Equal("svg", System.Xml.Linq.XElement.Parse(svg).Name.LocalName);
        Assert.DoesNotContain("var(--", svg, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Embedded_Page_HasNoHeader()
    {
        await using var page = await browser.OpenAsync(host, "/?embed=1");
        Assert.False(await page.Page.Locator("header").First.IsVisibleAsync());
        await page.ExpectNumberAsync("weight", 5);
    }

    [SkippableFact]
    public async Task Page_LightAndDark_IsAccessibleAndFits()
    {
        await using var page = await browser.OpenAsync(host, "/");
        await page.ExpectNumberAsync("weight", 5);
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync("start");
    }

    private static async Task<string> CopyAsync(LabPage page, string what)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Copy or save" }).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = what }).PressAsync("Enter");
        await page.Page.GetByText("is copied as").First.WaitForAsync();
        await page.Page.WaitForTimeoutAsync(100);
        return await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
    }
}
