using System.Text.Json;

namespace Descent;

/// <summary>How a parameter's gradient and updates went, one number for each look at the training.</summary>
/// <param name="Path">Its path in the model: <c>2.weight</c>.</param>
/// <param name="GradientNorm">The norm of its gradient.</param>
/// <param name="UpdateRatio">The norm of a step's update by that of its values; null where no step was measured.</param>
public sealed record ReportParameter(string Path, IReadOnlyList<double?> GradientNorm, IReadOnlyList<double?> UpdateRatio);

/// <summary>What came out of a layer at the last look.</summary>
/// <param name="Path">Its path in the model.</param>
/// <param name="Layer">It in words.</param>
/// <param name="Mean">The mean of its outputs.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Gradient">The root mean square of the loss's gradient with respect to an output.</param>
/// <param name="Units">Its units.</param>
/// <param name="Dead">Those through which nothing flows back; null where not measured.</param>
/// <param name="Saturated">Those near an asymptote; null where there is none.</param>
public sealed record ReportActivation(
    string Path, string Layer, double? Mean, double? Deviation, double? Gradient, int Units, int? Dead, int? Saturated);

/// <summary>What the doctor measured while the run trained: gradients, updates, activations.</summary>
public sealed record ReportHealth
{
    private const int MostLooks = 250;
    private const int MostParameters = 24;
    private const int MostActivations = 120;

    /// <summary>The steps before each look.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>The epoch of each look.</summary>
    public required IReadOnlyList<int> Epochs { get; init; }

    /// <summary>The parameters; of many, weights before biases, spread over the depth.</summary>
    public required IReadOnlyList<ReportParameter> Parameters { get; init; }

    /// <summary>The layers and activation functions at the last look.</summary>
    public required IReadOnlyList<ReportActivation> Activations { get; init; }

    /// <summary>Reads what a run folder holds; null where it holds nothing.</summary>
    internal static ReportHealth? Read(RunFolder folder)
    {
        var probes = HealthRecord.Read(folder).Probes;
        if (probes.Count == 0)
        {
            return null;
        }

        var looks = Evenly(probes, MostLooks);
        return new ReportHealth
        {
            Steps = [.. looks.Select(probe => probe.Step)],
            Epochs = [.. looks.Select(probe => probe.Epoch)],
            Parameters = [.. Paths(probes[^1]).Select(path => OfParameter(path, looks))],
            Activations = [.. probes[^1].Activations.Take(MostActivations).Select(OfActivation)],
        };
    }

    private static ReportParameter OfParameter(string path, IReadOnlyList<Probe> looks)
    {
        var facts = looks.Select(probe => probe.Parameters.FirstOrDefault(parameter => parameter.Path == path)).ToArray();
        return new(
            path,
            [.. facts.Select(fact => ReportCurves.Finite(fact?.GradientNorm))],
            [.. facts.Select(fact => ReportCurves.Finite(fact?.UpdateRatio))]);
    }

    private static ReportActivation OfActivation(ActivationFacts facts) => new(
        facts.Path,
        facts.Function.Length == 0 || facts.Layer.StartsWith(facts.Function, StringComparison.Ordinal) ? facts.Layer : $"{facts.Function} in {facts.Layer}",
        ReportCurves.Finite(facts.Mean),
        ReportCurves.Finite(facts.Deviation),
        ReportCurves.Finite(facts.GradientRms),
        facts.Units,
        facts.DeadUnits,
        facts.SaturatedUnits);

    private static IReadOnlyList<string> Paths(Probe probe)
    {
        var weights = probe.Parameters.Where(parameter => parameter.Rank >= 2).Select(parameter => parameter.Path).ToArray();
        string[] all = probe.Parameters.Count <= MostParameters ? [.. probe.Parameters.Select(parameter => parameter.Path)] : weights;
        return Evenly(all, MostParameters);
    }

    private static IReadOnlyList<T> Evenly<T>(IReadOnlyList<T> all, int most)
        => all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))])];
}

/// <summary>Something that the doctor found, as a run folder keeps it.</summary>
/// <param name="Name">The kind of finding.</param>
/// <param name="Severity">notice, warning or critical.</param>
/// <param name="Title">The finding in a few words.</param>
/// <param name="Where">Where; empty for the training as a whole.</param>
/// <param name="Evidence">What was measured.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ReportFinding(string Name, string Severity, string Title, string Where, string Evidence, string Meaning, string Remedy)
{
    private const int MostFindings = 60;

    /// <summary>Reads those of a run folder, the gravest first; none where it has no such file or one that is damaged.</summary>
    internal static IReadOnlyList<ReportFinding> Read(RunFolder folder)
    {
        try
        {
            var found = JsonSerializer.Deserialize(File.ReadAllText(folder.FindingsFile), RunReportJson.Default.ReportFindingArray);
            string[] order = ["critical", "warning", "notice"];
            return [.. (found ?? []).Where(finding => finding?.Name is not null).OrderBy(finding => Array.IndexOf(order, finding.Severity)).Take(MostFindings)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
