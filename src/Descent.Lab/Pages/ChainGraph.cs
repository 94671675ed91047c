namespace Descent.Lab.Pages;

/// <summary>The quantities of a forward pass and what each is computed from, laid out in columns from the input to the loss.</summary>
/// <param name="Nodes">The quantities.</param>
/// <param name="Edges">From what is used to what uses it.</param>
internal sealed record ChainGraph(ChainNode[] Nodes, ChainEdge[] Edges)
{
    private const int MostNodes = 40;

    /// <summary>The graph of an explanation; null where a layer is told by its norm, or there is too much to draw.</summary>
    public static ChainGraph? Of(Explanation explanation)
    {
        var steps = explanation.Sections.Take(3).SelectMany(section => section.Steps).ToArray();
        if (steps.Any(step => step.Name[0] == '|') || !Array.Exists(steps, step => step.Name == "L"))
        {
            return null;
        }

        // Weights and targets are given, and stand apart.
        var units = steps.Where(step => step.Formula is not null || step.Name[0] == 'x').ToArray();
        var columns = new Dictionary<string, int>();
        var edges = new List<ChainEdge>();
        foreach (var unit in units)
        {
            var sources = unit.Numbers.Keys.Where(columns.ContainsKey).ToArray();
            edges.AddRange(sources.Select(source => new ChainEdge(source, unit.Name)));
            columns[unit.Name] = sources.Select(source => columns[source] + 1).DefaultIfEmpty(0).Max();
        }

        return units.Length is 0 or > MostNodes
            ? null
            : new(
                [.. units.GroupBy(unit => columns[unit.Name]).SelectMany(column => column.Select((unit, row) => new ChainNode(
                    unit.Name,
                    MathMl.Symbol(unit.Name),
                    column.Key,
                    row,
                    column.Count(),
                    unit.Value)))],
                [.. edges]);
    }
}

/// <summary>One quantity.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Symbol">Its symbol as MathML.</param>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Row">Its row in the column, from 0.</param>
/// <param name="Rows">How many the column has.</param>
/// <param name="Value">Its value.</param>
internal sealed record ChainNode(string Name, string Symbol, int Column, int Row, int Rows, double Value);

/// <summary>One use.</summary>
/// <param name="From">What is used.</param>
/// <param name="To">What uses it.</param>
internal sealed record ChainEdge(string From, string To);

/// <summary>The samples of a linear regression, and how the gradient is their sum.</summary>
/// <param name="Rows">For each sample x, y, yhat, e = yhat - y, e x.</param>
/// <param name="ErrorSum">The sum of the errors.</param>
/// <param name="TermSum">The sum of the terms.</param>
/// <param name="WeightGradient">dL/dw = (2/N) times the sum of the terms.</param>
/// <param name="BiasGradient">dL/db = (2/N) times the sum of the errors.</param>
internal sealed record ChainSamples(double[][] Rows, double ErrorSum, double TermSum, double WeightGradient, double BiasGradient)
{
    /// <summary>The samples of an explanation that tells errors and terms; else null.</summary>
    public static ChainSamples? Of(Explanation explanation)
    {
        var values = new Dictionary<string, double>();
        foreach (var step in explanation.Steps)
        {
            values.TryAdd(step.Name, step.Value);
        }

        var rows = new List<double[]>();
        for (var n = 1; values.TryGetValue(FormattableString.Invariant($"t_{n}"), out var term); n++)
        {
            double Of(string letter) => values[FormattableString.Invariant($"{letter}_{n}")];
            rows.Add([Of("x"), Of("y"), Of("yhat"), Of("e"), term]);
        }

        return rows.Count == 0
            ? null
            : new([.. rows], Sum(rows, 3), Sum(rows, 4), values["dL/dw"], values["dL/db"]);
    }

    private static double Sum(List<double[]> rows, int column) => Tensor.From(rows.ConvertAll(row => row[column]).ToArray()).Sum().Item();
}
