using Descent.Kernels;

namespace Descent;

/// <summary>
/// A restricted Boltzmann machine: binary visible units v and hidden units h with the energy E(v, h) = -h W v' - v b - h c and the
/// probability exp(-E) / Z. Units of one kind are not joined, so p(h = 1 | v) = sigmoid(v W' + c) and p(v = 1 | h) = sigmoid(h W + b).
/// </summary>
/// <remarks>
/// Learns what data looks like without any label, by contrastive divergence: the free energy F(v) = -v b - sum of softplus(v W' + c) of the
/// data falls, and that of what the machine makes of the data in a few steps rises. The gradient is mean dF(v0) - mean dF(vk), where vk
/// counts as constant; it is not that of any function, but close to that of -log p(v). Shapes: v [n, visible], h [n, hidden],
/// W [hidden, visible], b [visible], c [hidden]. Sources: Smolensky, 1986; Hinton, Training products of experts by minimizing contrastive
/// divergence, Neural Computation 2002; stacks of them: Hinton, Osindero and Teh, A fast learning algorithm for deep belief nets, 2006.
/// </remarks>
public sealed class RestrictedBoltzmannMachine
{
    private readonly Parameter[] parameters;

    /// <summary>A machine with small random weights and no biases.</summary>
    /// <param name="visible">The visible units.</param>
    /// <param name="hidden">The hidden units.</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public RestrictedBoltzmannMachine(int visible, int hidden, ulong seed = 0)
    {
        if (visible < 1 || hidden < 1)
        {
            throw new SpecificationException(
                $"A restricted Boltzmann machine needs at least 1 visible and 1 hidden unit, not {visible} and {hidden}.");
        }

        parameters =
        [
            new Parameter("weight", new Shape(hidden, visible), new Normal(0.1)),
            new Parameter("visible_bias", new Shape(visible), Constant.Zero),
            new Parameter("hidden_bias", new Shape(hidden), Constant.Zero),
        ];
        foreach (var parameter in parameters)
        {
            parameter.Initialize(new RandomKey(seed, "boltzmann").For(parameter.Name));
        }
    }

    /// <summary>W [hidden, visible].</summary>
    public Parameter Weight => parameters[0];

    /// <summary>b [visible].</summary>
    public Parameter VisibleBias => parameters[1];

    /// <summary>c [hidden].</summary>
    public Parameter HiddenBias => parameters[2];

    /// <summary>p(h = 1 | v) = sigmoid(v W' + c), [n, hidden].</summary>
    public Tensor HiddenProbabilities(Tensor visible) => HiddenInput(visible).Sigmoid();

    /// <summary>p(v = 1 | h) = sigmoid(h W + b), [n, visible].</summary>
    public Tensor VisibleProbabilities(Tensor hidden)
        => (Checked(hidden, HiddenBias, nameof(hidden)).MatMul(Weight) + VisibleBias.Value).Sigmoid();

    /// <summary>F(v) = -v b - sum of softplus(v W' + c), [n]; p(v) = exp(-F(v)) / Z.</summary>
    public Tensor FreeEnergy(Tensor visible)
    {
        var hidden = HiddenInput(visible).Softplus().Sum(1);
        return -((visible * VisibleBias.Value).Sum(1) + hidden);
    }

    /// <summary>
    /// Goes to the hidden units and back: h is drawn from p(h | v), and v from p(v | h), except that the last v is the probabilities.
    /// </summary>
    /// <param name="visible">Where to begin.</param>
    /// <param name="steps">How often to go there and back; many of them draw from the machine's own idea of the data.</param>
    /// <param name="key">The randomness.</param>
    /// <exception cref="SpecificationException">There is no step.</exception>
    public Tensor Reconstruct(Tensor visible, int steps, RandomKey key) => Record.Without(() =>
    {
        if (steps < 1)
        {
            throw new SpecificationException($"Going to the hidden units and back takes at least 1 step, not {steps}.");
        }

        var current = visible;
        for (var step = 0; step < steps; step++)
        {
            var draw = step == 0 ? current : Draw(current, key.For("visible").For((ulong)step));
            current = VisibleProbabilities(Draw(HiddenProbabilities(draw), key.For("hidden").For((ulong)step)));
        }

        return current;
    });

