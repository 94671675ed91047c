using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>A field of a run's recipe.</summary>
/// <param name="Name">The field.</param>
/// <param name="Value">Its value as text.</param>
/// <param name="Meaning">What it is.</param>
public sealed record ReportField(string Name, string Value, string Meaning);

/// <summary>How the model of a run does on its test part.</summary>
public sealed record ReportTest
{
    /// <summary>The samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The mean loss.</summary>
    public double? Loss { get; init; }

    /// <summary>The metrics that fit the task, by name; null where one is no number.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>What classes are judged by; null for values.</summary>
    public ReportClasses? Classes { get; init; }

    /// <summary>What values are judged by; empty for classes.</summary>
    public IReadOnlyList<ReportValues> Values { get; init; } = [];

    /// <summary>The samples that the model got most wrong.</summary>
    public ReportSamples Mistakes { get; init; } = new();
}

/// <summary>
/// Everything there is to see about one run: the document behind its page in the Lab and behind <c>report.html</c>. It is bounded, however long the run
/// and however large its data.
/// </summary>
public sealed record RunReport
{
    /// <summary>The form of the document; it grows when a field changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The name of the run: its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The complete recipe, field by field.</summary>
    public required IReadOnlyList<ReportField> Recipe { get; init; }

    /// <summary>How many epochs were planned; null where nothing says so.</summary>
    public int? Epochs { get; init; }

    /// <summary>What was measured after each epoch.</summary>
    public required ReportCurves Curves { get; init; }

    /// <summary>The model; null where the recipe names none that can be built.</summary>
    public ReportLayer? Model { get; init; }

    /// <summary>The data; null where it is not there any more.</summary>
    public ReportData? Data { get; init; }

    /// <summary>How the model does on the test part; null where it was not trained to its end, or the data is not there.</summary>
    public ReportTest? Test { get; init; }

    /// <summary>What the doctor found; empty where it found nothing.</summary>
    public IReadOnlyList<ReportFinding> Findings { get; init; } = [];

    /// <summary>Whether the doctor has watched the training.</summary>
    public bool IsExamined { get; init; }

    /// <summary>Gradients, updates and activations; null where nothing was measured.</summary>
    public ReportHealth? Health { get; init; }

    /// <summary>What is missing, and why, in sentences.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>The report of a run folder. The model is measured anew on the run's test part, as <c>descent evaluate</c> does.</summary>
    /// <param name="path">The folder; of a run that ended, was interrupted, failed, or goes on now.</param>
    /// <param name="cancellation">Stops between the parts of the work.</param>
    /// <exception cref="DataException">It is no run folder; of a sweep or of folds, the folders of their runs are named.</exception>
    public static RunReport Of(string path, CancellationToken cancellation = default) => new RunReportMaker(path, cancellation).Make();

    /// <summary>The document as JSON; it holds no &lt; and no &gt;, so it can stand in a page.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunReportJson.Default.RunReport);

    /// <summary>A recipe's fields with their values as text.</summary>
    public static IReadOnlyList<ReportField> FieldsOf(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return [.. Descent.Recipe.Fields
            .Select(field => (field, Value: field.Get(recipe)))
            .Where(pair => pair.Value is not null)
            .Select(pair => new ReportField(pair.field.Name, Text(pair.Value!), pair.field.Meaning))];
    }

    private static string Text(object value) => value switch
    {
        IEnumerable<string> texts => string.Join(", ", texts),
        IEnumerable<int> numbers => string.Join(", ", numbers),
        Enum word => word.ToString().ToLowerInvariant(),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}

/// <summary>The report's JSON, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(ReportFinding[]))]
internal sealed partial class RunReportJson : JsonSerializerContext;
