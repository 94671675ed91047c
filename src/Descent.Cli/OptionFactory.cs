using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Descent.Cli;

/// <summary>Makes options whose values are read the same way in every culture and refused in the same words.</summary>
internal static class OptionFactory
{
    private const StringSplitOptions Separation = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>The value that was given; null for an option that was not, where the parser would make an empty list.</summary>
    public static T? Given<T>(this ParseResult parsed, Option<T?> option)
        => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : default;

    /// <summary>Any text.</summary>
    public static Option<string?> Text(string name, string placeholder, string description)
        => new(name) { Description = description, HelpName = placeholder };

    /// <summary>One of a few words.</summary>
    public static Option<string?> Word(string name, string description, params string[] words) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', words),
        CustomParser = result =>
        {
            var given = result.Tokens[^1].Value;
            var word = words.FirstOrDefault(word => word.Equals(given, StringComparison.OrdinalIgnoreCase));
            if (word is null)
            {
                var known = $"{string.Join(", ", words[..^1])} or {words[^1]}";
                result.AddError($"{name} {given} is not allowed; it is {known}. {NearestNames.Suggest(given, words)}");
            }

            return word;
        },
    };

    /// <summary>Words joined by commas; the option may be repeated.</summary>
    public static Option<string[]?> List(string name, string placeholder, string description) => new(name)
    {
        Description = description,
        HelpName = placeholder,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', Separation))],
    };

    /// <summary>A whole number that is not below a least one.</summary>
    public static Option<int?> Integer(string name, string description, int least) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var given = result.Tokens[^1].Value;
            if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least)
            {
                return number;
            }

            result.AddError($"{name} {given} is not allowed; it must be a whole number, {least} or larger.");
            return null;
        },
    };

    /// <summary>A whole number of 64 bits, 0 or larger.</summary>
    public static Option<ulong?> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var given = result.Tokens[^1].Value;
            if (ulong.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            result.AddError($"{name} {given} is not allowed; it must be a whole number, 0 or larger.");
            return null;
        },
    };

    /// <summary>A number in a range.</summary>
    public static Option<double?> Number(string name, string placeholder, string description, Func<double, bool> allowed, string rule)
        => new(name)
        {
            Description = description,
            HelpName = placeholder,
            CustomParser = result =>
            {
                var given = result.Tokens[^1].Value;
                if (double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && allowed(number))
                {
                    return number;
                }

                result.AddError($"{name} {given} is not allowed; it must be {rule}.");
                return null;
            },
        };
}
