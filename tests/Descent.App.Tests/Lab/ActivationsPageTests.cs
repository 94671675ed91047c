using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>The activation zoo: what it shows is what the library computes, moved by mouse and by keys.</summary>
[Collection("lab")]
public sealed class ActivationsPageTests(LabHost host, LabBrowser browser)
{
    [SkippableFact]
    public async Task X_MovedByKeys_ShowsTheLibrarysValuesAndSlopes()
    {
        await using var page = await browser.OpenAsync(host, "/activations");
        await page.ExpectNumberAsync("value sigmoid", At("sigmoid", -1).Value);
        var handle = page.Page.Locator("[data-handle='x']");
        await handle.FocusAsync();
        for (var i = 0; i < 15; i++)
        {
            await handle.PressAsync("ArrowRight");
        }

        foreach (var name in (string[])["sigmoid", "tanh", "relu", "swish"])
        {
            await page.ExpectNumberAsync($"value {name}", At(name, 0.5).Value);
            await page.ExpectNumberAsync($"gradient {name}", At(name, 0.5).Slope);
        }
    }

    [SkippableFact]
    public async Task X_DraggedByMouse_ShowsTheLibrarysNumbers()
    {
        await using var page = await browser.OpenAsync(host, "/activations?chosen=mish;gelu&x=0&v=1");
        await page.ExpectNumberAsync("value mish", 0);
        await page.DragAsync("x", 180, 0);
        await Task.Delay(300);
        var x = double.Parse((await page.Page.Locator("[data-handle='x']").GetAttributeAsync("aria-valuenow"))!, CultureInfo.InvariantCulture);
        Assert.True(x > 0.5, $"x is still {x}.");
        await page.ExpectNumberAsync("value mish", At("mish", x).Value);
        await page.ExpectNumberAsync("gradient gelu", At("gelu", x).Slope);
    }

    [SkippableTheory]
    [InlineData("ELU at −5", "elu", "elu alpha=0.1", -5)]
    [InlineData("Leaky ReLU at −7", "leaky-relu", "leaky-relu", -7)]
    [InlineData("ReLU at 7", "relu", "relu", 7)]
    [InlineData("ReLU at −7", "relu", "relu", -7)]
    [InlineData("Swish turns back", "swish", "swish", -1.278)]
    public async Task WorkedExample_Tried_ShowsItsNumbers(string button, string name, string specification, double x)
    {
        await using var page = await browser.OpenAsync(host, "/activations");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
        await page.ExpectNumberAsync($"value {name}", At(specification, x).Value);
        await page.ExpectNumberAsync($"gradient {name}", At(specification, x).Slope);
    }

    [SkippableFact]
    public async Task Parameter_OnItsSlider_ChangesValueAndFormula()
    {
        await using var page = await browser.OpenAsync(host, "/activations?chosen=leaky-relu&x=-7&v=1");
        await page.ExpectNumberAsync("value leaky-relu", -0.07);
        await page.Page.GetByLabel("slope, as a number").FillAsync("0.2");
        await page.Page.GetByLabel("slope, as a number").PressAsync("Enter");
        await page.ExpectNumberAsync("value leaky-relu", -1.4);
        await page.ExpectNumberAsync("gradient leaky-relu", 0.2);
        await page.Page.Locator("[data-card='leaky-relu slope=0.2'] math").First.GetByText("0.2").WaitForAsync();
        await page.Page.GetByText("0.2 from the left and 1 from the right; 0.2 is used").WaitForAsync();
    }

    [SkippableFact]
    public async Task Chain_OfSigmoids_ShowsTheProductOfSlopes()
    {
        await using var page = await browser.OpenAsync(host, "/activations?view=chain&chosen=sigmoid&x=1&depth=3&v=1");
        await page.ExpectNumberAsync("gradient sigmoid", Product("sigmoid", 1, 1, 3), 1e-12);
        await page.Page.GetByLabel("layers", new PageGetByLabelOptions { Exact = true }).PressAsync("ArrowRight");
        await page.ExpectNumberAsync("gradient sigmoid", Product("sigmoid", 1, 1, 4), 1e-12);
        await page.Page.GetByLabel("weight w, as a number").FillAsync("-2");
        await page.Page.GetByLabel("weight w, as a number").PressAsync("Enter");
        await page.ExpectNumberAsync("gradient sigmoid", Product("sigmoid", 1, -2, 4), 1e-12);
    }

