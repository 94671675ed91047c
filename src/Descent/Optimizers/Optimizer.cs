using System.Diagnostics;
using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Changes parameters by their gradients. Keeps its own state (velocities, averages) for each parameter, in the order that they are
/// given.
/// </summary>
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
            : throw new SpecificationException(
                $"A learning rate must be a finite number, 0 or larger, not {value}; 0.001 is a usual start for Adam, 0.1 for gradient descent.");
    }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The names of the state tensors that each parameter has, such as <c>velocity</c>.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The state so far, in the order of the parameters; empty before the first step.</summary>
    public IReadOnlyList<IReadOnlyList<Tensor>> State => states;

    /// <summary>
    /// Takes one step: changes every trainable parameter in place. What does not fit is refused before anything is changed.
    /// </summary>
    /// <param name="parameters">The parameters, the same and in the same order at each step.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <exception cref="ShapeException">A gradient does not have its parameter's shape.</exception>
    /// <exception cref="DescentException">Numbers of tensors or element types differ, or the state is that of other parameters.</exception>
    public void Step(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradients);
        if (parameters.Count != gradients.Count || (states.Count > 0 && states.Count != parameters.Count))
        {
            throw new DescentException(
                $"{parameters.Count} parameters, {gradients.Count} gradients and {states.Count} states: their numbers must be equal at every step. "
                + "Give another set of parameters an optimizer of its own.");
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            Check(parameters[i], gradients[i]);
        }

        PrepareStates(parameters);
        Steps++;
        var observer = Observation.Current;
        var started = observer is null ? 0 : Stopwatch.GetTimestamp();
        BeginStep(Steps);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Trainable)
            {
                Update(parameters[i], gradients[i], states[i]);
            }
        }

        observer?.Updated(GetType().Name, Cost(parameters), Stopwatch.GetTimestamp() - started);
    }

    /// <summary>Takes over a saved state.</summary>
    /// <exception cref="ModelFileException">The number of tensors for a parameter is not what this optimizer keeps.</exception>
    public void LoadState(int steps, IReadOnlyList<IReadOnlyList<Tensor>> saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
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

    /// <summary>Changes one parameter and its state in place, in one pass over memory; usually by <see cref="Apply"/>.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, of the same shape and type.</param>
    /// <param name="state">Its state tensors, in the order of <see cref="StateNames"/>.</param>
    protected abstract void Update(Parameter parameter, Tensor gradient, Tensor[] state);

    /// <summary>Runs an update over every element of a parameter, its gradient and its states, shared among threads.</summary>
    protected static void Apply<TUpdate>(TUpdate update, Parameter parameter, Tensor gradient, Tensor[] state)
        where TUpdate : struct, IUpdate
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        if (parameter.Type == ElementType.Float32)
        {
            Run<float, TUpdate>(update, parameter, gradient, state);
        }
        else
        {
            Run<double, TUpdate>(update, parameter, gradient, state);
        }
    }

    private static void Run<T, TUpdate>(TUpdate update, Parameter parameter, Tensor gradient, Tensor[] state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate
    {
        Kernels.Update.Apply(update, parameter.Change<T>(), gradient.Span<T>(), State(0), State(1), State(2));
        GC.KeepAlive(parameter);
        GC.KeepAlive(gradient);
        GC.KeepAlive(state);

        Span<T> State(int index)
        {
            if (index >= state.Length)
            {
                return default;
            }

            state[index].Storage.MarkChanged();
            return state[index].Span<T>();
        }
    }

    // The gradient is read, the parameter and each state are read and written.
    private OperationCost Cost(IReadOnlyList<Parameter> parameters) => new(
        0,
        parameters.Where(parameter => parameter.Trainable)
            .Sum(parameter => (double)parameter.Shape.Count * parameter.Type.Size() * (3 + (2 * StateNames.Count))));

    private static void Check(Parameter parameter, Tensor gradient)
    {
        if (!gradient.Shape.Equals(parameter.Shape))
        {
            throw new ShapeException($"Parameter '{parameter.Name}' has the shape {parameter.Shape}, its gradient {gradient.Shape}.");
        }

        if (gradient.Type != parameter.Type)
        {
            throw new DescentException(
                $"Parameter '{parameter.Name}' holds {parameter.Type}, its gradient {gradient.Type}: convert one of them with To or Convert.");
        }
    }

    private void PrepareStates(IReadOnlyList<Parameter> parameters)
    {
        if (states.Count == 0)
        {
            var names = StateNames.ToArray();
            states.AddRange(parameters.Select(parameter => Array.ConvertAll(names, name => InitialState(name, parameter))));
        }

        for (var i = 0; i < states.Count; i++)
        {
            foreach (var tensor in states[i])
            {
                if (!tensor.Shape.Equals(parameters[i].Shape) || tensor.Type != parameters[i].Type)
                {
                    throw new DescentException(
                        $"The optimizer's state for parameter '{parameters[i].Name}' is {tensor.Type} {tensor.Shape}, the parameter "
                        + $"{parameters[i].Type} {parameters[i].Shape}: the state is another model's, or the model was converted. Make a new optimizer.");
                }
            }
        }
    }
}
