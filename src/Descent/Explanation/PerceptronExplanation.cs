namespace Descent;

/// <summary>The perceptron that decides about the concert: five reasons, their weights, and a threshold.</summary>
internal static class PerceptronExplanation
{
    private const double Threshold = 1.5;

    private static readonly double[] Inputs = [1, 0, 1, 0, 1];
    private static readonly double[] Weights = [0.7, 0.6, 0.5, 0.3, 0.4];

    /// <summary>The explanation.</summary>
    public static Explanation Of()
    {
        var unit = new ThresholdUnit(Weights, Threshold);
        var input = Tensor.From<double>(Inputs, new Shape(1, Inputs.Length));
        var sum = (input * Tensor.From(Weights)).Sum().Item();
        var three = (Tensor.From([Inputs[0], Inputs[1], Inputs[4]]) * Tensor.From([Weights[0], Weights[1], Weights[4]])).Sum().Item();
        return new("A perceptron decides about a concert",
        [
            new(
                "The reasons",
                "Five questions are answered with 1 for yes or 0 for no: is the artist good, is the weather good, does a friend come, is there food, "
                    + "is the ticket cheap? Each answer has a weight, how much it matters.",
                [.. Given("x", Inputs), .. Given("w", Weights), new("threshold", Threshold)]),
            new("The weighted sum", "Only the reasons that hold add their weights.", [Sum("z", [0, 1, 2, 3, 4], sum)]),
            new(
                "The decision",
                "The unit fires, y = 1, where the weighted sum reaches the threshold: the answer is to go.",
                [Decision("y", "z", sum, unit.Forward(input).Item())]),
            new(
                "With fewer reasons",
                "Artist, weather and ticket alone do not reach the threshold: the unit stays silent, y = 0.",
                [Sum("z_3", [0, 1, 4], three), Decision("y_3", "z_3", three, new ThresholdUnit([Weights[0], Weights[1], Weights[4]], Threshold)
                    .Forward(Tensor.From<double>([Inputs[0], Inputs[1], Inputs[4]], new Shape(1, 3))).Item())]),
            new(
                "Why gradient descent cannot train it",
                "The step from 0 to 1 is flat on both sides: its derivative is 0, so the chain rule ends with 0 for every weight. Rosenblatt's rule "
                    + "moves w by rate (t - y) x at each mistake instead; replacing the step by a sigmoid gives the networks of the other examples.",
                []),
        ]);
    }

    private static IEnumerable<ExplanationStep> Given(string letter, double[] values)
        => values.Select((value, i) => new ExplanationStep(FormattableString.Invariant($"{letter}_{i + 1}"), value));

    private static ExplanationStep Sum(string name, int[] reasons, double value)
    {
        var formula = new StepFormula();
        return formula.Step(name, StepFormula.Sum(reasons.Select(i
            => formula[FormattableString.Invariant($"w_{i + 1}"), Weights[i]] * formula[FormattableString.Invariant($"x_{i + 1}"), Inputs[i]])), value);
    }

    private static ExplanationStep Decision(string name, string of, double sum, double value)
    {
        var formula = new StepFormula();
        return formula.Step(name, Expression.WhereAtLeast(formula[of, sum], formula["threshold", Threshold], 1, 0), value);
    }
}
