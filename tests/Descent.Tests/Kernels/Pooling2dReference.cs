using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>Pooling by its definition, in double, one window after another.</summary>
internal sealed class Pooling2dReference
{
    private readonly Pooling2dGeometry geometry;

    public Pooling2dReference(Pooling2dGeometry geometry, double[] input, double[] outputGradient, bool average)
    {
        this.geometry = geometry;
        Output = new double[geometry.OutputLength];
        Indices = new int[geometry.OutputLength];
        InputGradient = new double[geometry.InputLength];
        for (var o = 0; o < Output.Length; o++)
        {
            var plane = o / (geometry.OutHeight * geometry.OutWidth) * geometry.InHeight * geometry.InWidth;
            var window = Window(o / geometry.OutWidth % geometry.OutHeight, o % geometry.OutWidth, out var padded);
            if (average)
            {
                var divisor = geometry.CountIncludePadding ? padded : window.Count;
                Output[o] = window.Sum(i => input[plane + i]) / divisor;
                window.ForEach(i => InputGradient[plane + i] += outputGradient[o] / divisor);
                continue;
            }

            Indices[o] = window.Count == 0 ? -1 : window.MaxBy(i => input[plane + i]);
            Output[o] = window.Count == 0 ? double.NegativeInfinity : input[plane + Indices[o]];
            if (window.Count > 0)
            {
                InputGradient[plane + Indices[o]] += outputGradient[o];
            }
        }
    }

    public double[] Output { get; }

    public int[] Indices { get; }

    public double[] InputGradient { get; }

    private List<int> Window(int row, int column, out int padded)
    {
        var inside = new List<int>();
        padded = 0;
        for (var kh = 0; kh < geometry.KernelHeight; kh++)
        {
            for (var kw = 0; kw < geometry.KernelWidth; kw++)
            {
                var y = (row * geometry.StrideHeight) - geometry.PaddingHeight + (kh * geometry.DilationHeight);
                var x = (column * geometry.StrideWidth) - geometry.PaddingWidth + (kw * geometry.DilationWidth);
                padded += y < geometry.InHeight + geometry.PaddingHeight && x < geometry.InWidth + geometry.PaddingWidth ? 1 : 0;
                if (y >= 0 && y < geometry.InHeight && x >= 0 && x < geometry.InWidth)
                {
                    inside.Add((y * geometry.InWidth) + x);
                }
            }
        }

        return inside;
    }
}
