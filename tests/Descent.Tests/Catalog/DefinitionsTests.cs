using System.Reflection;
using System.Text.RegularExpressions;

namespace Descent.Tests.Catalog;

public partial class DefinitionsTests
{
    private static readonly Definition[] All =
    [
        .. Descent.Catalog.Optimizers, .. Descent.Catalog.Schedules, .. Descent.Catalog.Initializers, .. Descent.Catalog.Layers, .. Descent.Catalog.Activations,
        .. Descent.Catalog.Losses, .. Descent.Catalog.Metrics, .. Descent.Catalog.Augmentations, .. Descent.Catalog.Findings,
    ];

    // Made of others of their kind by code; a specification joins layers by commas, and schedules by 'then', instead.
    private static readonly Type[] Compositions = [typeof(Sequential), typeof(Residual), typeof(ScheduleSequence)];

    public static TheoryData<string> Names => new(All.Select(Key));

    [Theory]
    [InlineData(typeof(Loss))]
    [InlineData(typeof(Optimizer))]
    [InlineData(typeof(Schedule))]
    [InlineData(typeof(Initializer))]
    [InlineData(typeof(Layer))]
    [InlineData(typeof(Metric))]
    [InlineData(typeof(FindingRule))]
    public void Catalog_EveryPublicConcept_IsInIt(Type kind)
    {
        var types = kind.Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(kind) && !type.IsAbstract && !Compositions.Contains(type)).ToArray();
        Assert.NotEmpty(types);
        Assert.All(types, type =>
        {
            var property = type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
            Assert.True(property is not null, $"{type.Name} has no static property Definition.");
            Assert.True(All.Contains(property.GetValue(null)), $"{type.Name} is not in the catalog.");
            Assert.IsType(type, Make((Definition)property.GetValue(null)!));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Definition_OfEveryConcept_TellsWhatItMust(string key)
    {
        var definition = Find(key);
        Assert.Matches(NamePattern(), definition.Name);
        Assert.All(definition.Aliases, alias => Assert.Matches(NamePattern(), alias));
        Assert.EndsWith(".", definition.Summary, StringComparison.Ordinal);
        Assert.EndsWith(".", definition.Caveats, StringComparison.Ordinal);
        Assert.NotEmpty(definition.Source);
        Assert.NotEmpty(definition.Formula);
        Assert.All(definition.Options, option =>
        {
            Assert.Matches(NamePattern(), option.Name);
            Assert.NotEmpty(option.Meaning);
        });
        var names = definition.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).ToArray();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Gradient_OfEveryLoss_IsTold()
        => Assert.All(Descent.Catalog.Losses, loss => Assert.True(loss.Gradient.Length > 0, loss.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Make_WithoutValues_WorksOrNamesTheOption(string key)
    {
        var definition = Find(key);
        var required = definition.Options.FirstOrDefault(option => option.Default is null);
        object Bare() => definition.Make(new OptionValues(definition.Name, definition.Options, new Dictionary<string, string>()));
        if (required is null)
        {
            Assert.NotNull(Bare());
        }
        else
        {
            Assert.Contains($"'{required.Name}'", Assert.Throws<SpecificationException>(Bare).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_DefaultsGivenAsText_AreWithinTheirRanges(string key)
    {
        var definition = Find(key);
        var given = definition.Options.Where(option => option.Default is not null).ToDictionary(option => option.Name, option => option.Default!);
        foreach (var option in definition.Options.Where(option => option.Default is null))
        {
            given.Add(option.Name, "7");
        }

        Assert.NotNull(definition.Make(new OptionValues(definition.Name, definition.Options, given)));
    }

    [Fact]
    public void Expression_OfEveryActivation_NeedsNothingButItsOptions()
        => Assert.All(Descent.Catalog.Activations.Where(definition => definition.Expression is not null), definition =>
        {
            var options = new OptionValues(definition.Name, definition.Options, new Dictionary<string, string>());
            var values = definition.Options.Where(option => option.Kind == OptionKind.Number && !options.IsNone(option.Name))
                .ToDictionary(option => option.Name, option => options.Number(option.Name));
            values["x"] = 0.5;
            Assert.True(double.IsFinite(definition.Expression!.Evaluate(values)), definition.Name);
        });

    [Fact]
    public void Names_WithinAKind_AreUnique()
    {
        foreach (var kind in All.GroupBy(definition => definition.Kind))
        {
            var names = kind.SelectMany(definition => definition.Aliases.Prepend(definition.Name)).ToArray();
            Assert.Equal(names.Distinct(), names);
        }
    }

    [Fact]
    public void Make_FromText_SetsTheOptions()
    {
        Assert.Equal(0.001, Optimizer("adam rate=0.001").LearningRate);
        Assert.Equal(0.02, Optimizer("adam 0.02").LearningRate);
        Assert.Equal(0.1, Optimizer("SGD lr 0.1 momentum=0.9 nesterov").LearningRate);
        Assert.Equal(["velocity"], Optimizer("sgd 0.1 momentum=0.9").StateNames);
        Assert.Equal(3, Optimizer("adamw amsgrad").StateNames.Count);
        Assert.Throws<SpecificationException>(() => Optimizer("adam beta1=1"));
        Assert.Contains("'adam'", Assert.Throws<SpecificationException>(() => Optimizer("adan")).Message, StringComparison.Ordinal);
    }

    private static Optimizer Optimizer(string text) => Specification.Make(text, Descent.Catalog.Optimizers, "optimizer");

    private static object Make(Definition definition)
    {
        var given = definition.Options.Where(option => option.Default is null).ToDictionary(option => option.Name, _ => "7");
        var made = definition.Make(new OptionValues(definition.Name, definition.Options, given));
        return made is LayerFactory factory ? Taking(factory) : made;
    }

    private static Layer Taking(LayerFactory factory)
    {
        foreach (var sample in (Shape[])[new(7), new(7, 7)])
        {
            try
            {
                return factory(sample);
            }
            catch (ShapeException)
            {
                // Another kind of sample may be what it takes.
            }
        }

        return factory(new Shape(2, 7, 7));
    }

    private static Definition Find(string key) => All.First(definition => Key(definition) == key);

    private static string Key(Definition definition) => $"{definition.Kind} {definition.Name}";

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
