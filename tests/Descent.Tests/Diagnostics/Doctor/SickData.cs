using Descent.Kernels;
using Descent.Tests.Data;
using static Descent.Tests.Diagnostics.PatientFiles;

namespace Descent.Tests.Diagnostics;

/// <summary>A training whose data is not well.</summary>
/// <param name="Finding">What must be found.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="Gain">By how much the score must rise when the remedy is followed.</param>
internal sealed record SickDatum(string Finding, Func<Recipe> Recipe, double Gain)
{
    /// <summary>A file of samples as they come when the model is used; null to take the test part.</summary>
    public Func<string>? Fresh { get; init; }

    /// <summary>What else is true of the data; empty for nothing.</summary>
    public string Also { get; init; } = "";

    /// <summary>What is to rise, of the measures on the test part and on fresh samples: accuracy or R2 on the latter unless given.</summary>
    public Func<Evaluation, Evaluation, double> Score { get; init; } = (_, fresh) => SickData.Skill(fresh);
}

/// <summary>Trainings whose data is sick, each in a way of its own, at least two for each finding about data.</summary>
internal static class SickData
{
    private const string Small = "linear 32, relu, linear 1";
    private static readonly string[] Kinds = ["a", "b", "c"];

    /// <summary>The trainings by name.</summary>
    public static IReadOnlyDictionary<string, SickDatum> All { get; } = new Dictionary<string, SickDatum>
    {
        ["inputs-not-standardised: wine in its own units"] = new("inputs-not-standardised",
            () => Table(SharedData.Require("wine", "wine.csv"), "linear 32, relu, linear 3", 20) with { Scale = "none" }, 0.2),
        ["inputs-not-standardised: years and pressures"] = new("inputs-not-standardised", () => Table(Weather, Small, 20) with { Scale = "none" }, 0.3),
        ["target-badly-scaled: diabetes in its own unit"] = new("target-badly-scaled",
            () => Table(SharedData.Require("diabetes", "diabetes.csv"), Small, 30) with { TargetScale = "none" }, 0.2),
        ["target-badly-scaled: prices"] = new("target-badly-scaled", () => Table(Prices, Small, 20) with { TargetScale = "none" }, 0.5),
        ["outliers-rule-mse: a plane with misplaced points"] = new("outliers-rule-mse", () => Table(Plane("plane-outliers", 0.02), Small, 40), 0.1)
        {
            Fresh = () => Plane("plane-fresh", 0),
        },
        ["outliers-rule-mse: diabetes with slipped decimal points"] = new("outliers-rule-mse", () => Table(Diabetes("diabetes-outliers", slipped: true), Small, 40), 0.1)
        {
            Fresh = () => Diabetes("diabetes-fresh", slipped: false),
        },
        ["class-imbalance: one in thirty"] = new("class-imbalance", () => Table(Rare("rare", 30), "linear 16, relu, linear 2", 20), 0.15) { Score = (_, test) => Recall(test) },
        ["class-imbalance: adults, few of them rich"] = new("class-imbalance", () => Table(FewRich, "linear 16, relu, linear 2", 6), 0.1) { Score = (_, test) => Recall(test) },
        ["sorted-not-shuffled: penguins by species"] = new("sorted-not-shuffled",
            () => Table(SharedData.Require("penguins", "penguins.csv"), "linear 16, relu, linear 3", 6) with { Target = "species", Shuffle = "no" }, 0.1),
        ["sorted-not-shuffled: values in ascending order"] = new("sorted-not-shuffled", () => Table(Ascending, Small, 20) with { Shuffle = "no", Optimizer = "sgd rate=0.1" }, 0.05),
        ["leakage: the class as a code"] = new("leakage", () => Table(Coded("coded", isKnown: true), "linear 16, relu, linear 3", 20), 0.2)
        {
            Fresh = () => Coded("coded-fresh", isKnown: false),
        },
        ["leakage: titanic with lifeboats"] = new("leakage", () => Table(Boats("boats", 0.02), "linear 16, relu, linear 2", 30) with { Target = "survived" }, 0.1)
        {
            Fresh = () => Boats("boats-fresh", 0.5),
        },
        ["leakage: iris with its row numbers"] = new("leakage", () => Table(Numbered("numbered", 1), "linear 16, relu, linear 3", 40), 0.1)
        {
            Fresh = () => Numbered("numbered-fresh", 1001),
        },
        ["duplicate-rows: red wines, each twice"] = new("duplicate-rows",
            () => Table(Twice, "linear 256, relu, linear 256, relu, linear 1", 60) with { Target = "12", Task = TaskKind.Regression, Header = "none" }, 0.1)
        {
            Fresh = () => LastWines,
            Score = (test, fresh) => -Math.Abs(Skill(test) - Skill(fresh)),
        },
        ["duplicate-rows: patients, each three times"] = new("duplicate-rows", () => Table(Thrice, "linear 128, relu, linear 128, relu, linear 1", 60), 0.1)
        {
            Fresh = () => Diabetes("diabetes-fresh", slipped: false),
            Score = (test, fresh) => -Math.Abs(Skill(test) - Skill(fresh)),
        },
        ["duplicate-rows: the same inputs with other classes"] = new("duplicate-rows", () => Table(Contradicting, "linear 64, relu, linear 64, relu, linear 2", 60), 0.1)
        {
            Fresh = () => Rings("rings-fresh", 600, 0),
            Also = "suspicious-labels",
        },
        ["constant-feature: a device that was on for three rows"] = new("constant-feature",
            () => Table(Blobs("off", (_, i) => i switch { 100 => "0.1", 301 => "0.2", 452 => "0.3", _ => "0" }), "linear 16, relu, linear 3", 20), 0.3)
        {
            // When the model is used the device is on.
            Fresh = () => Blobs("on", (random, _) => Text(random * 5)),
        },
        ["constant-feature: a column that is hardly ever filled in"] = new("constant-feature",
            () => Table(Blobs("empty", (random, _) => random < 0.02 ? Text(random * 50) : ""), "linear 16, relu, linear 3", 20), 0.3)
        {
            Fresh = () => Blobs("filled", (random, _) => Text(random * 50)),
        },
        ["suspicious-labels: rings with a fifth of wrong labels"] = new("suspicious-labels",
            () => Table(Rings("rings-wrong", 400, 0.18), "linear 128, relu, linear 128, relu, linear 2", 150), 0.02)
        {
            Fresh = () => Rings("rings-fresh", 600, 0),
        },
        ["suspicious-labels: tumours with a tenth of wrong labels"] = new("suspicious-labels",
            () => Table(Tumours("tumours", 0.1), "linear 128, relu, linear 128, relu, linear 2", 100), 0.03)
        {
            Fresh = () => Tumours("tumours-fresh", 0),
        },
    };

