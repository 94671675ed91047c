using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Descent.Tests.Losses;

/// <summary>A loss of the Catalog with drawn options, and a shape and a seed from which its predictions and targets follow.</summary>
internal sealed record LossCase(string Name, string[] Options, int[] Lengths, int Seed)
{
    public Loss Loss => Specification.Make(string.Join(' ', Options.Prepend(Name)), Descent.Catalog.Losses, "loss");

    /// <summary>Any options, and shapes of one to four axes, as far as the loss takes them.</summary>
    public static Arbitrary<LossCase> Any(Definition<Loss> definition)
    {
        var plain = Specification.Make(definition.Name, Descent.Catalog.Losses, "loss");
        var fewest = LossInputs.FewestAxes(plain);
        var cases =
            from rank in Gen.Choose(fewest, LossInputs.MostAxes(plain))
            from lengths in Gen.ArrayOf(Gen.Choose(1, 3), rank)
            let shape = LossInputs.Lengthened(plain, lengths)
            from options in Gen.CollectToArray(definition.Options, option => Value(option, shape))
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select new LossCase(definition.Name, [.. options.Where(option => option.Length > 0)], shape, seed);
        return Arb.From(cases, Smaller);
    }

    public override string ToString() => $"{string.Join(' ', Options.Prepend(Name))} of [{string.Join(", ", Lengths)}], seed {Seed}";

    private static IEnumerable<LossCase> Smaller(LossCase one)
    {
        for (var i = 0; i < one.Options.Length; i++)
        {
            yield return one with { Options = [.. one.Options[..i], .. one.Options[(i + 1)..]] };
        }

        if (one.Lengths[0] > 1)
        {
            yield return one with { Lengths = [1, .. one.Lengths[1..]] };
        }
    }

    /// <summary>An option with a value; empty: left at its default.</summary>
    private static Gen<string> Value(Option option, int[] shape)
    {
        var none = Gen.Constant("");
        var value = option.Kind switch
        {
            OptionKind.Flag => Gen.Elements("true", "false"),
            OptionKind.Number => Gen.Choose(5, 95).Select(percent => Text(Between(option, percent / 100.0))),
            OptionKind.Text when option.Choices.Count > 0 => Gen.Elements(option.Choices.AsEnumerable()),
            _ => option.Name switch
            {
                "class-weights" => Weights(shape[1]),
                "positive-weight" => Gen.OneOf(Weights(1), Weights(shape[^1])),
                "ignore-index" => Gen.Elements("0", "-100"),
                _ => none,
            },
        };
        return Gen.OneOf(none, value.Select(text => text.Length == 0 ? "" : $"{option.Name}={text}"));
    }

    private static double Between(Option option, double share)
    {
        var low = Math.Max(option.Minimum, -1);
        return low + (share * (Math.Min(option.Maximum, low + 3) - low));
    }

    private static Gen<string> Weights(int count)
        => Gen.ArrayOf(Gen.Choose(1, 300), count).Select(weights => string.Join(',', weights.Select(weight => Text(weight / 100.0))));

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
