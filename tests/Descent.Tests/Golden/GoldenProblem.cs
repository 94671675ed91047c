namespace Descent.Tests.Golden;

/// <summary>One of the three problems that the reference optimizers ran on, in our own parameters and tensors.</summary>
internal sealed class GoldenProblem
{
    private readonly Func<Tensor> loss;

    public GoldenProblem(GoldenCase one, ElementType type)
    {
        Tensor Given(string name) => one.Inputs[name].ToTensor(type);
        string[] names = one.Text("problem") == "mlp" ? ["w1", "b1", "w2", "b2"] : ["start"];
        Parameters = names.Select(name => Make(name, Given(name))).ToArray();
        var theta = Parameters[0];
        loss = one.Text("problem") switch
        {
            "quadratic" => () => Quadratic(theta, Given("a"), Given("b")),
            "rosenbrock" => () => Rosenbrock(theta, Given("a"), Given("b")),
            _ => () => Network(Parameters, Given("x"), Given("y")),
        };
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>All parameters as one row, in the order of the reference.</summary>
    public IEnumerable<double> Flat => Parameters.SelectMany(parameter => parameter.Value.ToDoubles());

    public (double Loss, Tensor[] Gradients) Evaluate()
    {
        var value = loss();
        return (value.Item(), Gradients.Of(value, Parameters.Select(parameter => parameter.Value).ToArray()));
    }

    private static Tensor Quadratic(Tensor x, Tensor a, Tensor b)
        => ((x * a.MatMul(x.Reshape(3, 1)).Reshape(3)).Sum() * 0.5) - (b * x).Sum();

    private static Tensor Rosenbrock(Tensor point, Tensor a, Tensor b)
    {
        Tensor x = point.Slice(0, 0, 1), y = point.Slice(0, 1, 1);
        return ((a - x).Square() + (b * (y - x.Square()).Square())).Sum();
    }

    private static Tensor Network(IReadOnlyList<Parameter> parameters, Tensor x, Tensor y)
    {
        var hidden = (x.MatMul(parameters[0], transposeOther: true) + parameters[1]).Tanh();
        return (hidden.MatMul(parameters[2], transposeOther: true) + parameters[3] - y).Square().Mean();
    }

    private static Parameter Make(string name, Tensor values)
    {
        var parameter = new Parameter(name, values.Shape, Constant.Zero);
        parameter.Convert(values.Type);
        parameter.Load(values);
        return parameter;
    }
}
