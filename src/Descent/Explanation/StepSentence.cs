namespace Descent;

/// <summary>A step of an explanation in one sentence, without its numbers.</summary>
public static class StepSentence
{
    private static readonly TextFormula Symbols = new(null);

    /// <summary>The sentence.</summary>
    /// <param name="step">The step.</param>
    public static string Of(ExplanationStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var name = Symbols.Symbol(step.Name);
        if (ChainRule.IsFlow(step.Name))
        {
            return Flow(step, name);
        }

        if (FormulaSymbol.Derivative(step.Name) is { } local)
        {
            return $"How much {Symbols.Symbol(local.Of)} changes when {Symbols.Symbol(local.By)} changes a little: the local derivative.";
        }

        return step.Name switch
        {
            ['|', ..] => "The norm stands for all its elements, which are too many to tell one by one.",
            "rate" => "The learning rate says how far a step goes.",
            "N" => "The number of samples.",
            "L" => "The loss: one number that says how wrong the prediction is.",
            "L'" => "The loss once more, with the weights after the step.",
            [.., '\''] when step.Formula is not null => $"{Symbols.Symbol(step.Name.TrimEnd('\''))} moves against its gradient, rate times as far.",
            [.., '\''] => $"{name}, computed again with the weights after the step.",
            ['L', '_', ..] => "The loss of one sample.",
            ['e', '_', ..] => "The error of one sample: the prediction minus the target.",
            ['s', '_', ..] => "The square of the error.",
            ['t', '_', ..] => "The error times the input: what this sample adds to the gradient.",
            ['p', '_', ..] => "The probability that softmax gives to a class.",
            _ when step.Formula is null => Given(step.Name, name),
            ['z', ..] or ['y', 'h', ..] => "A weighted sum: each input times its weight, and the bias.",
            ['a', ..] => "The unit's output: its activation of the weighted sum.",
            _ => $"{name} follows from what is above.",
        };
    }

    private static string Given(string symbol, string name) => symbol[0] switch
    {
        'x' => $"{name} is an input of the sample.",
        'y' => $"{name} is the target: what the prediction should be.",
        'w' => $"{name} is a weight: training changes it.",
        'b' => $"{name} is a bias: training changes it.",
        _ => $"{name} is computed by the engine in one operation.",
    };

    private static string Flow(ExplanationStep step, string name)
    {
        var flows = step.Numbers.Keys.Where(ChainRule.IsFlow).Select(Symbols.Symbol).ToArray();
        var isParameter = FormulaSymbol.Derivative(step.Name) is { By: ['w' or 'b', ..] };
        return (flows.Length, step.Formula) switch
        {
            (0, null) => $"{name}: how much the loss changes with it, from the engine's record.",
            (0, _) when isParameter => $"{name} as one sum over the samples.",
            (0, _) => $"Where the way back begins: how much the loss changes when the prediction changes a little ({name}).",
            (1, _) when step.Numbers.Count == 1 => $"A bias is added as it is, so what has come back to its unit, {flows[0]}, is its gradient.",
            (1, _) when isParameter => $"{flows[0]} has come back to the unit; times what the weight multiplies, it is the gradient of the weight.",
            (1, _) => $"The chain rule: what has come back so far, {flows[0]}, times the local derivative.",
            _ when isParameter => $"Every sample adds its part: {flows.Length} products in one sum.",
            _ => $"Several paths lead from here to the loss, so {flows.Length} products are added.",
        };
    }
}
