namespace Descent;

/// <summary>Products of matrices in plain C#.</summary>
internal static class LinearCode
{
    private const string MatrixProduct = """
        void MatrixProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int k, int n, bool transposeA, bool transposeB)
        {
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var sum = 0.0;
                    for (var l = 0; l < k; l++)
                    {
                        sum += (double)a[transposeA ? (l * m) + i : (i * k) + l] * b[transposeB ? (j * k) + l : (l * n) + j];
                    }

                    c[(i * n) + j] = (float)sum;
                }
            }
        }
        """;

    private const string SquaredDistances = """
        void SquaredDistances(ReadOnlySpan<float> x, ReadOnlySpan<float> centres, Span<float> y, int rows, int count, int width)
        {
            for (var i = 0; i < rows * count; i++)
            {
                var sum = 0.0;
                for (var d = 0; d < width; d++)
                {
                    var difference = (double)x[(i / count * width) + d] - centres[(i % count * width) + d];
                    sum += difference * difference;
                }

                y[i] = (float)sum;
            }
        }
        """;

    public static IReadOnlyList<CodeRule> Rules { get; } =
    [
        CodeRule.For<MatMulOperation>("linear", (operation, call, code) =>
        {
            var (a, b, c) = (call.Inputs[0], call.Inputs[1], call.Outputs[0]);
            var k = a.Shape[operation.Transposes.A ? 0 : -1];
            code.Call("MatrixProduct", [a, b, c, a.Shape.Count / k, k, c.Shape[-1], operation.Transposes.A, operation.Transposes.B], MatrixProduct);
        }),
        CodeRule.For<SquaredDistancesOperation>("rbf", (_, call, code) => code.Call(
            "SquaredDistances",
            [call.Inputs[0], call.Inputs[1], call.Outputs[0], call.Inputs[0].Shape[0], call.Inputs[1].Shape[0], call.Inputs[0].Shape[1]], SquaredDistances)),
    ];
}
