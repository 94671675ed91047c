using Descent.Kernels;

namespace Descent.Tests.Models;

public class RestrictedBoltzmannMachineTests
{
    private const int Visible = 4;
    private const int Hidden = 3;

    // All states of the visible units, [16, 4].
    private static readonly Tensor States = Tensor.From(
        [.. Enumerable.Range(0, 1 << Visible).SelectMany(state => Enumerable.Range(0, Visible).Select(unit => (float)(state >> unit & 1)))], 1 << Visible, Visible);

    [Fact]
    public void FreeEnergy_EveryState_IsTheLogarithmOfItsSumOverHiddenStates()
    {
        var machine = Biased(seed: 3);
        var free = machine.FreeEnergy(States);
        var probabilities = machine.HiddenProbabilities(States);
        for (var state = 0; state < States.Shape[0]; state++)
        {
            var weights = Enumerable.Range(0, 1 << Hidden).Select(hidden => Math.Exp(-Energy(machine, state, hidden))).ToArray();
            Assert.Equal(-Math.Log(weights.Sum()), free.At(state), 1e-5);
            for (var unit = 0; unit < Hidden; unit++)
            {
                var on = weights.Where((_, hidden) => (hidden >> unit & 1) == 1).Sum() / weights.Sum();
                Assert.Equal(on, probabilities.At(state, unit), 1e-5);
            }
        }
    }

    [Fact]
    public void VisibleProbabilities_HiddenState_AreThoseOfTheEnergy()
    {
        var machine = Biased(seed: 4);
        var given = machine.VisibleProbabilities(Tensor.From([1f, 0, 1], 1, Hidden));
        var weights = Enumerable.Range(0, 1 << Visible).Select(state => Math.Exp(-Energy(machine, state, 0b101))).ToArray();
        for (var unit = 0; unit < Visible; unit++)
        {
            Assert.Equal(weights.Where((_, state) => (state >> unit & 1) == 1).Sum() / weights.Sum(), given.At(0, unit), 1e-5);
        }
    }

    [Fact]
    public void Reconstruct_ManySteps_DrawsFromTheMachinesDistribution()
    {
        var machine = Biased(seed: 5);
        var chains = machine.Reconstruct(Tensor.Full(new Shape(20_000, Visible), 0.5), steps: 20, new RandomKey(1, "chains"));
        var free = machine.FreeEnergy(States).ToDoubles();
        var partition = free.Sum(energy => Math.Exp(-energy));
        for (var unit = 0; unit < Visible; unit++)
        {
            var expected = free.Where((_, state) => (state >> unit & 1) == 1).Sum(energy => Math.Exp(-energy)) / partition;
            Assert.Equal(expected, chains.Slice(1, unit, 1).Mean().Item(), 0.01);
        }
    }

    [Fact]
    public void Step_Batch_MovesAlongStatisticsOfDataMinusThoseOfTheModel()
    {
        var (machine, same) = (Biased(seed: 6), Biased(seed: 6));
        var key = new RandomKey(7, "step");
        var batch = States.Slice(0, 3, 5);
        var made = same.Reconstruct(batch, 2, key);
        var statistics = same.HiddenProbabilities(batch).MatMul(batch, transpose: true) - same.HiddenProbabilities(made).MatMul(made, transpose: true);
        machine.Step(batch, new Sgd(0.1), key, steps: 2);
        var expected = (same.Weight.Value + (statistics * (0.1 / 5))).ToDoubles();
        Assert.All(machine.Weight.Value.ToDoubles().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        var bias = (same.VisibleBias.Value + ((batch - made).Mean(0) * 0.1)).ToDoubles();
        Assert.All(machine.VisibleBias.Value.ToDoubles().Zip(bias), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Fit_TwoPatterns_MakesThemLikelyAndIsTheSameForASeed()
    {
        var data = Tensor.From([.. Enumerable.Range(0, 64).SelectMany(i => i % 2 == 0 ? new[] { 1f, 1, 0, 0 } : [0f, 0, 1, 1])], 64, Visible);
        var (machine, again) = (new RestrictedBoltzmannMachine(Visible, Hidden, 1), new RestrictedBoltzmannMachine(Visible, Hidden, 1));
        var before = LogLikelihood(machine, data);
        var errors = machine.Fit(data, new Sgd(0.1, momentum: 0.5), epochs: 200, batchSize: 16, seed: 2);
        again.Fit(data, new Sgd(0.1, momentum: 0.5), epochs: 200, batchSize: 16, seed: 2);
        Assert.Equal(4 * -Math.Log(2), before, 0.1);
        Assert.InRange(LogLikelihood(machine, data), -1.0, -Math.Log(2));
        Assert.True(errors[^1] < 0.1 * errors[0], $"{errors[0]} -> {errors[^1]}");
        Assert.Equal(machine.Weight.Value.ToArray<float>(), again.Weight.Value.ToArray<float>());
    }

    [Fact]
    public void ToLinear_ThenSigmoid_GivesTheHiddenProbabilities()
    {
        var machine = Biased(seed: 8);
        var layers = new Sequential(machine.ToLinear(), new Sigmoid());
        Assert.Equal(machine.HiddenProbabilities(States).ToArray<float>(), layers.Forward(States).ToArray<float>());
    }

    [Fact]
    public void Machine_WrongInput_IsRefusedByNameAndPlace()
    {
        var machine = new RestrictedBoltzmannMachine(Visible, Hidden);
        Assert.Throws<SpecificationException>(() => new RestrictedBoltzmannMachine(0, 1));
        Assert.Contains("4 visible units", Assert.Throws<ShapeException>(() => machine.FreeEnergy(Tensor.Ones(new Shape(2, 1)))).Message, StringComparison.Ordinal);
        Assert.Contains("3 hidden units", Assert.Throws<ShapeException>(() => machine.VisibleProbabilities(States)).Message, StringComparison.Ordinal);
        var error = Assert.Throws<DataException>(() => machine.Fit(Tensor.From([0f, 1, 0, 1, 0, 0, 16, 0], 2, Visible), new Sgd(0.1), 1, batchSize: 1));
        Assert.Contains("unit 2: 16", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => machine.Fit(Tensor.Zeros(new Shape(0, Visible)), new Sgd(0.1), 1));
        Assert.Throws<SpecificationException>(() => machine.Reconstruct(States, 0, new RandomKey(0, "none")));
    }

    private static RestrictedBoltzmannMachine Biased(ulong seed)
    {
        var machine = new RestrictedBoltzmannMachine(Visible, Hidden);
        foreach (var parameter in new[] { machine.Weight, machine.VisibleBias, machine.HiddenBias })
        {
            parameter.Load(Tensor.Normal(parameter.Shape, new RandomKey(seed, parameter.Name)));
        }

        return machine;
    }

    private static double Energy(RestrictedBoltzmannMachine machine, int visible, int hidden)
    {
        var energy = 0.0;
        for (var i = 0; i < Visible; i++)
        {
            var v = visible >> i & 1;
            energy -= v * machine.VisibleBias.Value.At(i);
            for (var j = 0; j < Hidden; j++)
            {
                energy -= v * (hidden >> j & 1) * machine.Weight.Value.At(j, i);
            }
        }

        for (var j = 0; j < Hidden; j++)
        {
            energy -= (hidden >> j & 1) * machine.HiddenBias.Value.At(j);
        }

        return energy;
    }

    private static double LogLikelihood(RestrictedBoltzmannMachine machine, Tensor data)
        => -machine.FreeEnergy(data).Mean().Item() - Math.Log(machine.FreeEnergy(States).ToDoubles().Sum(energy => Math.Exp(-energy)));
}
