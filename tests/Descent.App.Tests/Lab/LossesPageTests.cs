using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>The loss zoo: what it shows is what the library computes, moved by mouse and by keys.</summary>
[Collection("lab")]
public sealed class LossesPageTests(LabHost host, LabBrowser browser)
{
    [SkippableFact]
    public async Task Error_AtThree_SquaredSaysNineAndAbsoluteThree()
    {
        await using var page = await browser.OpenAsync(host, "/losses");
        await page.ExpectNumberAsync("value mean-squared-error", 1);
        var handle = page.Page.Locator("[data-handle='error']");
        await handle.FocusAsync();
        for (var i = 0; i < 20; i++)
        {
            await handle.PressAsync("ArrowRight");
        }

        await page.ExpectNumberAsync("value mean-squared-error", 9);
        await page.ExpectNumberAsync("value mean-absolute-error", 3);
        await page.ExpectNumberAsync("gradient mean-squared-error", 6);
        await page.ExpectNumberAsync("gradient mean-absolute-error", 1);
        await page.ExpectNumberAsync("value huber", new Huber().Compute(Tensor.From([3.0], 1, 1), Tensor.From([0.0], 1, 1)).Item());
    }

    [SkippableFact]
    public async Task Error_DraggedByMouse_ShowsTheLibrarysNumbers()
    {
        await using var page = await browser.OpenAsync(host, "/losses?losses=log-cosh;quantile q=0.9&v=1");
        await page.DragAsync("error", -170, 0);
        await Task.Delay(300);
        var place = double.Parse((await page.Page.Locator("[data-handle='error']").GetAttributeAsync("aria-valuenow"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(place < 0.5, $"The error is still {place}.");
        Tensor prediction = Tensor.From([1 + place], 1, 1).Tracked(), target = Tensor.From([1.0], 1, 1);
        await page.ExpectNumberAsync("value log-cosh", new LogCosh().Compute(prediction, target).Item());
        var quantile = new Quantile(0.9).Compute(prediction, target);
        await page.ExpectNumberAsync("value quantile", quantile.Item());
        await page.ExpectNumberAsync("gradient quantile", Gradients.Of(quantile, [prediction])[0].Item());
    }

    [SkippableFact]
    public async Task Outlier_Dragged_PullsTheLineOfSquaredErrorMost()
    {
        await using var page = await browser.OpenAsync(host, "/losses");
        await page.Page.Locator("[data-name='slope mean-squared-error']").WaitForAsync();
        await page.Page.Locator("[data-handle='outlier']").ScrollIntoViewIfNeededAsync();
        await page.DragAsync("outlier", 0, -40);
        await Task.Delay(600);
        var calm = (Squared: await page.NumberAsync("slope mean-squared-error"), Absolute: await page.NumberAsync("slope mean-absolute-error"));
        await page.DragAsync("outlier", 0, 150);
        await Task.Delay(1000);
        var wild = (Squared: await page.NumberAsync("slope mean-squared-error"), Absolute: await page.NumberAsync("slope mean-absolute-error"));
        Assert.True(calm.Squared - wild.Squared > 5 * Math.Abs(calm.Absolute - wild.Absolute), $"{calm} {wild}");
    }

    [SkippableFact]
    public async Task Margin_AtMinusThreeTenths_LogisticAndHingeAsInTheTextbook()
    {
        await using var page = await browser.OpenAsync(host, "/losses?view=margins&v=1");
        await page.ExpectNumberAsync("value hinge", 1.3);
        Assert.Equal(0.854, await page.NumberAsync("value logistic-margin"), 3);
        await page.ExpectNumberAsync("value logistic-margin", Logistic(-0.3));
        await page.ExpectNumberAsync("value binary-zero-one", 1);
        await page.ExpectNumberAsync("gradient binary-zero-one", 0);
        var handle = page.Page.Locator("[data-handle='margin']");
        await handle.FocusAsync();
        await handle.PressAsync("ArrowRight");
        await page.ExpectNumberAsync("value logistic-margin", Logistic(-0.25));
        await page.Page.GetByText("base 2", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.ExpectNumberAsync("value logistic-margin", Logistic(-0.25) / Math.Log(2));
    }

    [SkippableFact]
    public async Task Logits_Moved_GivePredictionLessTruth()
    {
        await using var page = await browser.OpenAsync(host, "/losses?view=classes&v=1");
        await page.ExpectNumberAsync("class loss", Row(2.1, 0.1, -1));
        var handle = page.Page.Locator("[data-handle='logit 2']");
        await handle.FocusAsync();
        await handle.PressAsync("ArrowUp");
        await page.ExpectNumberAsync("class loss", Row(2.1, 0.2, -1));
        var logits = Tensor.From([2.1, 0.2, -1], 1, 3).Tracked();
        var gradient = Gradients.Of(new CrossEntropy().Compute(logits, Tensor.From([0], 1)), [logits])[0].ToDoubles();
        var probability = logits.Softmax().ToDoubles()[0];
        await page.ExpectNumberAsync("true probability", probability);
        Assert.Equal(probability - 1, gradient[0], 12);
        await page.Page.GetByLabel("add to all logits").First.FillAsync("30");
        await page.ExpectNumberAsync("shifted loss", Row(2.1, 0.2, -1));
        await page.DragAsync("logit 1", 0, 60);
        await Task.Delay(300);
        Assert.True(await page.NumberAsync("class loss") > Row(2.1, 0.2, -1));
    }

    [SkippableFact]
    public async Task Distributions_OfTheTextbook_AreInBitsAndNats()
    {
        await using var page = await browser.OpenAsync(host, "/losses?view=distributions&v=1");
        await page.ExpectNumberAsync("cross-entropy", 1);
        Assert.Equal(0.881, await page.NumberAsync("entropy"), 3);
        await page.Page.GetByText("nats", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.ExpectNumberAsync("cross-entropy", Math.Log(2));
        var handle = page.Page.Locator("[data-handle='q A']");
        await handle.FocusAsync();
        await handle.PressAsync("ArrowUp");
        var expected = InformationTheory.CrossEntropy(Tensor.From([0.7, 0.3], 2), Tensor.From([0.51, 0.49], 2)).Item();
        await page.ExpectNumberAsync("cross-entropy", expected);
    }

    [SkippableFact]
    public async Task Sample_Drawn_ShowsAverageAndExpectedLoss()
    {
        await using var page = await browser.OpenAsync(host, "/losses?view=samples&v=1");
        var experiment = new GeneralizationExperiment { Samples = 15, Capacity = 12, Noise = 0.25, Seed = 1 };
        await page.ExpectNumberAsync("average loss", experiment.Run().AverageLoss);
        await page.ExpectNumberAsync("expected loss", experiment.Run().ExpectedLoss);
        await page.Page.GetByText("Draw another sample").ClickAsync();
        var next = (experiment with { Seed = 2 }).Run();
        await page.ExpectNumberAsync("expected loss", next.ExpectedLoss);
        await page.ExpectNumberAsync("gap", next.ExpectedLoss - next.AverageLoss);
    }

    [SkippableTheory]
    [InlineData("errors")]
    [InlineData("margins")]
    [InlineData("classes")]
    [InlineData("distributions")]
    [InlineData("samples")]
    public async Task Page_LightAndDark_IsAccessibleAndFits(string view)
    {
        await using var page = await browser.OpenAsync(host, $"/losses?view={view}&v=1");
        await page.Page.Locator("main svg").First.WaitForAsync();
        await Task.Delay(800);
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync($"losses-{view}");
    }

    private static double Logistic(double z) => new LogisticMargin().Compute(Tensor.From([z], 1, 1), Tensor.From([1.0], 1, 1)).Item();

    private static double Row(params double[] logits)
        => new CrossEntropy().Compute(Tensor.From(logits, 1, logits.Length), Tensor.From([0], 1)).Item();
}
