using System.Globalization;

namespace Descent;

/// <summary>Functions of each element, by their formulas, and of two tensors that broadcast, in plain C#.</summary>
internal static class ElementwiseCode
{
    private const string Erf = """
        double Erf(double x)
        {
            // The series near 0; further out the continued fraction of the complement.
            var square = x * x;
            if (square < 6)
            {
                double term = x, sum = x;
                for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
                {
                    term *= -square / n;
                    sum += term / ((2 * n) + 1);
                }

                return 2 / Math.Sqrt(Math.PI) * sum;
            }

            var fraction = 0.0;
            for (var n = 60; n > 0; n--)
            {
                fraction = n / 2.0 / (Math.Abs(x) + fraction);
            }

            return Math.Sign(x) * (1 - (Math.Exp(-square) / Math.Sqrt(Math.PI) / (Math.Abs(x) + fraction)));
        }
        """;

    internal const string Strides = """
        int[] Strides(ReadOnlySpan<int> shape, int rank)
        {
            var strides = new int[rank];
            for (int axis = rank - 1, from = shape.Length - 1, step = 1; from >= 0; axis--, from--)
            {
                strides[axis] = shape[from] == 1 ? 0 : step;
                step *= shape[from];
            }

            return strides;
        }
        """;

    private static readonly Dictionary<string, string> Pairs = new()
    {
        ["add"] = "a + b",
        ["subtract"] = "a - b",
        ["multiply"] = "a * b",
        ["divide"] = "a / b",
        ["maximum"] = "Math.Max(a, b)",
        ["prelu"] = "a > 0 ? a : a * b",
        ["keep"] = "b == 0 ? 0 : a",
        ["greater"] = "a > b ? 1 : 0",
        ["at least"] = "a >= b ? 1 : 0",
    };

    public static IReadOnlyList<CodeRule> Rules { get; } =
    [
        CodeRule.For<IElementwiseFormula>("all elementwise activations", WriteFunction),
        new("add, subtract, multiply, divide, maximum, prelu", WritePair),
    ];

    private static void WriteFunction(IElementwiseFormula operation, Call call, CodeWriter code)
    {
        var formula = operation.Formula(Expression.Variable("x")).Accept(new CodeFormula(code));

        // The same function with other options is another method.
        var name = string.Create(CultureInfo.InvariantCulture, $"{Identifier(call.Operation.Name)}{Hash(formula):x8}");
        code.Call(name, [call.Inputs[0], call.Outputs[0]], $$"""
            void {{name}}(ReadOnlySpan<float> input, Span<float> output)
            {
                for (var i = 0; i < output.Length; i++)
                {
                    double x = input[i];
                    output[i] = (float)({{formula}});
                }
            }
            """);
    }

    private static bool WritePair(Call call, CodeWriter code)
    {
        if (call.Inputs.Length != 2 || !Pairs.TryGetValue(call.Operation.Name, out var formula))
        {
            return false;
        }

        var name = $"{Identifier(call.Operation.Name)}Of";
        code.Method("Strides", Strides);
        code.Call(
            name,
            [call.Inputs[0], Lengths(call.Inputs[0]), call.Inputs[1], Lengths(call.Inputs[1]), call.Outputs[0], Lengths(call.Outputs[0])], $$"""
            void {{name}}(
                ReadOnlySpan<float> first, ReadOnlySpan<int> firstShape, ReadOnlySpan<float> second, ReadOnlySpan<int> secondShape, Span<float> output,
                ReadOnlySpan<int> shape)
            {
                var (firstStrides, secondStrides) = (Strides(firstShape, shape.Length), Strides(secondShape, shape.Length));
                for (var i = 0; i < output.Length; i++)
                {
                    int left = i, p = 0, q = 0;
                    for (var axis = shape.Length - 1; axis >= 0; axis--)
                    {
                        p += left % shape[axis] * firstStrides[axis];
                        q += left % shape[axis] * secondStrides[axis];
                        left /= shape[axis];
                    }

                    float a = first[p], b = second[q];
                    output[i] = {{formula}};
                }
            }
            """);
        return true;
    }

    /// <summary>The lengths of a tensor's axes.</summary>
    internal static int[] Lengths(Operand operand) => operand.Shape.Lengths.ToArray();

    /// <summary>A name as a method's.</summary>
    internal static string Identifier(string name)
        => string.Concat(name.Split([' ', '-', '\''], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    // FNV-1a: the same for the same text on every machine.
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619u);

    /// <summary>A formula of x as an expression of C#, in double precision.</summary>
    private sealed class CodeFormula(CodeWriter code) : IExpressionVisitor<string>
    {
        public string Number(double value) => value < 0 ? $"({CodeWriter.Number(value)})" : CodeWriter.Number(value);

        public string Variable(string name) => name;

        public string Arithmetic(char symbol, Expression left, Expression right) => $"({left.Accept(this)} {symbol} {right.Accept(this)})";

        public string Power(Expression argument, double exponent) => $"Math.Pow({argument.Accept(this)}, {CodeWriter.Number(exponent)})";

        public string Function(string name, Expression argument)
        {
            var x = argument.Accept(this);
            switch (name)
            {
                case "sigmoid":
                    code.Method("Sigmoid", "double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));");
                    return $"Sigmoid({x})";
                case "softplus":
                    code.Method("Softplus", "double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));");
                    return $"Softplus({x})";
                case "erf":
                    code.Method("Erf", Erf);
                    return $"Erf({x})";
                default:
                    return $"Math.{Identifier(name)}({x})";
            }
        }

        public string Select(Selection selection)
            => $"({selection.Left.Accept(this)} {selection.Comparison} {selection.Right.Accept(this)} ? {selection.Then.Accept(this)} : {selection.Otherwise.Accept(this)})";
    }
}
