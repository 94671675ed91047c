namespace Descent.Lab.Playground;

/// <summary>What can be seen of a training: the boundary, what each unit computes over the plane, weights, gradients and their health.</summary>
internal sealed class PlaygroundView
{
    /// <summary>The cells of the boundary, across and down.</summary>
    public const int Cells = 120;

    /// <summary>The cells of a unit's map, across and down.</summary>
    public const int MapCells = 24;

    private const int Bins = 21;
    private const double FlatShare = 0.05;
    private const double MostlyShare = 0.95;

    private readonly PlaygroundTraining training;
    private readonly Tensor plane;
    private readonly Tensor small;
    private readonly double low;
    private readonly double high;
    private readonly double?[] steepest;

    /// <summary>A view of a training.</summary>
    public PlaygroundView(PlaygroundTraining training)
    {
        this.training = training;
        (plane, small) = (Grid(Cells), Grid(MapCells));
        steepest = [.. training.Model.Columns.Select(column => Steepest(column.Activation))];
        if (training.Train.Task == TaskKind.Regression)
        {
            var values = training.Train.Values.ToArray().Select(Decoded).ToArray();
            (low, high) = (values.Min(), values.Max());
        }
    }

    /// <summary>The numbers that the picture's colours stand for: those of the targets.</summary>
    public (double Low, double High) Values => (low, high);

    /// <summary>All points, those to train on first.</summary>
    public PlaygroundPoint[] Points()
    {
        IEnumerable<PlaygroundPoint> Of(Dataset part, bool isTest) => Enumerable.Range(0, part.Count).Select(row =>
        {
            var input = part.Input(row);
            return new PlaygroundPoint(
                input[0], input[1], part.Task == TaskKind.Classification ? part.Labels[row] : Decoded(part.Values[row]), isTest);
        });
        return [.. Of(training.Train, false), .. Of(training.Test, true)];
    }

    /// <summary>The boundary: for each cell, from the top left, what is predicted, and how surely or how much.</summary>
    public PlaygroundPlane Plane()
    {
        var rows = Predict(plane);
        var width = rows.Length / (Cells * Cells);
        var (winners, levels) = (new byte[Cells * Cells], new byte[Cells * Cells]);
        for (var cell = 0; cell < winners.Length; cell++)
        {
            var row = rows.AsSpan(cell * width, width);
            if (training.Train.Task == TaskKind.Regression)
            {
                levels[cell] = Byte((row[0] - low) / Math.Max(1e-12, high - low));
                continue;
            }

            for (var i = 1; i < width; i++)
            {
                winners[cell] = row[i] > row[winners[cell]] ? (byte)i : winners[cell];
            }

            levels[cell] = Byte(row[winners[cell]]);
        }

        return new PlaygroundPlane(Cells, winners, levels);
    }

    /// <summary>The columns of the network: the inputs, each hidden layer, the output.</summary>
    public PlaygroundLayer[] Layers()
    {
        var (maps, slopes) = (Outputs(small), Slopes());
        var gradients = LayerGradients();
        var columns = training.Model.Columns;
        var inputs = small.ToDoubles();
        var width = training.Train.InputShape.Count;
        PlaygroundLayer[] layers = [new("inputs", "", InputNames(), Maps(inputs, width), [], [], null, null, [], [], [])];
        return [.. layers, .. columns.Select((column, i) =>
        {
            var linear = (Linear)training.Model.Network.Children[column.Linear].Layer;
            var units = maps[i].Length / (MapCells * MapCells);
            var (dead, flat) = Health(i, slopes[i], units);
            return new PlaygroundLayer(
                column.Activation is null ? "output" : $"layer {i + 1}",
                training.Model.Network.Children[column.Linear].Name,
                column.Activation is null ? OutputNames(units) : [.. Enumerable.Range(1, units).Select(unit => $"unit {unit}")],
                Maps(maps[i], units),
                linear.Weight.Value.ToArray<float>(),
                linear.Bias!.Value.ToArray<float>(),
                gradients[i].Norm,
                gradients[i].Largest,
                gradients[i].Counts,
                dead,
                flat);
        })];
    }

    /// <summary>What every unit and the network answer at one point of the plane.</summary>
    public PlaygroundAnswer At(double x, double y)
    {
        var input = new float[training.Train.InputShape.Count];
        (input[0], input[1]) = ((float)x, (float)y);
        var point = Tensor.From<float>(input, new Shape(1, input.Length));
        return new PlaygroundAnswer(x, y, [.. Outputs(point)], Predict(point));
    }

