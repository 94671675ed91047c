using System.Text.Json;
using Descent.Lab;
using Descent.Lab.Pages;

namespace Descent.App.Tests.Lab;

/// <summary>The chain rule: every step of the page is the library's, and reaches the numbers of the worked examples.</summary>
[Collection("lab")]
public sealed class ChainPageTests(LabHost host, LabBrowser browser)
{
    [SkippableTheory]
    [InlineData("linear-regression")]
    [InlineData("two-two-one")]
    public async Task Stepper_NextThroughAll_ShowsEveryStepOfTheLibrary(string what)
    {
        await using var page = await browser.OpenAsync(host, $"/chain-rule?what={what}&v=1");
        var steps = ChainEndpoints.Explain(new LabOptions(), what, 0, 0).Steps.Where(step => step.Section > 0 || step.Formula is not null).ToArray();
        for (var i = 0; i < steps.Length; i++)
        {
            await page.Page.Locator($".card[data-step=\"{steps[i].Name}\"]").WaitForAsync();
            await page.ExpectNumberAsync("step", steps[i].Value);
            if (i < steps.Length - 1)
            {
                await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Next", Exact = true }).ClickAsync();
            }
        }
    }

    [SkippableFact]
    public async Task Keys_LeftRightHomeEnd_WalkTheChainToTheWorkedExamplesNumbers()
    {
        await using var page = await browser.OpenAsync(host, "/chain-rule?what=two-two-one&v=1");
        await page.ExpectNumberAsync("step", 0.3);
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.ExpectNumberAsync("step", 0.5);
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await page.ExpectNumberAsync("step", 0.3);
        await page.Page.Locator("select >> nth=0").FocusAsync();
        await page.Page.GetByText("One weight of two layers").ClickAsync();
        await page.ExpectNumberAsync("step", -0.0455740647470483);
        await page.ExpectNumberAsync("difference", -0.0455740647470483, 1e-7);
        double[] products = [-1.3630047253281514, -0.26632682820725795, -0.18642877974508054, -0.0455740647470483, -0.0455740647470483];
        for (var i = 0; i < products.Length; i++)
        {
            await page.ExpectNumberAsync($"product-{i}", products[i]);
        }

        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Next", Exact = true }).FocusAsync();
        await page.Page.Keyboard.PressAsync("End");
        await page.ExpectNumberAsync("step", 0.2971076960051022);
        await page.Page.Keyboard.PressAsync("Home");
        await page.ExpectNumberAsync("step", 0.3);
    }

    [SkippableFact]
    public async Task Samples_OfTheLine_SumToTheGradient_AndTheUpdateIsApplied()
    {
        await using var page = await browser.OpenAsync(host, "/chain-rule");
        var line = Line();
        await page.ExpectNumberAsync("weight-gradient", line.WeightGradient);
        await page.ExpectNumberAsync("bias-gradient", line.BiasGradient);
        await page.ExpectNumberAsync("loss", line.Loss);
        await page.ExpectNumberAsync("loss-after", line.LossAfter);
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
        {
            sum += await page.NumberAsync($"sample-{i}-4");
        }

        await page.ExpectNumberAsync("term-sum", sum);
        Assert.Equal(line.WeightGradient, 2 * sum / 4, 1e-12);
        await page.Page.GetByText("Apply the update").ClickAsync();
        await page.ExpectNumberAsync("loss", line.LossAfter);
    }

    [SkippableFact]
    public async Task Answer_Hidden_IsToldOnlyWhenAskedFor()
    {
        await using var page = await browser.OpenAsync(host, "/chain-rule?what=two-two-one&hide=1&v=1");
        var guess = page.Page.GetByLabel("Your value of z_1");
        await guess.FillAsync("0.7");
        await page.Page.GetByText("Not yet").WaitForAsync();
        Assert.Equal(0, await page.Page.Locator("[data-name='step']").CountAsync());
        await guess.FillAsync("0.3");
        await page.Page.GetByText("That is it").WaitForAsync();
        await page.Page.GetByText("Tell me").ClickAsync();
        await page.ExpectNumberAsync("step", 0.3);
    }

    [SkippableFact]
    public async Task Page_LightAndDark_IsAccessibleAndFits()
    {
        await using var page = await browser.OpenAsync(host, "/chain-rule?what=two-two-one&at=14&v=1");
        await page.ExpectNumberAsync("step", ChainEndpoints.Explain(new LabOptions(), "two-two-one", 0, 0).Steps.Where(step => step.Section > 0 || step.Formula is not null).ElementAt(14).Value);
        await page.ExpectAccessibleAsync();
        await page.PicturesAsync("chain");
    }

    [Theory]
    [InlineData("what=two-two-on", "'two-two-one'")]
    [InlineData("what=run:../../etc", "There is no run")]
    [InlineData("what=run:..", "There is no run")]
    [InlineData("what=xor&updates=201", "updates must be from 0 to 200")]
    public async Task Explain_WhatIsNotThere_IsRefused(string query, string told)
    {
        using var response = await host.Client.GetAsync(new Uri($"/api/chain/explain?{query}", UriKind.Relative));
        Assert.Equal(400, (int)response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(told, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The textbook's line, by its own formulas: nothing of the library.</summary>
    private static (double WeightGradient, double BiasGradient, double Loss, double LossAfter) Line()
    {
        double[] x = [1, 2, 3, 4], y = [3, 5, 7, 10];
        var (w, b, rate) = (0.5, 0.25, 0.05);
        double Loss(double w, double b) => x.Zip(y, (x, y) => Math.Pow((w * x) + b - y, 2)).Sum() / 4;
        var (dw, db) = (x.Zip(y, (x, y) => ((w * x) + b - y) * x).Sum() / 2, x.Zip(y, (x, y) => (w * x) + b - y).Sum() / 2);
        return (dw, db, Loss(w, b), Loss(w - (rate * dw), b - (rate * db)));
    }
}
