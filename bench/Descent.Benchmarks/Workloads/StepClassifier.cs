namespace Descent.Benchmarks.Workloads;

/// <summary>A recurrent layer over [n, steps, features] and a classifier of every step: [n steps, classes].</summary>
internal sealed class StepClassifier : Layer
{
    private readonly RecurrentLayer cell;
    private readonly Linear head;

    /// <summary>Puts a classifier behind a recurrent layer.</summary>
    public StepClassifier(RecurrentLayer cell, int classes)
    {
        this.cell = Add("cell", cell);
        head = Add("head", new Linear(cell.HiddenSize, classes));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => head.OutputShape(cell.OutputShape(input));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
        => head.Forward(cell.Forward(input, pass).Reshape(-1, cell.HiddenSize), pass);
}