    private static byte Byte(double share) => (byte)Math.Round(255 * Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1));

    private double Decoded(float value) => training.Data.Target?.Decode(value) ?? value;

    private double[] Predict(Tensor points) => Record.Without(() =>
    {
        var rows = Evaluator.Readable(training.Model.Network.Forward(points), training.Loss, training.Train.Task);
        return training.Data.Target is { } target ? Array.ConvertAll(rows, target.Decode) : rows;
    });

    /// <summary>The outputs of each column's units.</summary>
    private double[][] Outputs(Tensor points) => Record.Without(() =>
    {
        var found = new double[training.Model.Columns.Count][];
        foreach (var (place, output) in Through(points))
        {
            if (Column(place) is >= 0 and var column)
            {
                found[column] = output.ToDoubles();
            }
        }

        return found;
    });

    /// <summary>The derivative of each column's activation for every training point; null where it is no function of single numbers.</summary>
    private double[]?[] Slopes()
    {
        var found = new double[]?[training.Model.Columns.Count];
        var input = training.Inputs;
        foreach (var (place, output) in Through(training.Inputs))
        {
            if (Column(place) is >= 0 and var column && steepest[column] is not null)
            {
                var before = Record.Without(input.Copy).Tracked();
                var after = training.Model.Network.Children[place].Layer.Forward(before);
                found[column] = after.RequiresGradient ? Gradients.Of(after.Sum(), [before])[0].ToDoubles() : new double[before.Shape.Count];
            }

            input = output;
        }

        return found;
    }

    private IEnumerable<(int Place, Tensor Output)> Through(Tensor points)
    {
        var layers = training.Model.Network.Children;
        for (var place = 0; place < layers.Count; place++)
        {
            points = layers[place].Layer.Forward(points);
            yield return (place, points);
        }
    }

    private int Column(int place)
    {
        for (var i = 0; i < training.Model.Columns.Count; i++)
        {
            if (training.Model.Columns[i].Output == place)
            {
                return i;
            }
        }

        return -1;
    }

    private (int[] Dead, int[] Flat) Health(int column, double[]? slopes, int units)
    {
        if (slopes is null || steepest[column] is not { } largest || slopes.Length % units != 0)
        {
            return ([], []);
        }

        var samples = slopes.Length / units;
        List<int> dead = [], flat = [];
        for (var unit = 0; unit < units; unit++)
        {
            var own = Enumerable.Range(0, samples).Select(row => Math.Abs(slopes[(row * units) + unit])).ToArray();
            if (Array.TrueForAll(own, slope => slope == 0))
            {
                dead.Add(unit);
            }
            else if (own.Count(slope => slope < FlatShare * largest) >= MostlyShare * samples)
            {
                flat.Add(unit);
            }
        }

        return ([.. dead], [.. flat]);
    }

    /// <summary>The gradient of the training part's mean loss, layer by layer, with nothing dropped.</summary>
    private (double Norm, double Largest, int[] Counts)[] LayerGradients()
    {
        var network = training.Model.Network;
        var parameters = training.Model.Columns
            .Select(column => network.Children[column.Linear].Layer.OwnParameters.Select(parameter => parameter.Value).ToArray()).ToArray();
        var total = training.Loss.Total(network.Forward(training.Inputs), training.Targets);
        var gradients = Gradients.Of(total.Mean, [.. parameters.SelectMany(values => values)]);
        var next = 0;
        return [.. parameters.Select(values =>
        {
            var numbers = gradients[next..(next += values.Length)].SelectMany(gradient => gradient.ToDoubles()).ToArray();
            var largest = numbers.Max(Math.Abs);
            var counts = new int[Bins];
            foreach (var number in numbers.Where(_ => largest > 0 && double.IsFinite(largest)))
            {
                counts[Math.Min(Bins - 1, (int)((number + largest) / (2 * largest) * Bins))]++;
            }

            return (Math.Sqrt(numbers.Sum(number => number * number)), largest, counts);
        })];
    }

    private static PlaygroundMap[] Maps(double[] values, int units) => [.. Enumerable.Range(0, units).Select(unit =>
    {
        var own = Enumerable.Range(0, MapCells * MapCells).Select(cell => values[(cell * units) + unit]).ToArray();
        var (least, most) = (own.Min(), own.Max());
        var size = Math.Max(Math.Abs(least), Math.Abs(most));
        return new PlaygroundMap(least, most, [.. own.Select(value => Byte(0.5 + (size > 0 ? value / size / 2 : 0)))]);
    })];

    private string[] InputNames() => training.Train.FeatureNames is { Count: > 0 } names ? [.. names] : ["x", "y"];

    private string[] OutputNames(int units)
        => training.Train.Task == TaskKind.Regression ? [.. training.Train.TargetNames.Take(units)]
            : units == training.Train.ClassCount ? [.. training.Train.ClassNames.Select(name => $"class {name}")]
            : [.. Enumerable.Range(1, units).Select(unit => units == 1 ? $"class {training.Train.ClassNames[^1]}" : $"output {unit}")];

    private static double? Steepest(Definition? activation)
        => activation is not null && Curve.Of(activation) is { Slopes: { Count: > 0 } slopes } ? slopes.Max(Math.Abs) : null;

    private Tensor Grid(int cells)
    {
        var width = training.Train.InputShape.Count;
        var inputs = new float[cells * cells * width];
        for (var row = 0; row < cells; row++)
        {
            for (var column = 0; column < cells; column++)
            {
                var at = ((row * cells) + column) * width;
                inputs[at] = (float)training.Data.X.Cell(column, cells);
                inputs[at + 1] = (float)training.Data.Y.Cell(cells - 1 - row, cells);
            }
        }

        return Tensor.From<float>(inputs, new Shape(cells * cells, width));
    }
}
