using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Descent.Tests.Checks;

/// <summary>A layer or activation of the Catalog with drawn options, a sample's shape that it takes, and a seed for all numbers.</summary>
internal sealed record LayerCase(string Name, string[] Options, int[] Lengths, int Seed)
{
    /// <summary>The specification.</summary>
    public string Specification => string.Join(' ', Options.Prepend(Name));

    /// <summary>The shape of a sample.</summary>
    public Shape Sample => new(Lengths);

    /// <summary>Any options and shapes of one to three axes that the layer takes.</summary>
    public static Arbitrary<LayerCase> Any(Definition<LayerFactory> definition)
    {
        var cases =
            from rank in Gen.Choose(1, 3)
            from lengths in Gen.ArrayOf(Gen.Choose(1, 5), rank)
            from options in Gen.CollectToArray(definition.Options, Value)
            from seed in Gen.Choose(0, int.MaxValue - 4)
            select new LayerCase(definition.Name, [.. options.Where(option => option.Length > 0)], lengths, seed);
        return Arb.From(cases.Where(one => one.IsTaken()));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Specification} on {Sample}, seed {Seed}";

    private bool IsTaken()
    {
        try
        {
            var layer = ModelSpecification.Build(Specification, Sample);
            return layer.OutputShape(Sample).Count > 0;
        }
        catch (Exception refused) when (refused is SpecificationException or ShapeException)
        {
            return false;
        }
    }

    /// <summary>An option with a value; empty: left at its default.</summary>
    private static Gen<string> Value(Option option)
    {
        var value = option.Kind switch
        {
            OptionKind.Flag => Gen.Elements("true", "false"),
            OptionKind.Number => Gen.Choose(5, 95).Select(percent => Text(Between(option, percent / 100.0))),
            OptionKind.Integer => Gen.Choose((int)Math.Max(option.Minimum, 1), 4).Select(number => Text(number)),
            OptionKind.Size => Gen.Elements("1", "2", "3", "1x2", "2x1"),
            OptionKind.Text when option.Choices.Count > 0 => Gen.Elements(option.Choices.AsEnumerable()),
            _ => Gen.Constant(""),
        };
        var named = value.Select(text => text.Length == 0 ? "" : $"{option.Name}={text}");
        return option.Default is null ? named : Gen.OneOf(Gen.Constant(""), named);
    }

    private static double Between(Option option, double share)
    {
        var low = Math.Max(option.Minimum, -1);
        return low + (share * (Math.Min(option.Maximum, low + 2) - low));
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