    private static string Weather => Generated("weather", "year,pressure,humidity,y", 600, (ref random, _) =>
    {
        double year = random.NextNormal(), pressure = random.NextNormal(), humidity = random.NextNormal();
        return [Text(2000 + (6 * year)), Text(101_325 + (800 * pressure)), Text(0.5 + (0.1 * humidity)), Text(year - pressure + (0.5 * humidity) + (0.2 * random.NextNormal()))];
    });

    private static string Prices => Generated("prices", "rooms,age,y", 600, (ref random, _) =>
    {
        double rooms = random.NextNormal(), age = random.NextNormal();
        return [Text(rooms), Text(age), Text(200_000 + (40_000 * rooms) - (20_000 * age * age) + (5_000 * random.NextNormal()))];
    });

    private static string Ascending => Generated("ascending", "a,b,y", 600, (ref random, i) =>
    {
        // In the order of y, with noise that a does not have.
        var y = (i / 300.0) - 1;
        return [Text(y + (0.2 * random.NextNormal())), Text(random.NextNormal()), Text(y)];
    });

    private static string FewRich => Of("few-rich", ["adult", "adult.data"], _ => "age,workclass,weight,education,years,marital,occupation,relationship,race,sex,gain,loss,hours,country,income",
        rows => rows.Where((row, i) => i < 8000 && (row.EndsWith("<=50K", StringComparison.Ordinal) || i % 8 == 0)));

    private static string Twice => Of("twice", ["wine-quality", "winequality-red.csv"], header => header, rows => rows.Take(1200).SelectMany(row => new[] { row, row }).Order(StringComparer.Ordinal));

    private static string Thrice => Of("thrice", ["diabetes", "diabetes.csv"], header => header, rows => rows.Take(342).SelectMany(row => Enumerable.Repeat(row, 3)));

    private static string LastWines => Of("last-wines", ["wine-quality", "winequality-red.csv"], header => header, rows => rows.Skip(1200));

    private static string Contradicting
    {
        get
        {
            // Half of the outer ring comes twice more as the inner one.
            var lines = File.ReadAllLines(Rings("rings-twice", 400, 0));
            var wrong = lines.Skip(1).Where((_, i) => i % 4 == 1).Select(line => line[..^1] + "0").SelectMany(line => new[] { line, line }).ToArray();
            return Generated("contradicting", lines[0], lines.Length - 1 + wrong.Length, (ref _, i) => [i < lines.Length - 1 ? lines[i + 1] : wrong[i - lines.Length + 1]]);
        }
    }

