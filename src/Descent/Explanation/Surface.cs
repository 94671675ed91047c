namespace Descent;

/// <summary>A loss over two weights x and y, to watch optimizers on: its formula is evaluated with tensors, and so are its gradients.</summary>
public sealed class Surface
{
    private Surface(string name, string lesson, Expression formula, (double Left, double Right, double Bottom, double Top) bounds)
        => (Name, Lesson, Formula, Bounds) = (name, lesson, formula, bounds);

    /// <summary>All of them, from simple to hard.</summary>
    public static IReadOnlyList<Surface> All { get; } = Make();

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it teaches, in one sentence.</summary>
    public string Lesson { get; }

    /// <summary>The loss as a formula of x and y.</summary>
    public Expression Formula { get; }

    /// <summary>The part of the plane worth seeing.</summary>
    public (double Left, double Right, double Bottom, double Top) Bounds { get; }

    /// <summary>A start from which the lesson shows.</summary>
    public (double X, double Y) Start { get; private init; }

    /// <summary>Where the loss is least; empty where it has no least value.</summary>
    public IReadOnlyList<(double X, double Y)> Minima { get; private init; } = [];

    /// <summary>The surface of a name.</summary>
    /// <exception cref="SpecificationException">There is none; the nearest names are told.</exception>
    public static Surface Find(string name)
        => All.FirstOrDefault(surface => surface.Name == name)
            ?? throw new SpecificationException($"There is no surface '{name}'. {NearestNames.Suggest(name, All.Select(surface => surface.Name))}");

    /// <summary>The loss at a place given as a tensor of the two weights; recorded like any computation.</summary>
    /// <exception cref="ShapeException">The tensor has not two elements.</exception>
    public Tensor At(Tensor place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Of(place.Slice(0, 0, 1), place.Slice(0, 1, 1)).Sum();
    }

    /// <summary>The losses on a grid, row by row from the bottom, each row from the left.</summary>
    /// <param name="columns">Points of a row, 2 or more.</param>
    /// <param name="rows">Rows, 2 or more.</param>
    public double[] Grid(int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        var (x, y) = (new double[columns * rows], new double[columns * rows]);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Bounds.Left + ((Bounds.Right - Bounds.Left) * (i % columns) / (columns - 1));
            y[i] = Bounds.Bottom + ((Bounds.Top - Bounds.Bottom) * (i / columns) / (rows - 1));
        }

        return Of(Tensor.From(x), Tensor.From(y)).ToDoubles();
    }

    private Tensor Of(Tensor x, Tensor y) => Formula.Evaluate(new Dictionary<string, Tensor> { ["x"] = x, ["y"] = y });

    private static Surface[] Make()
    {
        var (x, y) = (Expression.Variable("x"), Expression.Variable("y"));
        static Expression Square(Expression inner) => Expression.Power(inner, 2);
        return
        [
            new("bowl", "Every direction is alike: plain descent is at home.", 0.5 * (Square(x) + Square(y)), (-4, 4, -3, 3))
            {
                Start = (-3.2, 2.2), Minima = [(0, 0)],
            },
            new("ravine", "Steep one way, flat the other: plain descent bounces between the walls, momentum and adaptive rates do not.",
                0.5 * ((0.1 * Square(x)) + (5.0 * Square(y))), (-10, 10, -4, 4))
            {
                Start = (-9, 2.5), Minima = [(0, 0)],
            },
            new("saddle", "The gradient is almost zero on the ridge: who waits there longest?",
                (0.25 * Expression.Power(y, 4)) - Square(y) + (0.5 * Square(x)), (-4, 4, -3, 3))
            {
                Start = (-3, 0.01), Minima = [(0, -Math.Sqrt(2)), (0, Math.Sqrt(2))],
            },
            new("rosenbrock", "A bent valley: down into it is easy, along it is hard.",
                Square(1.0 - x) + (100.0 * Square(y - Square(x))), (-2, 2, -1, 3))
            {
                Start = (-1.2, 1), Minima = [(1, 1)],
            },
            new("himmelblau", "Four valleys: the start decides which is found, and momentum may carry into another.",
                Square(Square(x) + y - 11.0) + Square(x + Square(y) - 7.0), (-5.5, 5.5, -5, 5))
            {
                Start = (-0.3, -1), Minima = [(3, 2), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170), (3.584428340330492, -1.848126526964404)],
            },
            new("beale", "Flat far out, with cliffs at the corners: one rate cannot suit both.",
                Square(1.5 - x + (x * y)) + Square(2.25 - x + (x * Square(y))) + Square(2.625 - x + (x * Expression.Power(y, 3))), (-4.5, 4.5, -3, 3))
            {
                Start = (1, 1.6), Minima = [(3, 0.5)],
            },
            new("plateau", "Far from the hole the gradient vanishes, as in a saturated network: only those who rescale it move.",
                1.0 - Expression.Exp(-0.5 * (Square(x) + Square(y))), (-4, 4, -3, 3))
            {
                Start = (-3, 1.5), Minima = [(0, 0)],
            },
        ];
    }
}
