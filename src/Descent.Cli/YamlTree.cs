using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Descent.Cli;

/// <summary>
/// YAML as the tree of a recipe. What makes YAML large or surprising is refused: anchors and aliases, tags, several documents, names that
/// are no text, deep nesting. Values have no type of their own: what a field takes decides whether 3 is a number or a text.
/// </summary>
internal static class YamlTree
{
    /// <summary>The contents of a text.</summary>
    /// <exception cref="SpecificationException">It is no YAML, or more than a recipe may use of it; the place is named.</exception>
    public static RecipeNode Parse(string yaml, string origin)
    {
        RecipeText.RefuseLong(yaml, origin);
        var parser = new Parser(new StringReader(yaml));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return new RecipeScalar("", RecipeScalarKind.Null, 1, 1);
            }

            parser.Consume<DocumentStart>();
            var root = Node(parser, origin, 0);
            parser.Consume<DocumentEnd>();
            return parser.Current is StreamEnd
                ? root
                : throw Error(
                    parser.Current!, origin,
                    "a second document begins here; a recipe is one. Remove the line '---' or what follows.");
        }
        catch (YamlException error)
        {
            var (line, column, message) = YamlMistake.Explain(yaml, error);
            throw RecipeText.Error(origin, line, column, message);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The parser's own answer to a few escapes and directives that are out of range.
            var place = parser.Current?.End ?? Mark.Empty;
            throw RecipeText.Error(
                origin, (int)Math.Max(1, place.Line), (int)Math.Max(1, place.Column), "after this place comes something that is not YAML.");
        }
    }

    private static RecipeNode Node(Parser parser, string origin, int depth)
    {
        var (line, column) = ((int)parser.Current!.Start.Line, (int)parser.Current.Start.Column);
        RefuseExtras(parser.Current, origin);
        if (depth > RecipeText.MostLevels)
        {
            throw RecipeText.TooDeep(origin, line, column);
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return Value(scalar, line, column);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<RecipeNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, origin, depth + 1));
            }

            return new RecipeList(items, line, column);
        }

        parser.Consume<MappingStart>();
        var entries = new List<KeyValuePair<RecipeScalar, RecipeNode>>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar)
            {
                RefuseExtras(parser.Current!, origin);
                throw Error(parser.Current!, origin, "the name of a field must be a word.");
            }

            var name = (RecipeScalar)Node(parser, origin, depth + 1);
            entries.Add(new(name, Node(parser, origin, depth + 1)));
        }

        return new RecipeMap(entries, line, column);
    }

    private static RecipeScalar Value(Scalar scalar, int line, int column) => new(
        scalar.Value,
        scalar.Style switch
        {
            ScalarStyle.Plain when scalar.Value is "" or "~" or "null" or "Null" or "NULL" => RecipeScalarKind.Null,
            ScalarStyle.Plain => RecipeScalarKind.Plain,
            ScalarStyle.Literal => RecipeScalarKind.Block,
            _ => RecipeScalarKind.Quoted,
        },
        line,
        column);

    private static void RefuseExtras(ParsingEvent current, string origin)
    {
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Error(
                current, origin,
                "anchors (&name) and aliases (*name) are not read in recipes. "
                + "Write the value out, or put a text that begins so in quotes.");
        }

        if (current is NodeEvent { Tag.IsEmpty: false })
        {
            throw Error(current, origin, "tags (!name) are not read in recipes. Leave it out, or put a text that begins so in quotes.");
        }
    }

    private static SpecificationException Error(ParsingEvent place, string origin, string message)
        => RecipeText.Error(origin, (int)place.Start.Line, (int)place.Start.Column, message);
}
