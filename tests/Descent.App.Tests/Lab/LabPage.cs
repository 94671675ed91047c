using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>One open page. When it is closed it must have asked nothing outside loopback and logged no error.</summary>
internal sealed class LabPage : IAsyncDisposable
{
    private static readonly string Pictures = Repository.PathOf("tests", "Descent.App.Tests", "Lab", "pictures");

    private readonly IBrowserContext context;
    private readonly List<string> faults = [];

    private LabPage(IBrowserContext context, IPage page, Uri address)
    {
        (this.context, Page) = (context, page);

        // A file may ask for nothing but itself.
        var allowed = address.IsFile ? address.ToString() : address.GetLeftPart(UriPartial.Authority);
        page.Console += (_, message) => Note(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"error: {error}");
        page.Request += (_, request) => Note(
            !request.Url.StartsWith(allowed, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal),
            $"request outside: {request.Url}");
    }

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>Opens an address and waits for its heading.</summary>
    public static async Task<LabPage> OpenAsync(IBrowserContext context, Uri address, string path)
    {
        var opened = new LabPage(context, await context.NewPageAsync(), address);
        try
        {
            await opened.Page.GotoAsync(path);
            await opened.Page.Locator("main h1").First.WaitForAsync();
            return opened;
        }
        catch (Exception error) when (error is TimeoutException or PlaywrightException)
        {
            throw new InvalidOperationException($"{path} did not open. {string.Join('\n', opened.faults)}", error);
        }
    }

    /// <summary>The number that stands under a name, in full (its <c>data-value</c>).</summary>
    public async Task<double> NumberAsync(string name)
    {
        var text = await Page.Locator($"[data-name='{name}']").First.GetAttributeAsync("data-value");
        return double.Parse(text!, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the number under a name is the expected one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expected">The number.</param>
    /// <param name="tolerance">What it may differ by, relative to numbers above 1.</param>
    public async Task ExpectNumberAsync(string name, double expected, double tolerance = 1e-9)
    {
        var found = double.NaN;
        bool IsIt() => Math.Abs(found - expected) <= tolerance * Math.Max(1, Math.Abs(expected));
        for (var i = 0; i < 100 && !IsIt(); i++)
        {
            await Task.Delay(i == 0 ? 0 : 50);
            var text = await Page.Locator($"[data-name='{name}']").First.GetAttributeAsync("data-value");
            found = text is null ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
        }

        Assert.True(IsIt(), $"'{name}' shows {found:R}, not {expected:R}.");
    }

    /// <summary>Drags a handle of a chart by pixels with the mouse.</summary>
    public async Task DragAsync(string handle, float right, float down)
    {
        var box = (await Page.Locator($"[data-handle='{handle}']").First.BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(x + right, y + down, new MouseMoveOptions { Steps = 8 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>Fails where axe-core finds a serious or critical violation, in light and in dark.</summary>
    public async Task ExpectAccessibleAsync()
    {
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            await Page.EvaluateAsync(await File.ReadAllTextAsync(LabBrowser.Axe));
            var result = await Page.EvaluateAsync<JsonElement>(
                "async () => (await axe.run()).violations.filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => `${v.id}: ${v.help}\\n  ${v.nodes.map(n => n.html + ' ' + n.failureSummary).join('\\n  ')}`)");
            Assert.True(result.GetArrayLength() == 0, $"{theme}:\n{string.Join('\n', result.EnumerateArray())}");
        }
    }

    /// <summary>Fails where the page is wider than the window.</summary>
    public async Task ExpectNoSidewaysScrollAsync()
        => Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");

    /// <summary>Takes pictures at three widths, in light and in dark, into a folder that git ignores.</summary>
    public async Task PicturesAsync(string name)
    {
        Directory.CreateDirectory(Pictures);
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme });
            foreach (var width in (int[])[1440, 768, 360])
            {
                await Page.SetViewportSizeAsync(width, 900);
                await Page.WaitForTimeoutAsync(250);
                await ExpectNoSidewaysScrollAsync();
                await Page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = Path.Combine(Pictures, $"{name}-{width}-{theme.ToString().ToLowerInvariant()}.png"),
                    FullPage = true,
                });
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private void Note(bool wrong, string fault)
    {
        if (wrong)
        {
            lock (faults)
            {
                faults.Add(fault);
            }
        }
    }
}
