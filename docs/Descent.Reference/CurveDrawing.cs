using System.Globalization;
using System.Text;

namespace Descent.Reference;

/// <summary>A curve and its derivative as SVG, readable on a light and on a dark page.</summary>
internal static class CurveDrawing
{
    private const double Left = 48, Right = 600, Top = 16, Bottom = 256;
    private const double MostOutside = 0.6;
    private const string Ink = "#7c8594", ValueColour = "#2f7ae5", SlopeColour = "#e8710a";

    public static string Draw(string name, Curve curve)
    {
        var (low, high) = Ends(curve);
        double X(double x) => Left + ((x - curve.X[0]) / (curve.X[^1] - curve.X[0]) * (Right - Left));
        double Y(double y) => Bottom - ((y - low) / (high - low) * (Bottom - Top));
        var picture = new StringBuilder($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 616 304" width="616" height="304" role="img" font-family="system-ui, sans-serif" font-size="12">
            <title>{name}</title>
            <clipPath id="c"><rect x="{Text(Left)}" y="{Text(Top)}" width="{Text(Right - Left)}" height="{Text(Bottom - Top)}"/></clipPath>

            """.ReplaceLineEndings("\n"));
        foreach (var tick in Ticks(curve.X[0], curve.X[^1]))
        {
            Line(picture, X(tick), Top, X(tick), Bottom, tick == 0);
            picture.Append($"<text x=\"{Text(X(tick))}\" y=\"{Text(Bottom + 16)}\" text-anchor=\"middle\" fill=\"{Ink}\">{Text(tick)}</text>\n");
        }

        foreach (var tick in Ticks(low, high))
        {
            Line(picture, Left, Y(tick), Right, Y(tick), tick == 0);
            picture.Append($"<text x=\"{Text(Left - 6)}\" y=\"{Text(Y(tick) + 4)}\" text-anchor=\"end\" fill=\"{Ink}\">{Text(tick)}</text>\n");
        }

        string Path(IReadOnlyList<double> values) => string.Join(' ', curve.X.Select((x, i) => $"{Text(X(x))},{Text(Y(Math.Clamp(values[i], low - 10 * (high - low), high + 10 * (high - low))))}"));
        if (curve.Slopes.Count > 0)
        {
            picture.Append($"<polyline clip-path=\"url(#c)\" fill=\"none\" stroke=\"{SlopeColour}\" stroke-width=\"2\" stroke-dasharray=\"6 4\" points=\"{Path(curve.Slopes)}\"/>\n");
            picture.Append($"<text x=\"{Text(Right)}\" y=\"{Text(Bottom + 36)}\" text-anchor=\"end\" fill=\"{SlopeColour}\">- - derivative</text>\n");
        }

        picture.Append($"<polyline clip-path=\"url(#c)\" fill=\"none\" stroke=\"{ValueColour}\" stroke-width=\"2.5\" points=\"{Path(curve.Values)}\"/>\n");
        picture.Append($"<text x=\"{Text(Left)}\" y=\"{Text(Bottom + 36)}\" fill=\"{ValueColour}\">{(curve.Slopes.Count > 0 ? "value" : "rate")}</text>\n");
        picture.Append($"<text x=\"{Text((Left + Right) / 2)}\" y=\"{Text(Bottom + 36)}\" text-anchor=\"middle\" fill=\"{Ink}\">{curve.Axis}</text>\n</svg>\n");
        return picture.ToString();
    }

    /// <summary>All values, 0, and of the derivatives what lies not too far outside.</summary>
    private static (double Low, double High) Ends(Curve curve)
    {
        var (low, high) = (Math.Min(0, curve.Values.Min()), Math.Max(0, curve.Values.Max()));
        var span = Math.Max(high - low, 1e-3);
        if (curve.Slopes.Count > 0)
        {
            (low, high) = (Math.Clamp(curve.Slopes.Min(), low - (MostOutside * span), low), Math.Clamp(curve.Slopes.Max(), high, high + (MostOutside * span)));
        }

        var margin = 0.04 * (high - low);
        return (low - margin, high + margin);
    }

    /// <summary>Round numbers between two ends, four to nine of them.</summary>
    private static IEnumerable<double> Ticks(double from, double to)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10((to - from) / 4)));
        step *= (to - from) / step > 20 ? 5 : (to - from) / step > 9 ? 2 : 1;
        for (var i = (long)Math.Ceiling((from / step) - 1e-9); i * step <= to + (1e-9 * step); i++)
        {
            yield return Math.Round(i * step, 10);
        }
    }

    private static void Line(StringBuilder picture, double x1, double y1, double x2, double y2, bool isAxis)
        => picture.Append($"<line x1=\"{Text(x1)}\" y1=\"{Text(y1)}\" x2=\"{Text(x2)}\" y2=\"{Text(y2)}\" stroke=\"{Ink}\" stroke-opacity=\"{(isAxis ? "0.9" : "0.25")}\"/>\n");

    private static string Text(double value) => (Math.Round(value, 2) is var rounded && rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
}
