namespace Descent;

/// <summary>Measures one step of the training from outside: how far it moves each parameter, and whether it lowers the loss of its own batch.</summary>
internal sealed class StepMeasure
{
    private readonly Layer model;
    private readonly Loss loss;
    private readonly Tensor inputs;
    private readonly Tensor targets;
    private readonly Pass pass;
    private readonly int step;
    private readonly (string Path, Tensor Before)[] before;
    private readonly double lossBefore;

    /// <summary>Looks at the parameters and the loss before the step.</summary>
    public StepMeasure(Layer model, Loss loss, Tensor inputs, Tensor targets, Pass pass, int step)
    {
        (this.model, this.loss, this.inputs, this.targets, this.pass, this.step) = (model, loss, inputs, targets, pass, step);
        before = [.. model.Parameters.Where(named => named.Parameter.Trainable).Select(named => (named.Path, named.Parameter.Value.Copy()))];
        lossBefore = Loss();
    }

    /// <summary>A probe with what the step did.</summary>
    public Probe Complete(Probe probe)
    {
        var updates = new Dictionary<string, double>();
        foreach (var (named, (path, old)) in model.Parameters.Where(named => named.Parameter.Trainable).Zip(before))
        {
            updates[path] = Record.Without(() => Prober.Norm(named.Parameter.Value - old));
        }

        return probe with
        {
            StepLossBefore = lossBefore,
            StepLossAfter = Loss(),
            Parameters = [.. probe.Parameters.Select(facts => facts with { UpdateNorm = updates.TryGetValue(facts.Path, out var norm) ? norm : null })],
        };
    }

    // The same random choices both times.
    private double Loss() => Record.Without(() =>
    {
        pass.Begin(step);
        var total = loss.Total(model.Forward(inputs, pass), targets);
        return total.Weight == 0 ? 0 : total.Sum.Item() / total.Weight;
    });
}
