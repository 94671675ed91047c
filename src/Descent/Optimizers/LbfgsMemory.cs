namespace Descent;

/// <summary>
/// What <see cref="Lbfgs"/> works with: the pairs that it learned from, kept in the optimizer's states, and vectors of its own.
/// </summary>
internal sealed class LbfgsMemory
{
    private const int FirstPairSlot = 2;

    private readonly Parameter[] parameters;
    private readonly ElementType[] types;
    private readonly LinePoint[] points;
    private readonly Tensor[] change;
    private IReadOnlyList<Tensor[]> states = [];
    private Tensor[][] steps = [];
    private Tensor[][] changes = [];
    private double[] products = [];
    private double[] shares = [];

    public LbfgsMemory(IReadOnlyList<Parameter> parameters)
    {
        this.parameters = [.. parameters];
        types = Array.ConvertAll(this.parameters, parameter => parameter.Type);
        points = [.. Enumerable.Range(0, 4).Select(_ => new LinePoint(TensorVector.Zeros(parameters)))];
        (change, Direction) = (TensorVector.Zeros(parameters), TensorVector.Zeros(parameters));
    }

    /// <summary>The direction to go.</summary>
    public Tensor[] Direction { get; }

    /// <summary>The parameters' values.</summary>
    public Tensor[] Values { get; private set; } = [];

    /// <summary>How many pairs are known.</summary>
    public int Pairs { get; private set; }

    /// <summary>Where the parameters are.</summary>
    public LinePoint Start => points[0];

    /// <summary>Three points for a search.</summary>
    public LinePoint[] Spare => points[1..];

    /// <summary>Whether these are the parameters that it was made for.</summary>
    public bool IsFor(IReadOnlyList<Parameter> others)
        => others.SequenceEqual(parameters) && others.Select(parameter => parameter.Type).SequenceEqual(types);

    /// <summary>Takes up the optimizer's states, which may have been loaded from a file.</summary>
    /// <param name="states">The states of each parameter.</param>
    /// <param name="history">How many pairs there may be.</param>
    /// <param name="leastCurvature">The product y.s above which a pair is one.</param>
    public void Bind(IReadOnlyList<Tensor[]> states, int history, double leastCurvature)
    {
        this.states = states;
        Values = Array.ConvertAll(parameters, parameter => parameter.Value);
        steps = [.. Enumerable.Range(FirstPairSlot, history).Select(Slot)];
        changes = [.. Enumerable.Range(FirstPairSlot + history, history).Select(Slot)];
        products = [.. steps.Zip(changes, TensorVector.Dot)];
        shares = new double[history];
        Pairs = products.TakeWhile(product => product > leastCurvature).Count();
    }

    /// <summary>One state of all parameters.</summary>
    public Tensor[] Slot(int slot) => [.. states.Select(tensors => tensors[slot])];

    /// <summary>Copies loss and gradient; parameters that are frozen have none.</summary>
    public void Keep(in LossAndGradients now, LinePoint point)
    {
        point.Loss = now.Loss;
        TensorVector.Copy(now.Gradients, point.Gradient);
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!parameters[i].Trainable)
            {
                TensorVector.Clear(point.Gradient[i]);
            }
        }
    }

    /// <summary>Remembers the last step and the change of the gradient that it brought, in the place of the oldest pair.</summary>
    public void Learn(Tensor[] step, Tensor[] before, Tensor[] gradient, double leastCurvature)
    {
        TensorVector.Copy(gradient, change);
        TensorVector.Combine(change, 1, before, -1);
        var product = TensorVector.Dot(change, step);
        if (!(product > leastCurvature))
        {
            return;
        }

        Rotate(steps);
        Rotate(changes);
        Rotate(products);
        TensorVector.Copy(step, steps[0]);
        TensorVector.Copy(change, changes[0]);
        products[0] = product;
        Pairs = Math.Min(Pairs + 1, steps.Length);
        for (var age = 0; age < steps.Length; age++)
        {
            for (var i = 0; i < states.Count; i++)
            {
                states[i][FirstPairSlot + age] = steps[age][i];
                states[i][FirstPairSlot + steps.Length + age] = changes[age][i];
            }
        }
    }

    /// <summary>Computes -H g by the recursion of two loops.</summary>
    public void FindDirection(Tensor[] gradient)
    {
        TensorVector.Copy(gradient, Direction);
        TensorVector.Combine(Direction, -1, gradient, 0);
        for (var age = 0; age < Pairs; age++)
        {
            shares[age] = TensorVector.Dot(steps[age], Direction) / products[age];
            TensorVector.Combine(Direction, 1, changes[age], -shares[age]);
        }

        if (Pairs > 0)
        {
            TensorVector.Combine(Direction, products[0] / TensorVector.Dot(changes[0], changes[0]), gradient, 0);
        }

        for (var age = Pairs - 1; age >= 0; age--)
        {
            var share = TensorVector.Dot(changes[age], Direction) / products[age];
            TensorVector.Combine(Direction, 1, steps[age], shares[age] - share);
        }
    }

    /// <summary>Makes a point of a search the one that the next starts from.</summary>
    public void Use(LinePoint point)
    {
        var at = Array.IndexOf(points, point);
        (points[0], points[at]) = (points[at], points[0]);
    }

    private static void Rotate<T>(T[] items)
    {
        var oldest = items[^1];
        Array.Copy(items, 0, items, 1, items.Length - 1);
        items[0] = oldest;
    }
}
