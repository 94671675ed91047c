using System.Net;
using Descent.App.Tests.Cli;
using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>The page Model: the graph of a step by mouse and by keyboard, with the library's numbers.</summary>
[Collection("lab")]
public sealed class ModelPageTests(LabHost host, LabBrowser browser)
{
    private const string Written = "linear 4, tanh, linear 2";

    [Theory]
    [InlineData("/api/model/recipe?source=/etc/passwd", "no data set")]
    [InlineData("/api/model/recipe?source=moons&layers=linear+99999999,+linear+2", "parameters")]
    [InlineData("/api/model/recipe?source=moons&layers=lineal+2", "linear")]
    [InlineData("/api/model/run?name=../secret", "There is no run")]
    public async Task Model_ThatIsRefused_IsAnsweredByAProblem(string path, string told)
    {
        using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(told, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Graph_ByMouseAndKeyboard_ShowsTheLibrarysNumbers()
    {
        var graph = ModelGraph.OfRecipe(new Recipe { Source = "moons", Model = Written });
        await using var page = await browser.OpenAsync(host, "/model");
        await page.ExpectNumberAsync("loss", graph.Loss);
        var tanh = graph.Nodes.Single(node => node is { Kind: GraphNodeKind.Forward, Name: "tanh" });
        await page.Page.Locator($"[data-box='{tanh.Id}']").ClickAsync();
        await page.ExpectNumberAsync("value-mean", tanh.Values.Mean!.Value);
        await page.ExpectNumberAsync("gradient-deviation", tanh.Gradient!.Deviation!.Value);
        await page.ExpectNumberAsync("bytes", tanh.Bytes);
        await page.Page.Keyboard.PressAsync("ArrowDown");
        var next = graph.Nodes.First(node => node.Id > tanh.Id && node.Kind == GraphNodeKind.Forward);
        await page.ExpectNumberAsync("value-mean", next.Values.Mean!.Value);
        await page.ExpectNumberAsync("flops", next.Flops);

        var boxes = await page.NumberAsync("boxes");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Fold layers" }).PressAsync("Enter");
        await page.Page.Locator(".under").First.WaitForAsync();
        Assert.True(await page.NumberAsync("boxes") < boxes);
        await page.Page.GetByLabel("backward, too").CheckAsync();
        await page.Page.Locator("[data-kind='backward']").First.WaitForAsync();
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync("model");
    }

    [SkippableFact]
    public async Task Graph_OfARun_IsOfItsTrainedWeights()
    {
        if (!Directory.Exists(Path.Combine(host.Runs, "graph")))
        {
            Tool.Run(host.Runs, "train", "iris", "--quiet", "--epochs", "2", "--out", "graph").Expect(0);
        }

        await using var page = await browser.OpenAsync(host, "/model?run=graph&v=1");
        await page.ExpectNumberAsync("loss", ModelGraph.OfRun(Path.Combine(host.Runs, "graph")).Loss);
        await page.Page.GetByText("A convolution on digits").ClickAsync();
        await page.Page.Locator("[role='button'][aria-label*='conv']").First.WaitForAsync();
        await page.PicturesAsync("model-conv");
    }
}