    /// <summary>Accuracy or R2.</summary>
    public static double Skill(Evaluation evaluation) => evaluation.Metrics.TryGetValue("accuracy", out var accuracy) ? accuracy : evaluation.R2;

    // The mean over the classes of the share that is found.
    private static double Recall(Evaluation evaluation)
    {
        var pairs = evaluation.Predictions.Labels.Zip(evaluation.Predictions.PredictedLabels).ToArray();
        return pairs.GroupBy(pair => pair.First).Average(group => group.Average(pair => pair.First == pair.Second ? 1.0 : 0.0));
    }

    private static Recipe Table(string path, string model, int epochs)
        => new() { Source = path, Model = model, Optimizer = "adam rate=0.005", Epochs = epochs, BatchSize = 32 };

    private static string Plane(string name, double share) => Generated(name, "a,b,c,y", 500, (ref random, _) =>
    {
        double a = random.NextNormal(), b = random.NextNormal(), c = random.NextNormal();
        var isMisplaced = random.NextDouble() < share;
        return [Text(a), Text(b), Text(c), Text(a - b + (0.3 * random.NextNormal()) + (isMisplaced ? 60 * (random.NextDouble() - 0.3) : 0))];
    });

    private static string Diabetes(string name, bool slipped) => Of(name, ["diabetes", "diabetes.csv"], header => header,
        rows => slipped ? rows.Take(342).Select((row, i) => i % 40 == 7 ? row + "00" : row) : rows.Skip(342));

    private static string Rare(string name, int ratio) => Generated(name, "a,b,c,y", 1500, (ref random, i) =>
    {
        var isRare = i % ratio == 0;
        double Value(double normal) => normal + (isRare ? 0.9 : 0);
        return [Text(Value(random.NextNormal())), Text(Value(random.NextNormal())), Text(random.NextNormal()), isRare ? "fault" : "good"];
    });

    private static string Coded(string name, bool isKnown) => Generated(name, "a,b,c,code,y", 400, (ref random, i) =>
    {
        var label = i % 3;
        return [Text(random.NextNormal() + label), Text(random.NextNormal() - label), Text(random.NextNormal()), isKnown ? $"{7 - label}" : "6", Kinds[label]];
    });

    private static string Boats(string name, double wrong)
    {
        var stream = new RandomKey(3, name).Stream();
        return Of(name, ["titanic", "titanic.csv"], header => header + ",boat", rows =>
        {
            var changed = new List<string>();
            foreach (var row in rows)
            {
                var isKnown = (row[0] == '1') != stream.NextDouble() < wrong;
                changed.Add($"{row},{(isKnown ? "yes" : "no")}");
            }

            return changed;
        });
    }

    private static string Numbered(string name, int first) => Of(name, ["iris", "iris.csv"], header => "sample," + header, rows => rows.Select((row, i) => $"{first + i},{row}"));

    private static string Rings(string name, int rows, double wrong) => Generated(name, "a,b,y", rows, (ref random, i) =>
    {
        var label = i % 2;
        var (radius, angle) = ((label == 0 ? 1 : 2) + (0.15 * random.NextNormal()), 2 * Math.PI * random.NextDouble());
        return [Text(radius * Math.Cos(angle)), Text(radius * Math.Sin(angle)), $"{(random.NextDouble() < wrong ? 1 - label : label)}"];
    });

    private static string Tumours(string name, double wrong)
    {
        var stream = new RandomKey(5, name).Stream();
        return Of(name, ["breast-cancer-wisconsin", "wdbc.csv"], header => header, rows =>
        {
            var changed = new List<string>();
            foreach (var row in wrong > 0 ? rows.Where((_, i) => i % 3 > 0) : rows.Where((_, i) => i % 3 == 0))
            {
                var isWrong = stream.NextDouble() < wrong;
                changed.Add(!isWrong ? row : row.EndsWith("benign", StringComparison.Ordinal) ? row[..^6] + "malignant" : row[..^9] + "benign");
            }

            return changed;
        });
    }

    private static string Blobs(string name, Func<double, int, string> other) => Generated(name, "a,b,other,y", 600, (ref random, i) =>
    {
        var label = i % 3;
        return [Text(random.NextNormal() + (1.6 * label)), Text(random.NextNormal() - (1.2 * label)), other(random.NextDouble(), i), Kinds[label]];
    });
}
