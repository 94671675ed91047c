using Descent.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Descent.App.Tests.Cli;

public class LiveViewTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void Frame_AtAnyWidth_FitsAndTellsTheLosses(int width)
    {
        var progress = new TrainingProgress();
        progress.Add(new TrainingStarted(100, 1000, 50_000, 5_000, 0));
        for (var epoch = 1; epoch <= 70; epoch++)
        {
            progress.Add(new BatchEnded(epoch, 1000, 1.0 / epoch, 0.001, 50_000));
            progress.Add(
                new EpochEnded(epoch, 1.0 / epoch, 1.5 / epoch, new Dictionary<string, double> { ["accuracy"] = 0.5 }, 0.001, 1, 50_000));
        }

        progress.Add(new BatchEnded(71, 500, 0.0141, 0.001, 25_000));
        var lines = Render(TrainingFrame.Draw(progress, width), width).TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 0, width));
        var text = string.Join('\n', lines);
        Assert.Contains("70/100", text, StringComparison.Ordinal);
        Assert.Contains("500/1000", text, StringComparison.Ordinal);
        Assert.Contains("0.0141", text, StringComparison.Ordinal);
        Assert.Contains("0.0214", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Sparkline_OfFallingValues_Falls() => Assert.Equal("█▅▁", Sparkline.Draw([3, 2, 1], 10, 1, 3).Replace('▆', '▅'));

    [Fact]
    public void Sparkline_OfMoreValuesThanColumns_AveragesThem() => Assert.Equal("▁█", Sparkline.Draw([0, 0, 1, 1], 2, 0, 1));

    [Fact]
    public void Sparkline_OfOneLevel_IsFlat() => Assert.Equal("▁▁", Sparkline.Draw([2, 2], 5, 2, 2));

    private static string Render(IRenderable frame, int width)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Write(frame);
        return writer.ToString();
    }
}
