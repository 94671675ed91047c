namespace Descent;

/// <summary>What moves, repeats or sums elements, in plain C#.</summary>
internal static class ShapingCode
{
    private const string Copy = "void Copy(ReadOnlySpan<float> x, Span<float> y) => x.CopyTo(y);";

    private const string WholeNumbers = """
        void WholeNumbers(ReadOnlySpan<float> x, Span<float> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = x[i] == MathF.Floor(x[i]) ? x[i] : throw new ArgumentException($"Token {i} is {x[i]}, no whole number.");
            }
        }
        """;

    private const string Permute = """
        void Permute(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<int> from, ReadOnlySpan<int> axes)
        {
            var strides = new int[from.Length];
            for (int axis = from.Length - 1, step = 1; axis >= 0; step *= from[axis--])
            {
                strides[axis] = step;
            }

            for (var i = 0; i < y.Length; i++)
            {
                var (left, place) = (i, 0);
                for (var axis = axes.Length - 1; axis >= 0; axis--)
                {
                    place += left % from[axes[axis]] * strides[axes[axis]];
                    left /= from[axes[axis]];
                }

                y[i] = x[place];
            }
        }
        """;

    private const string Part = """
        void Part(ReadOnlySpan<float> x, int fromLength, int from, Span<float> y, int toLength, int to, int length, int outer, int inner)
        {
            for (var o = 0; o < outer; o++)
            {
                x.Slice(((o * fromLength) + from) * inner, length * inner).CopyTo(y[(((o * toLength) + to) * inner)..]);
            }
        }
        """;

    private const string Gather = """
        void Gather(ReadOnlySpan<float> table, ReadOnlySpan<float> indices, Span<float> y, int rows, int width)
        {
            for (var i = 0; i < indices.Length; i++)
            {
                var row = indices[i] >= 0 && indices[i] < rows ? (int)indices[i] : throw new ArgumentException($"Token {indices[i]} is not in the table of {rows} rows.");
                table.Slice(row * width, width).CopyTo(y[(i * width)..]);
            }
        }
        """;

    private const string Broadcast = """
        void Broadcast(ReadOnlySpan<float> x, ReadOnlySpan<int> from, Span<float> y, ReadOnlySpan<int> to)
        {
            var strides = Strides(from, to.Length);
            for (var i = 0; i < y.Length; i++)
            {
                var (left, place) = (i, 0);
                for (var axis = to.Length - 1; axis >= 0; axis--)
                {
                    place += left % to[axis] * strides[axis];
                    left /= to[axis];
                }

                y[i] = x[place];
            }
        }
        """;

    private const string Reduce = """
        void Reduce(ReadOnlySpan<float> x, Span<float> y, int length, int inner, bool maximum)
        {
            for (var i = 0; i < y.Length; i++)
            {
                var first = (i / inner * length * inner) + (i % inner);
                double sum = 0, largest = double.NegativeInfinity;
                for (var j = 0; j < length; j++)
                {
                    sum += x[first + (j * inner)];
                    largest = Math.Max(largest, x[first + (j * inner)]);
                }

                y[i] = (float)(maximum ? largest : sum);
            }
        }
        """;

    public static IReadOnlyList<CodeRule> Rules { get; } =
    [
        CodeRule.For<CopyOperation>("flatten, reshape, residual", (_, call, code) => code.Call("Copy", [call.Inputs[0], call.Outputs[0]], Copy)),
        CodeRule.For<WholeNumbersOperation>("embedding", (_, call, code) => code.Call("WholeNumbers", [call.Inputs[0], call.Outputs[0]], WholeNumbers)),
        CodeRule.For<GatherRowsOperation>("embedding", (_, call, code) => code.Call(
            "Gather",
            [call.Inputs[0], call.Inputs[1], call.Outputs[0], call.Inputs[0].Shape[0], call.Inputs[0].Shape.Count / call.Inputs[0].Shape[0]], Gather)),
        CodeRule.For<PermuteOperation>("permute", (operation, call, code) => code.Call(
            "Permute", [call.Inputs[0], call.Outputs[0], ElementwiseCode.Lengths(call.Inputs[0]), operation.Axes.ToArray()], Permute)),
        CodeRule.For<SliceOperation>("slices", (operation, call, code)
            => WritePart(call.Inputs[0], operation.Place.Start, call.Outputs[0], 0, operation.Place.Axis, call.Outputs[0].Shape[operation.Place.Axis], code)),
        CodeRule.For<ConcatenateOperation>("concatenations", (operation, call, code) =>
        {
            var at = 0;
            foreach (var input in call.Inputs)
            {
                WritePart(input, 0, call.Outputs[0], at, operation.Axis, input.Shape[operation.Axis], code);
                at += input.Shape[operation.Axis];
            }
        }),
        CodeRule.For<BroadcastOperation>("broadcasts", (_, call, code) =>
        {
            code.Method("Strides", ElementwiseCode.Strides);
            code.Call("Broadcast", [call.Inputs[0], ElementwiseCode.Lengths(call.Inputs[0]), call.Outputs[0], ElementwiseCode.Lengths(call.Outputs[0])], Broadcast);
        }),
        CodeRule.For<SumOperation>("sequence-pool", (operation, call, code) => WriteReduction(operation.Axis, maximum: false, call, code)),
        CodeRule.For<MaxOperation>("maxout", (operation, call, code) => WriteReduction(operation.Axis, maximum: true, call, code)),
    ];

    private static void WritePart(Operand x, int from, Operand y, int to, int axis, int length, CodeWriter code)
    {
        var (outer, fromLength, inner) = x.Shape.Around(x.Shape.Axis(axis));
        code.Call("Part", [x, fromLength, from, y, y.Shape[axis], to, length, outer, inner], Part);
    }

    private static void WriteReduction(int axis, bool maximum, Call call, CodeWriter code)
    {
        var (_, length, inner) = call.Inputs[0].Shape.Around(axis);
        code.Call("Reduce", [call.Inputs[0], call.Outputs[0], length, inner, maximum], Reduce);
    }
}
