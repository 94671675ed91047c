namespace Descent;

/// <summary>The worked examples of the textbooks, explained.</summary>
public static class WorkedExplanations
{
    private const double LineRate = 0.05;

    private static readonly Dictionary<string, Func<ExplanationOptions, Explanation>> Made = new()
    {
        ["two-two-one"] = TwoTwoOne,
        ["xor"] = XorExplanation.Of,
        ["linear-regression"] = LinearRegression,
        ["cross-entropy"] = CrossEntropyOfLogits,
        ["perceptron"] = options => options.Weight is null
            ? PerceptronExplanation.Of()
            : throw new SpecificationException("The weights of 'perceptron' are set by hand, and no gradient reaches them. Leave out the weight."),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Made.Keys];

    /// <summary>Explains one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="weight">A weight to tell about, as in <see cref="ExplanationOptions.Weight"/>; null for none.</param>
    /// <param name="stepsBefore">How many steps are taken before the one that is told.</param>
    /// <exception cref="SpecificationException">There is no such example.</exception>
    public static Explanation Of(string name, string? weight = null, int stepsBefore = 0)
        => Made.TryGetValue(name, out var explain)
            ? explain(new ExplanationOptions { NumbersThrough = true, Weight = weight, StepsBefore = stepsBefore })
            : throw new SpecificationException($"There is no worked example '{name}'. {NearestNames.Suggest(name, Names)}");

    private static Explanation TwoTwoOne(ExplanationOptions options)
    {
        var network = new Sequential(
            Linear([[0.2, 0.4], [0.3, 0.1]], [0.1, 0.2]), new Sigmoid(), Linear([[0.7, 0.5]], [0.3]), new Sigmoid());
        return Explainer.Of(
            network,
            new BinaryCrossEntropyOnProbabilities(),
            Tensor.From(new[,] { { 1.0, 0 } }),
            Tensor.From(new[,] { { 1.0 } }),
            options with { Title = "One step of training a 2-2-1 network", LearningRate = 0.1 });
    }

    private static Explanation LinearRegression(ExplanationOptions options)
    {
        var (x, y) = (Tensor.From([1.0, 2, 3, 4], 4, 1), Tensor.From([3.0, 5, 7, 10], 4, 1));
        var line = new Sequential(Linear([[0.5]], [0.25]));
        Explainer.Descend(line, new MeanSquaredError(), x, y, LineRate, options.StepsBefore);
        var prediction = line.Forward(x);
        var explained = Explainer.Of(
            line,
            new MeanSquaredError(),
            x,
            y,
            options with { Title = "One step of a linear regression", LearningRate = LineRate, OutputLetter = "yhat", StepsBefore = 0 });
        return explained with { Sections = [.. explained.Sections.Take(5), BySum(x, y, prediction, explained["dL/dw"]), .. explained.Sections.Skip(5)] };
    }

    /// <summary>Two samples of three classes. Each has an input of its own, so that the weights are the logits of the example.</summary>
    private static Explanation CrossEntropyOfLogits(ExplanationOptions options) => Explainer.Of(
        new Sequential(Linear([[2.1, 1.0], [0.1, 3.0], [-1.0, 0.2]], [0, 0, 0])),
        new CrossEntropy(),
        Tensor.From(new[,] { { 1.0, 0 }, { 0, 1 } }),
        Tensor.From<int>([0, 1]),
        options with { Title = "One step of a classifier with softmax and cross-entropy", LearningRate = 0.1 });

    /// <summary>The gradient once more, as (2/N) sum of (yhat - y) x.</summary>
    private static ExplanationSection BySum(Tensor x, Tensor y, Tensor prediction, double slope)
    {
        var steps = new List<ExplanationStep>();
        var error = prediction - y;
        var (inputs, targets, outputs, errors) = (x.ToDoubles(), y.ToDoubles(), prediction.ToDoubles(), error.ToDoubles());
        var (squares, products) = (error.Square().ToDoubles(), (error * x).ToDoubles());
        var sum = new StepFormula();
        var terms = new List<Expression>();
        for (var i = 0; i < inputs.Length; i++)
        {
            var (n, first, second, third) = (FormattableString.Invariant($"_{i + 1}"), new StepFormula(), new StepFormula(), new StepFormula());
            steps.Add(first.Step($"e{n}", first[$"yhat{n}", outputs[i]] - first[$"y{n}", targets[i]], errors[i]));
            steps.Add(second.Step($"s{n}", Expression.Power(second[$"e{n}", errors[i]], 2), squares[i]));
            steps.Add(third.Step($"t{n}", third[$"e{n}", errors[i]] * third[$"x{n}", inputs[i]], products[i]));
            terms.Add(sum[$"t{n}", products[i]]);
        }

        var factor = Expression.Constant(2) / sum["N", inputs.Length];
        steps.Add(sum.Step("dL/dw", factor * StepFormula.Sum(terms), slope));
        return new("The same in one sum", "dL/dw is (2/N) times the sum of each error times its x: the error e, its square s and the term t of each sample.", steps);
    }

    internal static Linear Linear(double[][] weights, double[] biases)
    {
        var linear = new Linear(weights[0].Length, weights.Length);
        linear.Convert(ElementType.Float64);
        linear.Weight.Load(Tensor.From<double>(weights.SelectMany(row => row).ToArray(), new Shape(weights.Length, weights[0].Length)));
        linear.Bias!.Load(Tensor.From(biases));
        return linear;
    }
}
