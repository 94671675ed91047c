namespace Descent;

/// <summary>Loss and gradients of a batch, replayed or computed.</summary>
internal readonly struct StepValues
{
    public StepValues(StepProgram program)
    {
        (LossSum, Weight, Loss, MayChange) = (program.LossSum, program.Weight, null, true);
        (Trainable, Parameters, Gradients) = (program.Trainable, program.TrainableParameters, program.Gradients);
    }

    public StepValues(in Computed computed)
    {
        (LossSum, Weight, Loss, MayChange) = (computed.Total.Sum.Item(), computed.Total.Weight, computed.Total.Sum, false);
        (Trainable, Gradients) = (computed.Trainable, computed.Gradients);
        Parameters = Array.ConvertAll(Trainable, named => named.Parameter);
    }

    public StepValues(GradientSums sums)
    {
        (LossSum, Weight, Loss, MayChange) = (sums.LossSum, sums.Weight, null, true);
        (Trainable, Parameters, Gradients) = (sums.Trainable, sums.Parameters, sums.Gradients);
    }

    public double LossSum { get; }

    public double Weight { get; }

    /// <summary>The loss with its record; null where it was replayed.</summary>
    public Tensor? Loss { get; }

    /// <summary>Whether the gradients lie in memory that may be changed: a program's, until its next run, or that of sums.</summary>
    public bool MayChange { get; }

    public NamedParameter[] Trainable { get; }

    public Parameter[] Parameters { get; }

    public IReadOnlyList<Tensor> Gradients { get; }
}
