using Microsoft.Playwright;

namespace Descent.App.Tests.Lab;

/// <summary>Debian's Chromium, started once; tests that need it are skipped, with the reason, where it or the built page is missing.</summary>
public sealed class LabBrowser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Why no page can be opened; null where one can.</summary>
    public static string? Missing
        => Descent.Lab.LabServer.MissingPage
            ?? (Program is null ? $"There is no browser at {string.Join(", ", Places)}; on Debian: apt-get install chromium." : null)
            ?? (File.Exists(Axe) ? null : $"There is no {Axe}; Node.js installs it when src/Descent.Lab is built.");

    /// <summary>The checker of accessibility.</summary>
    internal static string Axe { get; } = Repository.PathOf("src", "Descent.Lab", "web", "node_modules", "axe-core", "axe.min.js");

    private static string? Program => Array.Find(Places, File.Exists);

    public async Task InitializeAsync()
    {
        if (Missing is null)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
            });
        }
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>Opens a page of the Lab; the test is skipped where that is not possible.</summary>
    internal async Task<LabPage> OpenAsync(LabHost host, string path, int width = 1440, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        Skip.IfNot(Missing is null || Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Assert.True(Missing is null, Missing);
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = theme,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        return await LabPage.OpenAsync(context, host.Address, path);
    }

    /// <summary>Opens a file from the disk, without any server.</summary>
    internal async Task<LabPage> OpenFileAsync(string path, int width = 1440, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        Skip.IfNot(Missing is null || Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Assert.True(Missing is null, Missing);
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = theme,
        });
        var file = new Uri(path);
        return await LabPage.OpenAsync(context, file, file.ToString());
    }
}
