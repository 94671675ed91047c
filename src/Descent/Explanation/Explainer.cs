namespace Descent;

/// <summary>Explains one step of gradient descent from the engine's own record.</summary>
public static class Explainer
{
    /// <summary>Forward pass, loss, chain rule, gradients, update, and the forward pass after it, in Float64 and in evaluation.</summary>
    /// <param name="model">The network; it is converted to Float64 and has taken the step afterwards.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="input">The samples, along axis 0.</param>
    /// <param name="target">Their targets.</param>
    /// <param name="options">How it is told; null for the usual.</param>
    /// <param name="cancellation">Stops the work, which takes seconds for a network of millions of weights.</param>
    /// <exception cref="DescentException">Model, input, loss and target do not go together, or the weight asked for does not exist.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the model has not taken the step.</exception>
    public static Explanation Of(
        Layer model, Loss loss, Tensor input, Tensor target, ExplanationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new();
        Descend(model, loss, input, target, options.LearningRate, options.StepsBefore, cancellation);
        var trace = new NetworkTrace(model, loss, input, target, cancellation);
        var names = new UnitNames(trace, options);
        var forward = new ForwardExplanation(trace, names, options);
        var lossPart = new LossExplanation(trace, names, forward);
        var backward = new BackwardExplanation(trace, names, forward, lossPart);
        var sections = new List<ExplanationSection> { forward.Network(), forward.Pass(), lossPart.Loss(), backward.Flow(), backward.Gradient() };
        sections.AddRange(new WeightExplanation(trace, names, forward, backward, options).Sections());
        sections.AddRange(Step(trace, options, sections[0], sections[4]));
        return new Explanation(options.Title, [.. sections.Select(section => section with { Steps = [.. section.Steps.Select(WithKink)] })]);
    }

    /// <summary>Takes steps of plain gradient descent on the same samples, in Float64 and in evaluation.</summary>
    internal static void Descend(
        Layer model, Loss loss, Tensor input, Tensor target, double rate, int steps, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        for (var i = 0; i < steps; i++)
        {
            Step(new NetworkTrace(model, loss, input, target, cancellation), rate);
        }
    }

    private static void Step(NetworkTrace trace, double rate)
    {
        Parameter[] parameters = [.. trace.Parameters.Select(named => named.Parameter)];
        Tensor[] slopes = [.. parameters.Select(parameter => Tensor.From<double>(trace.Gradient(parameter.Value), parameter.Shape))];
        new Sgd(rate).Step(parameters, slopes);
    }

    /// <summary>Says so where the difference is another number than the derivative, which happens at a kink alone.</summary>
    private static ExplanationStep WithKink(ExplanationStep step)
    {
        const double Agreement = 1e-4;
        return step.Difference is not { } other || Math.Abs(step.Value - other) <= Agreement * Math.Max(1, Math.Abs(step.Value))
            ? step
            : step with { Note = $"{step.Note}{(step.Note is null ? "" : "; ")}at a kink, such as a tied maximum, each side has its own derivative" };
    }

    /// <summary>The update, which changes the model, and the loss after it.</summary>
    private static ExplanationSection[] Step(
        NetworkTrace trace, ExplanationOptions options, ExplanationSection network, ExplanationSection gradient)
    {
        var given = network.Steps.ToDictionary(step => step.Name, step => step.Value);
        var before = trace.Loss.Item();
        Step(trace, options.LearningRate);
        var after = new NetworkTrace(trace.Model, trace.LossFunction, trace.Nodes[0], trace.Target);
        var names = new UnitNames(after, options);
        var forward = new ForwardExplanation(after, names, options);
        var updated = forward.Network().Steps.ToDictionary(step => step.Name, step => step.Value);
        var update = new List<ExplanationStep> { new("rate", options.LearningRate) };
        foreach (var slope in gradient.Steps.Where(step => step.Name.TrimStart('|').StartsWith("dL/d", StringComparison.Ordinal)))
        {
            var isNorm = slope.Name[0] == '|';
            var name = isNorm ? $"|{slope.Name["|dL/d".Length..]}" : slope.Name["dL/d".Length..];
            var formula = new StepFormula();
            var symbols = formula[name, given[name]] - (formula["rate", options.LearningRate] * formula[slope.Name, slope.Value]);
            update.Add(isNorm ? new($"{name}'", updated[name]) : formula.Step($"{name}'", symbols, updated[name]));
        }

        var loss = new LossExplanation(after, names, forward).Loss().Steps;
        var again = forward.Pass().Steps.Concat(loss).Select(step => step with { Name = $"{step.Name}'", Formula = null, Note = null }).ToArray();
        var (was, now) = (FormulaSymbol.Number(before), FormulaSymbol.Number(after.Loss.Item()));
        var change = after.Loss.Item() < before ? $"falls from {was} to {now}"
            : after.Loss.Item() > before ? $"rises from {was} to {now}: the step was too long" : "stays";
        return
        [
            new("Update", "Gradient descent: each weight moves against its gradient, rate times as far. Where the gradient is positive, a larger weight would raise the loss, so it is made smaller.", update),
            new("After the step", $"The same input once more: the loss {change}.", again),
        ];
    }
}