    /// <summary>One step of contrastive divergence.</summary>
    /// <param name="visible">The batch: numbers in [0, 1], taken as probabilities.</param>
    /// <param name="optimizer">What changes weights and biases.</param>
    /// <param name="key">The randomness; another one for each step.</param>
    /// <param name="steps">How far from the data the machine goes: k of CD-k.</param>
    /// <returns>The mean squared difference between the batch and what became of it; it falls, but is not what is minimised.</returns>
    /// <exception cref="ShapeException">The batch is not [n, visible].</exception>
    /// <exception cref="DataException">A value is outside [0, 1]; its place is named.</exception>
    public double Step(Tensor visible, Optimizer optimizer, RandomKey key, int steps = 1)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var data = Checked(visible, VisibleBias, nameof(visible));
        RefuseOutsideUnit(data);
        var made = Reconstruct(data, steps, key);
        var difference = FreeEnergy(data).Mean() - FreeEnergy(made).Mean();
        optimizer.Step(parameters, Gradients.Of(difference, Array.ConvertAll(parameters, parameter => parameter.Value)));
        return (data - made).Square().Mean().Item();
    }

    /// <summary>Learns by contrastive divergence, in shuffled batches.</summary>
    /// <param name="data">What to learn, [samples, visible]: numbers in [0, 1], taken as probabilities.</param>
    /// <param name="optimizer">What changes weights and biases; gradient descent with momentum is usual.</param>
    /// <param name="epochs">How often each sample is seen.</param>
    /// <param name="batchSize">The samples in a step.</param>
    /// <param name="seed">The same seed gives the same result.</param>
    /// <returns>For each epoch, the mean squared difference between the data and what became of it in one step.</returns>
    /// <exception cref="ShapeException">The data is not [samples, visible].</exception>
    /// <exception cref="DataException">A value is outside [0, 1], or there are no samples.</exception>
    public IReadOnlyList<double> Fit(Tensor data, Optimizer optimizer, int epochs, int batchSize = 32, ulong seed = 0)
    {
        var samples = Checked(data, VisibleBias, nameof(data));
        if (samples.Shape[0] == 0 || batchSize < 1)
        {
            throw new DataException(
                $"There must be samples to learn from, in batches of at least 1; there are {samples.Shape[0]} in batches of {batchSize}.");
        }

        var errors = new double[epochs];
        var order = Enumerable.Range(0, samples.Shape[0]).ToArray();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var key = new RandomKey(seed, "boltzmann batches", (uint)epoch);
            var stream = key.Stream();
            stream.Shuffle(order);
            foreach (var rows in order.Chunk(batchSize))
            {
                var error = Step(samples.GatherRows(Tensor.From(rows)), optimizer, key.For((ulong)optimizer.Steps));
                errors[epoch] += error * rows.Length / order.Length;
            }
        }

        return errors;
    }

    /// <summary>A linear layer with these weights and hidden biases: with a sigmoid after it, a part of a network to fine-tune.</summary>
    public Linear ToLinear()
    {
        var linear = new Linear(VisibleBias.Shape[0], HiddenBias.Shape[0]);
        linear.Weight.Load(Weight.Value);
        linear.Bias!.Load(HiddenBias.Value);
        return linear;
    }

    private static Tensor Draw(Tensor probabilities, RandomKey key)
        => probabilities.GreaterThan(Tensor.Uniform(probabilities.Shape, key, probabilities.Type));

    private static Tensor Checked(Tensor units, Parameter bias, string name)
    {
        ArgumentNullException.ThrowIfNull(units, name);
        return units.Shape.Rank == 2 && units.Shape[1] == bias.Shape[0]
            ? units
            : throw new ShapeException(
                $"The machine has {bias.Shape[0]} {bias.Name.Split('_')[0]} units: give [n, {bias.Shape[0]}], not {units.Shape}.");
    }

    private static void RefuseOutsideUnit(Tensor data)
    {
        var values = data.ToDoubles();
        var place = Array.FindIndex(values, value => value is not (>= 0 and <= 1));
        if (place >= 0)
        {
            var width = data.Shape[1];
            throw new DataException(FormattableString.Invariant(
                $"Sample {place / width}, unit {place % width}: {values[place]} is no probability. Scale the data to [0, 1]."));
        }
    }

    private Tensor HiddenInput(Tensor visible)
        => Checked(visible, VisibleBias, nameof(visible)).MatMul(Weight, transposeOther: true) + HiddenBias.Value;
}
