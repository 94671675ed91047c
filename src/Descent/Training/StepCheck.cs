namespace Descent;

/// <summary>What is refused at the first step, because training would go on and quietly learn the wrong thing.</summary>
internal static class StepCheck
{
    /// <summary>What can stand between softmax or sigmoid and a loss: mixtures and choices of probabilities, and their logarithms.</summary>
    private static readonly HashSet<string> Mixing =
    [
        "reshape", "slice", "permute", "broadcast", "concatenate", "add", "subtract", "multiply", "divide", "sum", "max", "maximum", "keep", "take along",
        "gather rows", "clamp", "log", "exp",
    ];

    /// <summary>Refuses a loss that is for evaluation alone.</summary>
    public static void RefuseWithoutGradient(Loss loss)
    {
        if (loss.Surrogate is { } surrogate)
        {
            throw new DescentException($"'{loss.Name}' has no gradient to learn from; it is for evaluation. Train with {surrogate}.");
        }
    }

    /// <summary>Refuses a model whose output is not what the loss expects: softmax before a logits loss, raw values into a probability loss.</summary>
    public static void RefuseMismatch(Tensor prediction, Loss loss)
    {
        if (Mismatch(prediction, loss) is { } problem)
        {
            throw new DescentException(
                $"The loss does not fit the model: {problem}. For a recipe, 'descent doctor RECIPE --fix FILE' does that.");
        }
    }

    /// <summary>What about a model's output is not as the loss expects, in a sentence; null where it fits.</summary>
    public static string? Mismatch(Tensor prediction, Loss loss)
    {
        var last = Producer(prediction);
        var (squashed, logged) = (last is "softmax" or "sigmoid", last is "log-softmax");
        return loss.Expects switch
        {
            Expectation.Logits when squashed || logged =>
                $"the model ends with {last}, but '{loss.Name}' expects logits and applies its own. Remove the {last}; with both, gradients nearly vanish",
            Expectation.Probabilities when logged =>
                $"the model ends with log-softmax, but '{loss.Name}' expects probabilities. Use softmax, or the loss 'negative-log-likelihood'",
            Expectation.Probabilities when !IsMixture(prediction) =>
                $"'{loss.Name}' expects probabilities, but the model ends with {last ?? "its input"}. End it with sigmoid or softmax, or better use the loss on logits",
            Expectation.LogProbabilities when squashed || !IsMixture(prediction) =>
                $"'{loss.Name}' expects log-probabilities, but the model ends with {last ?? "its input"}. End it with log-softmax, or use 'cross-entropy' on logits",
            _ => null,
        };
    }

    /// <summary>Refuses a model that computes with parameters that it does not list, which would never be trained or saved.</summary>
    public static void RefuseForgotten(Tensor loss, Parameter[] parameters, Layer model)
    {
        var known = parameters.Select(parameter => parameter.Value).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var leaf in NonFiniteTrace.Entries(loss).SelectMany(entry => entry.Inputs).Where(input => input.RequiresGradient && input.Source is null))
        {
            if (!known.Contains(leaf))
            {
                throw new DescentException(
                    $"The model {model.GetType().Name} computes with a parameter of shape {leaf.Shape} that it does not list, so it would not be trained or saved. "
                    + "Call Add(...) in the constructor for every layer and parameter, also for those in lists and dictionaries.");
            }
        }

        if (parameters.Length == 0)
        {
            throw new DescentException("The model has no trainable parameter: there is nothing to train.");
        }
    }

    /// <summary>Whether a tensor was made from softmax, log-softmax or sigmoid by mixing alone.</summary>
    private static bool IsMixture(Tensor tensor)
    {
        var open = new Stack<Tensor>([tensor]);
        var seen = new HashSet<Entry>(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out var next))
        {
            if (next.Source is not { } source || !seen.Add(source))
            {
                continue;
            }

            if (source.Operation.Name is "softmax" or "sigmoid" or "log-softmax")
            {
                return true;
            }

            foreach (var input in Mixing.Contains(source.Operation.Name) ? source.Inputs : [])
            {
                open.Push(input);
            }
        }

        return false;
    }

    /// <summary>The operation that made a tensor, views looked through.</summary>
    private static string? Producer(Tensor tensor)
    {
        while (tensor.Source is { Operation.Name: "reshape" or "slice" } view)
        {
            tensor = view.Inputs[0];
        }

        return tensor.Source?.Operation.Name;
    }
}
