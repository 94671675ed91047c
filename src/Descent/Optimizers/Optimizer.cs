namespace Descent;

/// <summary>Changes parameters by their gradients. Keeps its own state (velocities, averages) for each parameter, in the order that they are given.</summary>
public abstract class Optimizer
{
    private readonly List<Tensor[]> states = [];
    private double learningRate;

    /// <summary>Sets the learning rate.</summary>
    /// <exception cref="SpecificationException">The rate is not a positive finite number.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The step size; a schedule sets it while training.</summary>
    /// <exception cref="SpecificationException">The rate is negative or not finite.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = double.IsFinite(value) && value >= 0
            ? value
            : throw new SpecificationException($"A learning rate must be a finite number, 0 or larger, not {value}; 0.001 is a usual start for Adam, 0.1 for gradient descent.");
    }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The names of the state tensors that each parameter has, such as <c>velocity</c>.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The state so far, in the order of the parameters; empty before the first step.</summary>
    public IReadOnlyList<IReadOnlyList<Tensor>> State => states;

    /// <summary>Takes one step: changes every parameter in place.</summary>
    /// <param name="parameters">The parameters, the same and in the same order at each step.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <exception cref="ShapeException">A gradient does not have its parameter's shape.</exception>
    public void Step(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradients);
        if (parameters.Count != gradients.Count || (states.Count > 0 && states.Count != parameters.Count))
        {
            throw new DescentException($"{parameters.Count} parameters, {gradients.Count} gradients and {states.Count} states: their numbers must be equal at every step.");
        }

        Steps++;
        BeginStep(Steps);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (i == states.Count)
            {
                states.Add(Array.ConvertAll(StateNames.ToArray(), name => InitialState(name, parameters[i])));
            }

            if (!gradients[i].Shape.Equals(parameters[i].Shape))
            {
                throw new ShapeException($"Parameter '{parameters[i].Name}' has the shape {parameters[i].Shape}, its gradient {gradients[i].Shape}.");
            }

            if (parameters[i].Trainable)
            {
                Update(parameters[i], gradients[i], states[i]);
            }
        }
    }

    /// <summary>Takes over a saved state.</summary>
    /// <exception cref="ModelFileException">The number of tensors for a parameter is not what this optimizer keeps.</exception>
    public void LoadState(int steps, IReadOnlyList<IReadOnlyList<Tensor>> saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        if (saved.Any(tensors => tensors.Count != StateNames.Count))
        {
            throw new ModelFileException($"This optimizer keeps {StateNames.Count} state tensors for each parameter; the saved state has another number, so it is another optimizer's.");
        }

        states.Clear();
        states.AddRange(saved.Select(tensors => tensors.Select(tensor => tensor.Copy()).ToArray()));
        Steps = steps;
    }

    /// <summary>Computes what a step's updates share, such as bias corrections.</summary>
    /// <param name="step">The number of the step, from 1.</param>
    protected virtual void BeginStep(int step)
    {
    }

    /// <summary>The first value of a state tensor; zeros unless overridden.</summary>
    protected virtual Tensor InitialState(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Tensor.Zeros(parameter.Shape, parameter.Type);
    }

    /// <summary>Changes one parameter and its state in place, in one pass over memory.</summary>
    protected abstract void Update(Parameter parameter, Tensor gradient, Tensor[] state);
}
