namespace Descent;

/// <summary>A loss and its gradients at one place.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Gradients">Its gradients, in the order of the parameters.</param>
public readonly record struct LossAndGradients(double Loss, IReadOnlyList<Tensor> Gradients);
