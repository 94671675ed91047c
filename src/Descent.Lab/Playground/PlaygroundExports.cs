using System.Globalization;
using System.Text;

namespace Descent.Lab.Playground;

/// <summary>A training of the playground as files.</summary>
internal static class PlaygroundExports
{
    /// <summary>The name of the file of points that a recipe trains on.</summary>
    public const string PointsFile = "playground.csv";

    /// <summary>All points as a table, in the order in which they were made: a recipe with the same seed splits them in the same way.</summary>
    public static string Points(PlaygroundSettings settings, PlaygroundTraining training)
    {
        if (training.Data.Whole is not { } points)
        {
            return settings.Table!.Text;
        }

        var isClasses = points.Task == TaskKind.Classification;
        var text = new StringBuilder($"{string.Join(',', points.FeatureNames)},{(isClasses ? "class" : points.TargetNames[0])}\n");
        for (var row = 0; row < points.Count; row++)
        {
            var target = isClasses ? points.ClassNames[points.Labels[row]] : points.Values[row].ToString("R", CultureInfo.InvariantCulture);
            text.AppendJoin(',', points.Input(row).Select(value => value.ToString("R", CultureInfo.InvariantCulture)))
                .Append(CultureInfo.InvariantCulture, $",{target}\n");
        }

        return text.ToString();
    }

    /// <summary>A recipe for <c>descent train</c>, beside the points.</summary>
    public static string Recipe(PlaygroundSettings settings, PlaygroundTraining training) => new Recipe
    {
        Source = PointsFile,
        Target = settings.Table?.Target is { Length: > 0 } target && settings.Data == "table" ? target : "last",
        Task = training.Train.Task,
        Features = settings.Data == "table" && settings.Table?.Features is { Length: > 0 } features ? features : null,
        TestFraction = settings.TestFraction,
        ValidationFraction = 0,
        Scale = training.Data.Whole is null ? null : "none",
        TargetScale = training.Data.Whole?.Task == TaskKind.Regression ? "none" : null,
        Model = training.Model.Text,
        Loss = settings.Loss,
        Optimizer = settings.Optimizer,
        Schedule = settings.Schedule,
        L1 = settings.L1 > 0 ? settings.L1 : null,
        L2 = settings.L2 > 0 ? settings.L2 : null,
        Epochs = PlaygroundProgram.Epochs(settings, training),
        BatchSize = settings.BatchSize,
        Seed = settings.Seed,
    }.ToJson();

    /// <summary>The weights as they are.</summary>
    public static byte[] Model(PlaygroundTraining training)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(
            stream,
            [.. training.Model.Network.Parameters.Select(named => new KeyValuePair<string, Tensor>(named.Path, named.Parameter.Value))],
            new Dictionary<string, string> { ["descent.model"] = training.Model.Text });
        return stream.ToArray();
    }
}
