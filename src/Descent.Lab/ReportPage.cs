using System.Text;

namespace Descent.Lab;

/// <summary>A run's report as one page that holds its scripts, styles, fonts and numbers, and asks nothing of any network.</summary>
public static class ReportPage
{
    private const string Page = "report.html";
    private const string Place = "\"DESCENT REPORT\"";

    /// <summary>Why there is no page to put a report in; null where there is one.</summary>
    public static string? Missing => WebFiles.Has(Page)
        ? null
        : "The page of reports was not built, because Node.js was not found when this program was. "
            + "Install Node.js 20 or later, then: dotnet build src/Descent.Lab -c Release";

    /// <summary>The page with a report in it, as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">The page was not built; <see cref="Missing"/> says so.</exception>
    public static byte[] Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        // The document's JSON has no < and no >, whatever texts a data set holds, so nothing in it ends the element.
        var page = Encoding.UTF8.GetString(WebFiles.Read(Page));
        var place = page.IndexOf(Place, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(string.Concat(page.AsSpan(0, place), report.ToJson(), page.AsSpan(place + Place.Length)));
    }
}
