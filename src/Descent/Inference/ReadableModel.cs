namespace Descent;

/// <summary>A model with the last step that makes its outputs what people read: probabilities, or values.</summary>
internal sealed class ReadableModel : Layer
{
    private readonly Layer model;
    private readonly Loss loss;
    private readonly TaskKind task;
    private readonly double temperature;

    public ReadableModel(Layer model, Loss loss, TaskKind task, double temperature)
    {
        (this.model, this.loss, this.task, this.temperature) = (model, loss, task, temperature);
        Add("model", model);
    }

    public override Shape OutputShape(Shape input) => Forward(Tensor.Zeros(input.Prepend(1))).Shape.Inner();

    protected override Tensor Compute(Tensor input, Pass pass) => Evaluator.Head(Evaluator.Scaled(model.Forward(input, pass), temperature), loss, task);
}