    [SkippableFact]
    public async Task Net_OfSigmoids_VanishesAndReluWithHeKeepsItsSize()
    {
        await using var page = await browser.OpenAsync(host, "/activations?view=net&v=1");
        await page.Page.GetByText("vanishes", new PageGetByTextOptions { Exact = true }).WaitForAsync();
        Assert.Equal(3, await page.Page.GetByText("keeps its size", new PageGetByTextOptions { Exact = true }).CountAsync());
        var before = await page.NumberAsync("gradient network-1");
        Assert.True(before < 1e-6, $"{before}");
        await page.Page.GetByLabel("normalization of network 1").SelectOptionAsync("batchnorm");
        var (sizes, _) = await Net("activation=sigmoid&initializer=xavier&depth=30&normalization=batchnorm");
        await page.ExpectNumberAsync("gradient network-1", sizes[0]);
        Assert.True(sizes[0] > 1000 * before, $"{before} {sizes[0]}");
    }

    [SkippableTheory]
    [InlineData("0.8, 1.2, 3.1", 0.8, 1.2, 3.1)]
    [InlineData("1.2, 0.9, 0.75", 1.2, 0.9, 0.75)]
    public async Task Softmax_OfTheTextbook_ShowsProbabilitiesAndJacobian(string button, params double[] logits)
    {
        await using var page = await browser.OpenAsync(host, "/activations?view=softmax&v=1");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
        await ExpectSoftmax(page, logits);
        var handle = page.Page.Locator("[data-handle='logit 1']");
        await handle.FocusAsync();
        await handle.PressAsync("ArrowUp");
        logits[0] = Math.Round(logits[0] + 0.1, 2);
        await ExpectSoftmax(page, logits);
    }

    [SkippableTheory]
    [InlineData("function")]
    [InlineData("chain")]
    [InlineData("net")]
    [InlineData("softmax")]
    public async Task Page_LightAndDark_IsAccessibleAndFits(string view)
    {
        await using var page = await browser.OpenAsync(host, $"/activations?view={view}&v=1");
        await page.Page.Locator("main svg").First.WaitForAsync();
        await Task.Delay(800);
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync($"activations-{view}");
    }

    [Theory]
    [InlineData("relu", 0, 0, 1, 0, false)]
    [InlineData("leaky-relu slope=0.2", 0, 0.2, 1, 0.2, false)]
    [InlineData("elu alpha=0.1", 0, 0.1, 1, 0.1, false)]
    [InlineData("prelu slope=-0.5", 0, -0.5, 1, -0.5, false)]
    [InlineData("relu6", 6, 1, 0, 0, false)]
    [InlineData("hard-tanh min=-0.37 max=1.23", 1.23, 1, 0, 0, false)]
    [InlineData("soft-shrink lambda=0.123", -0.123, 1, 0, 0, false)]
    [InlineData("hard-swish", 3, 1.5, 1, 1, false)]
    [InlineData("binary-step", 0, 0, 0, 0, true)]
    [InlineData("hard-shrink", 0.5, 0, 1, 0, true)]
    public async Task Kinks_OfEachKind_AreFoundWithTheConvention(string activation, double place, double left, double right, double used, bool jumps)
    {
        var kinks = (await Curve(activation)).GetProperty("kinks").EnumerateArray().ToArray();
        var kink = kinks.Single(one => Math.Abs(one.GetProperty("place").GetDouble() - place) < 1e-9);
        Assert.Equal(used, kink.GetProperty("gradient").GetDouble(), 9);
        Assert.Equal(jumps, kink.GetProperty("jumps").GetBoolean());
        if (!jumps)
        {
            Assert.Equal(left, kink.GetProperty("left").GetDouble(), 4);
            Assert.Equal(right, kink.GetProperty("right").GetDouble(), 4);
        }
    }

    [Theory]
    [InlineData("sigmoid", true)]
    [InlineData("tanh", true)]
    [InlineData("elu", true)]
    [InlineData("celu alpha=0.3", true)]
    [InlineData("softplus", true)]
    [InlineData("softsign", true)]
    [InlineData("swish", false)]
    [InlineData("swish beta=8", false)]
    [InlineData("gelu", false)]
    [InlineData("mish", false)]
    public async Task Kinks_OfSmoothFunctions_AreNone(string activation, bool monotone)
    {
        var curve = await Curve(activation);
        Assert.Empty(curve.GetProperty("kinks").EnumerateArray());
        Assert.Equal(monotone, curve.GetProperty("monotone").GetBoolean());
    }

    [Fact]
    public async Task Saturated_OfSigmoid_EndsWhereItsSlopeIsTheBound()
    {
        var stretches = (await Curve("sigmoid")).GetProperty("saturated").EnumerateArray()
            .Select(stretch => (From: stretch.GetProperty("from").GetDouble(), To: stretch.GetProperty("to").GetDouble())).ToArray();
        Assert.Equal(2, stretches.Length);
        Assert.Equal((-8.0, 8.0), (stretches[0].From, stretches[1].To));
        Assert.Equal(0.05, At("sigmoid", stretches[0].To).Slope, 9);
        Assert.Equal(0.05, At("sigmoid", stretches[1].From).Slope, 9);
    }

