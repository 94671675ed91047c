using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>A convolution of 3 x 3 by minimal filtering, tile by tile and number by number in the documented order of rounding.</summary>
internal static class WinogradReference
{
    /// <summary>
    /// The sums over channels of the correlation of planes [batch, channels, height, width] with kernels g(o, c, row, column), for outputs
    /// of (outHeight, outWidth) whose first pixel reads from (-top, -left).
    /// </summary>
    public static T[] Correlate<T>(
        Convolution2dGeometry geometry, T[] source, int channels, int outs, Func<int, int, int, int, T> kernel, bool byData)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (height, width, outHeight, outWidth) = byData
            ? (geometry.OutHeight, geometry.OutWidth, geometry.InHeight, geometry.InWidth)
            : (geometry.InHeight, geometry.InWidth, geometry.OutHeight, geometry.OutWidth);
        var (top, left) = byData ? (2 - geometry.PaddingHeight, 2 - geometry.PaddingWidth) : (geometry.PaddingHeight, geometry.PaddingWidth);
        var result = new T[geometry.Batch * outs * outHeight * outWidth];
        for (var image = 0; image < geometry.Batch; image++)
        {
            for (var i = 0; i < outHeight; i += 2)
            {
                for (var j = 0; j < outWidth; j += 2)
                {
                    var inputs = new T[channels][];
                    for (var c = 0; c < channels; c++)
                    {
                        T At(int row, int column)
                        {
                            var (y, x) = (i + row - top, j + column - left);
                            return y >= 0 && y < height && x >= 0 && x < width
                                ? source[(((((image * channels) + c) * height) + y) * width) + x]
                                : T.Zero;
                        }

                        inputs[c] = Input(At);
                    }

                    for (var o = 0; o < outs; o++)
                    {
                        var sums = new T[16];
                        for (var c = 0; c < channels; c++)
                        {
                            var g = Weights((row, column) => kernel(o, c, row, column));
                            for (var p = 0; p < 16; p++)
                            {
                                sums[p] = T.FusedMultiplyAdd(g[p], inputs[c][p], sums[p]);
                            }
                        }

                        var tile = Output(sums);
                        for (var p = 0; p < 4; p++)
                        {
                            var (y, x) = (i + (p / 2), j + (p % 2));
                            if (y < outHeight && x < outWidth)
                            {
                                result[(((((image * outs) + o) * outHeight) + y) * outWidth) + x] = tile[p];
                            }
                        }
                    }
                }
            }
        }

        return result;
    }

    private static T[] Weights<T>(Func<int, int, T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        static T[] Line(T a, T b, T c) => [a, ((a + b) + c) * T.CreateChecked(0.5), ((a - b) + c) * T.CreateChecked(0.5), c];
        T[][] columns = [.. Enumerable.Range(0, 3).Select(column => Line(g(0, column), g(1, column), g(2, column)))];
        return [.. Enumerable.Range(0, 4).SelectMany(row => Line(columns[0][row], columns[1][row], columns[2][row]))];
    }

    private static T[] Input<T>(Func<int, int, T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        static T[] Line(T a, T b, T c, T d) => [a - c, b + c, c - b, b - d];
        T[][] rows = [.. Enumerable.Range(0, 4).Select(row => Line(d(row, 0), d(row, 1), d(row, 2), d(row, 3)))];
        T[][] columns = [.. Enumerable.Range(0, 4).Select(column => Line(rows[0][column], rows[1][column], rows[2][column], rows[3][column]))];
        return [.. Enumerable.Range(0, 16).Select(p => columns[p % 4][p / 4])];
    }

    private static T[] Output<T>(T[] m)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        static T[] Line(T a, T b, T c, T d) => [(a + b) + c, (b - c) - d];
        T[][] rows = [.. Enumerable.Range(0, 4).Select(row => Line(m[4 * row], m[(4 * row) + 1], m[(4 * row) + 2], m[(4 * row) + 3]))];
        T[][] columns = [.. Enumerable.Range(0, 2).Select(column => Line(rows[0][column], rows[1][column], rows[2][column], rows[3][column]))];
        return [columns[0][0], columns[1][0], columns[0][1], columns[1][1]];
    }
}
