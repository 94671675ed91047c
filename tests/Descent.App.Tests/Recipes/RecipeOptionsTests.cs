using System.CommandLine;
using Descent.App.Tests.Cli;
using Descent.Cli;
using Descent.Cli.Commands;

namespace Descent.App.Tests.Recipes;

/// <summary>Every option of <c>descent train</c> is a field of a recipe, and back.</summary>
public sealed class RecipeOptionsTests : IDisposable
{
    // Where the result goes, how it is shown, and how it is computed; none of them changes what is trained.
    private static readonly string[] NotOfTheTraining = ["--out", "--resume", "--quiet", "--json", "--threads"];

    private static readonly Dictionary<string, (string Option, string Yaml)> Samples = new()
    {
        ["target"] = ("3", "3"),
        ["task"] = ("regression", "Regression"),
        ["header"] = ("none", "none"),
        ["delimiter"] = ("tab", "tab"),
        ["missing"] = ("?,NA,-1", "['?', NA, -1]"),
        ["features"] = ("a,b", "[a, b]"),
        ["ignore"] = ("id", "\n- id"),
        ["categorical"] = ("1,2", "[1, 2]"),
        ["testFile"] = ("other.csv", "other.csv"),
        ["testFraction"] = ("0.25", ".25"),
        ["validationFraction"] = ("0.5", "5e-1"),
        ["dataDirectory"] = ("down/loads", "'down/loads'"),
        ["duplicates"] = ("drop", "drop"),
        ["exclude"] = ("3,12-15", "[3, 12-15]"),
        ["scale"] = ("unit", "unit"),
        ["targetScale"] = ("none", "none"),
        ["model"] = ("linear 4, relu, linear 1", "[linear 4, relu, linear 1]"),
        ["loss"] = ("huber delta=1.5", "huber delta=1.5"),
        ["optimizer"] = ("sgd rate=0.1", "\"sgd rate=0.1\""),
        ["rates"] = ("0=0.1,2.bias=3", "[0=0.1, 2.bias=3]"),
        ["schedule"] = ("warmup 2 then cosine period=8", "warmup 2 then cosine period=8"),
        ["folds"] = ("5", "5"),
        ["fold"] = ("2", "2"),
        ["from"] = ("runs/other", "runs/other"),
        ["freeze"] = ("0,2.bias", "[0, 2.bias]"),
        ["scheduleBy"] = ("step", "Step"),
        ["augment"] = ("flip, crop pad=2", "[flip, crop pad=2]"),
        ["accumulate"] = ("3", "3"),
        ["l1"] = ("1e-5", "0.00001"),
        ["l2"] = ("0.5", "5e-1"),
        ["averageDecay"] = ("0.999", "0.999"),
        ["clipNorm"] = ("2", "2"),
        ["patience"] = ("7", "7"),
        ["epochs"] = ("12", "+12"),
        ["batchSize"] = ("8", "8"),
        ["shuffle"] = ("no", "no"),
        ["seed"] = ("18446744073709551615", "18446744073709551615"),
    };

    private readonly Workplace place = new();

    public static TheoryData<string> Fields => new(Recipe.Fields.Where(known => known.Option is not null).Select(known => known.Name));

    public void Dispose() => place.Dispose();

    [Fact]
    public void Options_OfTrain_AreTheFieldsOfARecipe()
        => Assert.Equal(
            Recipe.Fields.Select(field => field.Option).OfType<string>().Order(),
            Train().Command.Options.Select(option => option.Name).Except(NotOfTheTraining).Order());

    [Fact]
    public void Fields_WithoutAnOption_AreTheSourceAndWhatTheDataTells()
        => Assert.Equal(
            ["source", "dataHash", "inputShape", "weightsHash"], Recipe.Fields.Where(field => field.Option is null).Select(field => field.Name));

    [Theory]
    [MemberData(nameof(Fields))]
    public void Field_ByOptionYamlAndJson_HasTheSameValue(string name)
    {
        var field = Recipe.Fields.Single(field => field.Name == name);
        var (option, yaml) = Samples[name];
        var byOption = ByOptions("iris", field.Option!, option);
        Assert.NotEqual(field.Get(new Recipe { Source = "iris" }), field.Get(byOption));
        var byYaml = Recipe.FromTree(YamlTree.Parse($"source: iris\n{name}: {yaml}\n", "recipe.yaml"), "recipe.yaml");
        Assert.Equal(field.Get(byOption), field.Get(byYaml));
        Assert.Equal(byOption.ToJson(), byYaml.ToJson());
        Assert.Equal(byOption.ToJson(), Recipe.FromJson(byOption.ToJson(), "recipe.json").ToJson());
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Option_WithARecipe_OverridesItsField(string name)
    {
        var field = Recipe.Fields.Single(field => field.Name == name);
        var recipe = place.Write("short.yaml", "source: iris\n");
        var overridden = ByOptions(place.PathOf(recipe), field.Option!, Samples[name].Option);
        Assert.Equal(ByOptions("iris", field.Option!, Samples[name].Option).ToJson(), overridden.ToJson());
    }

    [Fact]
    public void Train_ByYaml_GivesTheBytesOfTheSameOptions()
    {
        place.WriteValues();
        string[] shared = ["--quiet", "--threads", "1", "--out"];
        place.Run([
            "train", "values.csv", "--target", "y", "--ignore", "b", "--test-fraction", "0.3", "--validation-fraction", "0.2",
            "--model", "linear 6, relu, dropout 0.1, linear 1", "--loss", "huber delta=1.5", "--optimizer", "adam rate=0.01", "--rates", "0=0.5", "--freeze", "0.bias",
            "--schedule", "warmup 1 then cosine period=4", "--schedule-by", "step", "--augment", "noise std=0.05, mixup 0.3",
            "--accumulate", "2", "--l1", "0.0001", "--l2", "0.001", "--average-decay", "0.5", "--clip-norm", "5", "--patience", "3",
            "--epochs", "4", "--batch-size", "16", "--seed", "9", .. shared, "options"]).Expect(0);
        place.Write("recipe.yaml", """
            source: values.csv
            target: y
            ignore: [b]
            testFraction: 0.3
            validationFraction: 0.2
            model: [linear 6, relu, dropout 0.1, linear 1]
            loss: huber delta=1.5
            optimizer: adam rate=0.01
            rates: [0=0.5]
            freeze: [0.bias]
            schedule: warmup 1 then cosine period=4
            scheduleBy: step
            augment: [noise std=0.05, mixup 0.3]
            accumulate: 2
            l1: 0.0001
            l2: 0.001
            averageDecay: 0.5
            clipNorm: 5
            patience: 3
            epochs: 4
            batchSize: 16
            seed: 9
            """);
        place.Run(["train", "recipe.yaml", .. shared, "yaml"]).Expect(0);
        place.Run(["train", "yaml/recipe.json", .. shared, "again"]).Expect(0);
        foreach (var file in (string[])["model.safetensors", "recipe.json", "encoder.json"])
        {
            var bytes = File.ReadAllBytes(place.PathOf("options", file));
            Assert.Equal(bytes, File.ReadAllBytes(place.PathOf("yaml", file)));
            Assert.Equal(bytes, File.ReadAllBytes(place.PathOf("again", file)));
        }
    }

    private static Recipe ByOptions(string source, params string[] arguments)
    {
        var (options, command) = Train();
        return options.Recipe(command.Parse([source, .. arguments]));
    }

    private static (TrainOptions Options, Command Command) Train()
    {
        var options = new TrainOptions();
        var command = new Command("train");
        options.AddTo(command);
        return (options, command);
    }
}
