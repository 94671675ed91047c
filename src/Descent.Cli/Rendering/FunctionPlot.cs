namespace Descent.Cli.Rendering;

/// <summary>A function's graph in Braille characters, two by four dots each.</summary>
internal static class FunctionPlot
{
    private const int Rows = 9;
    private const int WidestPlot = 48;
    private const int LabelWidth = 8;

    /// <summary>Writes the graph with the ends of both axes named, and what runs along the lower one.</summary>
    public static void Write(TextWriter writer, Curve curve, int width)
    {
        var columns = Math.Clamp(width - LabelWidth - 2, 10, WidestPlot);
        var (dotsWide, dotsHigh) = (columns * 2, Rows * 4);
        var values = Enumerable.Range(0, dotsWide).Select(dot => curve.Values[dot * (curve.Values.Count - 1) / (dotsWide - 1)]).ToArray();
        var (low, high) = (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
        var dots = new bool[dotsHigh, dotsWide];
        int Height(double value) => (int)Math.Round((high - value) / Math.Max(high - low, double.Epsilon) * (dotsHigh - 1));
        for (var dot = 0; dot < dotsWide; dot++)
        {
            // A steep curve is drawn as a line down to its neighbour.
            var (here, before) = (Height(values[dot]), Height(values[Math.Max(0, dot - 1)]));
            for (var row = Math.Min(here, before); row <= Math.Max(here, before); row++)
            {
                dots[row, dot] = true;
            }

            dots[Height(0), dot] |= dot % 4 == 0;
        }

        for (var row = 0; row < Rows; row++)
        {
            var label = row == 0 ? Numbers.Plain(high) : row == Rows - 1 ? Numbers.Plain(low) : "";
            var cells = string.Concat(Enumerable.Range(0, columns).Select(column => Cell(dots, row, column)));
            writer.WriteLine($"{label.PadLeft(LabelWidth)} {cells}");
        }

        var (indent, left, right) = (new string(' ', LabelWidth + 1), Numbers.Plain(curve.X[0]), Numbers.Plain(curve.X[^1]));
        var room = columns - left.Length - right.Length;
        var inside = curve.Axis.Length <= room - 2;
        var middle = inside ? curve.Axis : "";
        writer.WriteLine($"{indent}{left}{middle.PadLeft((room + middle.Length) / 2).PadRight(room)}{right}");
        if (!inside)
        {
            TextTable.Wrap(curve.Axis, width - LabelWidth - 1).ForEach(line => writer.WriteLine($"{indent}{line}"));
        }
    }

    // The bits of a Braille cell: dots 1, 2, 3, 7 down the left, 4, 5, 6, 8 down the right.
    private static char Cell(bool[,] dots, int row, int column)
    {
        ReadOnlySpan<int> bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];
        var pattern = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            pattern |= dots[(row * 4) + (i / 2), (column * 2) + (i % 2)] ? bits[i] : 0;
        }

        return (char)(0x2800 + pattern);
    }
}
