using System.Diagnostics;
using System.Runtime.CompilerServices;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Changes parameters by their gradients. Keeps its own state (velocities, averages) for each parameter, in the order that they are
/// given.
/// </summary>
public abstract class Optimizer
{
    private readonly List<Tensor[]> states = [];
    private readonly StepUpdates updates = new();
    private ParameterGroups? groups;
    private ParameterGroup? turn;
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

    /// <summary>
    /// How much of the velocity or of the average gradient stays at each step; null for an optimizer without momentum. Some schedules set
    /// it
    /// while training.
    /// </summary>
    /// <exception cref="SpecificationException">It is set where there is no momentum, or to a number outside [0, 1).</exception>
    public virtual double? MomentumFactor
    {
        get => null;
        set => throw new SpecificationException(
            $"{GetType().Name} has no momentum that a schedule could change: use sgd with a momentum, adam or adamw, or a schedule of the "
            + "rate alone.");
    }

    /// <summary>Parameters with rates and weight decays of their own; those in no group take the optimizer's.</summary>
    /// <exception cref="SpecificationException">A parameter is in two groups.</exception>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get => groups?.All ?? [];
        init => Use(value);
    }

    /// <summary>Sets the groups; before the first step.</summary>
    internal void Use(IReadOnlyList<ParameterGroup>? all) => groups = all is { Count: > 0 } ? new ParameterGroups(all) : null;

    /// <summary>
    /// Whether one step asks for the loss and its gradients several times, at places of its own choosing: then only
    /// <see cref="Step(IReadOnlyList{Parameter}, Func{LossAndGradients})"/> can take it, and the loss must be the same each time.
    /// </summary>
    public virtual bool EvaluatesRepeatedly => false;

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
        if (EvaluatesRepeatedly)
        {
            throw new DescentException(
                $"{GetType().Name} evaluates the loss several times in a step, so the gradients of one place are not enough: call "
                + "Step(parameters, evaluate), or train with TrainingStep or Trainer.");
        }

        Step(parameters, new LossAndGradients(double.NaN, gradients), null);
    }

    /// <summary>
    /// Takes one step with the means to compute loss and gradients at the parameters' current values, which some optimizers use several
    /// times.
    /// </summary>
    /// <param name="parameters">The parameters, the same and in the same order at each step.</param>
    /// <param name="evaluate">
    /// Computes the loss and its gradients as the parameters now are; the same function each time it is called in a step.
    /// </param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="ShapeException">A gradient does not have its parameter's shape.</exception>
    /// <exception cref="DescentException">Numbers of tensors or element types differ, or the state is that of other parameters.</exception>
    public double Step(IReadOnlyList<Parameter> parameters, Func<LossAndGradients> evaluate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(evaluate);
        var now = evaluate();
        Step(parameters, now, evaluate);
        return now.Loss;
    }

    private void Step(IReadOnlyList<Parameter> parameters, in LossAndGradients now, Func<LossAndGradients>? evaluate)
    {
        var gradients = now.Gradients;
        if (parameters.Count != gradients.Count || (states.Count > 0 && states.Count != parameters.Count))
        {
            throw new DescentException(
                $"{parameters.Count} parameters, {gradients.Count} gradients and {states.Count} states: their numbers must be equal at every step. "
                + "Give another set of parameters an optimizer of its own.");
        }

        if (states.Count == 0)
        {
            CheckAll(parameters, gradients, states: false);
            MakeStates(parameters);
        }

        CheckAll(parameters, gradients, states: true);
        Steps++;
        var observer = Observation.Current;
        var started = observer is null ? 0 : Stopwatch.GetTimestamp();
        Advance(parameters, now, evaluate);
        GC.KeepAlive(this);
        GC.KeepAlive(parameters);
        GC.KeepAlive(gradients);
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
        states.AddRange(saved.Select(tensors => tensors.Select(Pinning.Copy).ToArray()));
        Steps = steps;
    }

    /// <summary>
    /// Writes down how the next step changes a single number, for explanations; nothing where its change depends on others', or has no
    /// short form.
    /// </summary>
    internal virtual void Derive(UpdateDerivation update)
    {
    }

    /// <summary>
    /// The rate for the parameter whose turn it is: <see cref="LearningRate"/>, times the factor of its group if it is in one.
    /// </summary>
    protected double Rate => turn is null ? learningRate : learningRate * turn.RateFactor;

    /// <summary>A weight decay for the parameter whose turn it is: as given, or times the factor of its group.</summary>
    protected double Decay(double weightDecay) => turn is null ? weightDecay : weightDecay * turn.DecayFactor;

    /// <summary>
    /// Computes what a step's updates share, such as bias corrections; called once in a step, or once for each turn of a parameter group.
    /// </summary>
    /// <param name="step">The number of the step, from 1.</param>
    protected virtual void BeginStep(int step)
    {
    }

    /// <summary>
    /// The shape of a state tensor: the parameter's, unless overridden where a kind of parameter needs none of that name.
    /// </summary>
    protected virtual Shape StateShape(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Shape;
    }

    /// <summary>The first value of a state tensor; zeros unless overridden.</summary>
    protected virtual Tensor InitialState(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Tensor.Zeros(StateShape(name, parameter), parameter.Type);
    }

    /// <summary>Says by <see cref="Apply"/> how one parameter and its state change.</summary>
    /// <remarks>
    /// What is applied is done when all parameters have had their turn, or earlier, in one pass over memory. So after <see cref="Apply"/>
    /// neither the parameter's values nor its gradient or states may be read or written here; a second <see cref="Apply"/> for the same
    /// parameter sees what the first one did.
    /// </remarks>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, of the same shape and type.</param>
    /// <param name="state">Its state tensors, in the order of <see cref="StateNames"/>.</param>
    protected abstract void Update(Parameter parameter, Tensor gradient, Tensor[] state);

    /// <summary>
    /// Runs an update over every element of a parameter, its gradient and its states, shared among threads: at the end of the step, together
    /// with those of the other parameters.
    /// </summary>
    protected void Apply<TUpdate>(TUpdate update, Parameter parameter, Tensor gradient, Tensor[] state)
        where TUpdate : struct, IUpdate
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        updates.Add(in update, parameter, gradient, state);
    }

    /// <summary>The states of each parameter, to change.</summary>
    private protected IReadOnlyList<Tensor[]> OwnStates => states;

    /// <summary>
    /// Runs what was applied so far at once, so that values and states may be read in <see cref="Update"/> before it goes on.
    /// </summary>
    protected void RunApplied() => updates.Run();

    /// <summary>Changes all parameters by their gradients; unless overridden, each by <see cref="Update"/> alone.</summary>
    private protected virtual void Advance(IReadOnlyList<Parameter> parameters, in LossAndGradients now, Func<LossAndGradients>? evaluate)
        => UpdateAll(parameters, now.Gradients);

    /// <summary>Gives each trainable parameter its turn, and runs what was collected.</summary>
    private protected void UpdateAll(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients)
    {
        turn = null;
        BeginStep(Steps);
        updates.Begin();
        try
        {
            CollectAll(parameters, gradients);
            updates.Run();
        }
        finally
        {
            updates.End();
        }
    }

    private void CollectAll(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients)
    {
        // An interface's calls on an array are slow, and arrays are what most callers have.
        var (parameterArray, gradientArray) = (parameters as Parameter[], gradients as Tensor[]);
        for (var i = 0; i < states.Count; i++)
        {
            var parameter = parameterArray is null ? parameters[i] : parameterArray[i];
            if (parameter.Trainable)
            {
                var (gradient, state) = (gradientArray is null ? gradients[i] : gradientArray[i], states[i]);
                if (groups is not null)
                {
                    Turn(groups.Of(parameter));
                }

                updates.Expect(parameter, gradient, state);
                Update(parameter, gradient, state);
            }
        }
    }

    private void Turn(ParameterGroup? group)
    {
        if (!ReferenceEquals(group, turn))
        {
            turn = group;
            BeginStep(Steps);
        }
    }

    private void CheckAll(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients, bool states)
    {
        var (parameterArray, gradientArray) = (parameters as Parameter[], gradients as Tensor[]);
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameterArray is null ? parameters[i] : parameterArray[i];
            Check(parameter, gradientArray is null ? gradients[i] : gradientArray[i]);
            var own = states ? this.states[i] : [];
            for (var slot = 0; slot < own.Length; slot++)
            {
                if (!Fits(own[slot], parameter) && !FitsItsOwnShape(slot, own[slot], parameter))
                {
                    throw WrongState(own[slot], parameter);
                }
            }
        }
    }

    // The gradient is read, the parameter and each state are read and written.
    private OperationCost Cost(IReadOnlyList<Parameter> parameters) => new(
        0,
        parameters.Where(parameter => parameter.Trainable)
            .Sum(parameter => (double)parameter.Shape.Count * parameter.Type.Size() * (3 + (2 * StateNames.Count))));

    private static void Check(Parameter parameter, Tensor gradient)
    {
        if (!Fits(gradient, parameter))
        {
            throw gradient.Shape.Equals(parameter.Shape)
                ? new DescentException(
                    $"Parameter '{parameter.Name}' holds {parameter.Type}, its gradient {gradient.Type}: convert one of them with To or Convert.")
                : new ShapeException($"Parameter '{parameter.Name}' has the shape {parameter.Shape}, its gradient {gradient.Shape}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Fits(Tensor tensor, Parameter parameter)
        => tensor.Type == parameter.Type && (ReferenceEquals(tensor.Shape, parameter.Shape) || tensor.Shape.Equals(parameter.Shape));

    private bool FitsItsOwnShape(int slot, Tensor state, Parameter parameter)
        => state.Type == parameter.Type && state.Shape.Equals(StateShape(StateNames[slot], parameter));

    private void MakeStates(IReadOnlyList<Parameter> parameters)
    {
        var names = StateNames.ToArray();
        foreach (var parameter in parameters)
        {
            turn = groups?.Of(parameter);
            states.Add(Array.ConvertAll(names, name => Pinning.InPlace(InitialState(name, parameter))));
        }
    }

    private static DescentException WrongState(Tensor state, Parameter parameter) => new(
        $"The optimizer's state for parameter '{parameter.Name}' is {state.Type} {state.Shape}, the parameter {parameter.Type} "
        + $"{parameter.Shape}: the state is another model's, or the model was converted. Make a new optimizer.");
}