    [Fact]
    public async Task Net_WithTheInitializerOfItsActivation_KeepsTheGradient()
    {
        foreach (var (activation, initializer) in ((string, string)[])[("relu", "he"), ("tanh", "xavier"), ("selu", "lecun")])
        {
            var (sizes, verdict) = await Net($"activation={activation}&initializer={initializer}&depth=30");
            Assert.Equal("keeps its size", verdict);
            Assert.Equal(31, sizes.Length);
        }

        Assert.Equal("explodes", (await Net("activation=relu&initializer=normal%20deviation=0.3&depth=30")).Verdict);
        Assert.Equal("vanishes", (await Net("activation=binary-step&initializer=he&depth=5")).Verdict);
    }

    [Theory]
    [InlineData("curves?activations=relu&from=-1e9&to=8", "from must be from -100 to 100")]
    [InlineData("curves?activations=relu&from=-8&to=8&points=100000", "points must be from 2 to 500")]
    [InlineData("curves?activations=relu&from=-8&to=8&bound=NaN", "bound must be from 0 to 1")]
    [InlineData("curves?activations=&from=-8&to=8", "number of activations must be from 1 to 6")]
    [InlineData("at?activations=relu;relu;relu;relu;relu;relu;relu&x=1", "number of activations must be from 1 to 6")]
    [InlineData("at?activations=softmax&x=1", "no activation of one number 'softmax'")]
    [InlineData("at?activations=elu%20alpha=-1&x=1", "alpha")]
    [InlineData("at?activations=relu&x=1e300", "x must be from")]
    [InlineData("chain?activations=relu&x=1&w=1&depth=51", "depth must be from 1 to 50")]
    [InlineData("chain?activations=relu&x=1&w=NaN&depth=5", "w must be from -10 to 10")]
    [InlineData("net?activation=relu&initializer=he&depth=1000000", "depth must be from 1 to 50")]
    [InlineData("net?activation=relu&initializer=hee&depth=5", "he")]
    [InlineData("net?activation=relu&initializer=he&normalization=batch-norm&depth=5", "batchnorm")]
    [InlineData("softmax?logits=1", "numbers in logits must be from 2 to 10")]
    [InlineData("softmax?logits=1,two", "'two'")]
    public async Task Request_BeyondALimit_IsRefusedWithTheLimit(string question, string told)
    {
        using var response = await host.Client.GetAsync(new Uri($"/api/activations/{question}", UriKind.Relative));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(told, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task ExpectSoftmax(LabPage page, double[] logits)
    {
        var input = Tensor.From(logits, 1, logits.Length).Tracked();
        var output = input.Softmax();
        for (var i = 0; i < logits.Length; i++)
        {
            await page.ExpectNumberAsync($"p {i + 1}", output.ToDoubles()[i]);
            var row = Gradients.Of(output.Slice(1, i, 1).Sum(), [input])[0].ToDoubles();
            for (var j = 0; j < logits.Length; j++)
            {
                await page.ExpectNumberAsync($"jacobian {i + 1} {j + 1}", row[j]);
            }
        }
    }

    private static (double Value, double Slope) At(string activation, double x)
    {
        var layer = Specification.Make(activation, Catalog.Activations, "activation")(new Shape(1));
        layer.Convert(ElementType.Float64);
        var input = Tensor.From([x], 1, 1).Tracked();
        var output = layer.Forward(input);
        return (output.Item(), Gradients.Of(output, [input])[0].Item());
    }

    private static double Product(string activation, double x, double weight, int depth)
    {
        var product = 1.0;
        for (var i = 0; i < depth; i++)
        {
            var (value, slope) = At(activation, weight * x);
            (x, product) = (value, product * weight * slope);
        }

        return product;
    }

    private async Task<JsonElement> Curve(string activation)
        => (await host.Client.GetFromJsonAsync<JsonElement>(
            new Uri($"/api/activations/curves?activations={Uri.EscapeDataString(activation)}&from=-8&to=8", UriKind.Relative))).GetProperty("curves")[0];

    private async Task<(double[] Gradients, string Verdict)> Net(string query)
    {
        var reading = await host.Client.GetFromJsonAsync<JsonElement>(new Uri($"/api/activations/net?{query}", UriKind.Relative));
        return ([.. reading.GetProperty("gradients").EnumerateArray().Select(one => one.GetDouble())], reading.GetProperty("verdict").GetString()!);
    }
}
