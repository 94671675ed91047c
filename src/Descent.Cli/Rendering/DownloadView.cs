using System.Diagnostics;
using Spectre.Console;

namespace Descent.Cli.Rendering;

/// <summary>Shows how far downloads have come: a bar on a terminal, else a line when a file is there.</summary>
internal sealed class DownloadView : IProgress<DownloadProgress>
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock drawing = new();
    private LiveDisplayContext? display;
    private string file = "";
    private long before;
    private long started;
    private long lastDrawn;

    private DownloadView()
    {
    }

    /// <summary>Runs a download and shows it on standard error.</summary>
    public static string Watch(bool quiet, Func<IProgress<DownloadProgress>?, string> download)
    {
        if (quiet)
        {
            return download(null);
        }

        var view = new DownloadView();
        return !Terminal.ErrorIsTerminal ? download(view) : Terminal.OpenError().Live(new Text("")).Start(context =>
        {
            view.display = context;
            return download(view);
        });
    }

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        lock (drawing)
        {
            if (file != value.File)
            {
                (file, before, started) = (value.File, value.Received, Stopwatch.GetTimestamp());
            }

            var done = value.Received >= value.Total;
            if (display is null)
            {
                if (done)
                {
                    Console.Error.WriteLine($"{value.File}: {Numbers.Megabytes(value.Total)}");
                }
            }
            else if (done || Stopwatch.GetElapsedTime(lastDrawn) >= Interval)
            {
                lastDrawn = Stopwatch.GetTimestamp();
                display.UpdateTarget(Draw(value));
            }
        }
    }

    private Rows Draw(DownloadProgress value)
    {
        var filled = (int)(BarWidth * value.Received / Math.Max(1, value.Total));
        var rate = (value.Received - before) / Math.Max(1e-3, Stopwatch.GetElapsedTime(started).TotalSeconds);
        var left = rate > 0 ? $", {Numbers.Time((value.Total - value.Received) / rate)} left" : "";
        return new Rows(
            new Markup(Markup.Escape(value.File)).Overflow(Overflow.Ellipsis),
            new Markup($"[green]{new string('━', filled)}[/][grey]{new string('─', BarWidth - filled)}[/]").Overflow(Overflow.Crop),
            new Markup($"{Numbers.Megabytes(value.Received)} of {Numbers.Megabytes(value.Total)}, {Numbers.Megabytes((long)rate)}/s{left}")
                .Overflow(Overflow.Ellipsis));
    }
}
