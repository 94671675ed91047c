using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>
/// The calls of a computation as C#, and the methods that they need, each once. Numbers of a run lie in one array <c>v</c>, parameters and
/// constants in another, <c>w</c>.
/// </summary>
internal sealed class CodeWriter
{
    private readonly Dictionary<Block, int> places = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<string, string> methods = new(StringComparer.Ordinal);
    private readonly List<float> weights = [];
    private readonly StringBuilder calls = new();

    /// <summary>The parameters and constants.</summary>
    public IReadOnlyList<float> Weights => weights;

    /// <summary>The length of <c>v</c>.</summary>
    public int Room { get; private set; }

    /// <summary>The calls, a line each.</summary>
    public string Calls => calls.ToString();

    /// <summary>The methods that are called.</summary>
    public IEnumerable<string> Methods => methods.Values;

    /// <summary>The memory of a tensor, as a span.</summary>
    public string Span(Operand operand)
    {
        var block = operand.Block;
        var isWeight = block.Kind is BlockKind.Kept or BlockKind.Constant;
        if (!places.TryGetValue(block, out var place))
        {
            place = isWeight ? weights.Count : Room;
            places.Add(block, place);
            if (isWeight)
            {
                var count = (int)(block.Bytes / operand.Type.Size());
                weights.AddRange(new Tensor(new Shape(count), operand.Type, block.Storage, 0).ToDoubles().Select(number => (float)number));
            }
            else
            {
                Room += (int)(block.Bytes / operand.Type.Size());
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(isWeight ? 'w' : 'v')}.AsSpan({place + operand.Offset}, {operand.Shape.Count})");
    }

    /// <summary>Adds a call of a method that may be there already.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="arguments">Operands, numbers, flags and lists of numbers.</param>
    /// <param name="method">The method, from its return type on.</param>
    public void Call(string name, object[] arguments, string method)
    {
        Method(name, method);
        calls.Append("        ").Append(name).Append('(').AppendJoin(", ", arguments.Select(Argument)).Append(");\n");
    }

    /// <summary>Adds a method.</summary>
    public void Method(string name, string method) => methods[name] = method;

    /// <summary>A number as C# writes it, with all its digits.</summary>
    public static string Number(double value) => double.IsPositiveInfinity(value) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(value) ? "double.NegativeInfinity"
        : value.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().IndexOfAny(".E") >= 0 ? text : text + ".0";

    /// <summary>A text as C# writes it.</summary>
    public static string Text(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
            {
                literal.Append('\\').Append(character);
            }
            else if (char.IsControl(character) || character is '\u2028' or '\u2029' or '\u0085' || char.IsSurrogate(character))
            {
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else
            {
                literal.Append(character);
            }
        }

        return literal.Append('"').ToString();
    }

    private string Argument(object argument) => argument switch
    {
        Operand operand => Span(operand),
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        int[] numbers => $"[{string.Join(", ", numbers)}]",
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture)!,
    };
}
