namespace Descent;

/// <summary>One step of training: forward, loss, backward, clipping, update. Use it in a loop of your own; <see cref="Trainer"/> does nothing else.</summary>
/// <param name="model">The network.</param>
/// <param name="loss">What is minimised.</param>
/// <param name="optimizer">What changes the parameters.</param>
public sealed class TrainingStep(Layer model, Loss loss, Optimizer optimizer)
{
    private bool isChecked;

    /// <summary>Limits the gradients before the update; null for none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Takes one step.</summary>
    /// <param name="inputs">The batch, samples along axis 0.</param>
    /// <param name="targets">Its targets, as the loss needs them.</param>
    /// <param name="pass">The pass, from <see cref="Pass.Training"/>.</param>
    /// <param name="sampleWeights">A weight for each sample, or null.</param>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite; nothing was updated, and the message names the first operation that made it.</exception>
    /// <exception cref="DescentException">A layer is used that the model does not list, or the model's output is not what the loss expects.</exception>
    public StepResult Run(Tensor inputs, Tensor targets, Pass pass, Tensor? sampleWeights = null)
    {
        var prediction = model.Forward(inputs, pass);
        var total = loss.Total(prediction, targets, sampleWeights);
        var named = model.Parameters.Where(named => named.Parameter.Trainable).ToArray();
        var parameters = Array.ConvertAll(named, named => named.Parameter);
        if (!isChecked)
        {
            StepCheck.RefuseMismatch(prediction, loss);
            StepCheck.RefuseForgotten(total.Sum, parameters, model);
            isChecked = true;
        }

        var sum = total.Sum.Item();
        if (!double.IsFinite(sum))
        {
            throw new NonFiniteException(NonFiniteTrace.Explain(total.Sum, model, optimizer.Steps));
        }

        IReadOnlyList<Tensor> gradients = Gradients.Of(total.Mean, Array.ConvertAll(parameters, parameter => parameter.Value));
        if (NonFiniteTrace.ExplainGradients(named, gradients, optimizer.Steps) is { } problem)
        {
            throw new NonFiniteException(problem);
        }

        double? norm = null;
        if (Clipping?.Apply(gradients) is { } clipped)
        {
            (gradients, norm) = (clipped.Gradients, clipped.Norm);
        }

        optimizer.Step(parameters, gradients);
        return new StepResult(sum, total.Weight, norm);
    }
}
