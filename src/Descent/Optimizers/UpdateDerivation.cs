namespace Descent;

/// <summary>One line of an optimizer's update: a quantity, its formula, and the values in it.</summary>
internal sealed record UpdateLine(string Name, Expression Formula, double Value, IReadOnlyDictionary<string, double> Numbers);

/// <summary>The update of a single number, written down line by line by its optimizer, with symbols and values.</summary>
/// <param name="weight">The number's symbol and value before the step.</param>
/// <param name="gradient">Its gradient's.</param>
/// <param name="rate">The learning rate.</param>
/// <param name="step">The number of the step, from 1.</param>
/// <param name="state">The number's places in the state tensors before the step.</param>
internal sealed class UpdateDerivation(
    (string Name, double Value) weight, (string Name, double Value) gradient, double rate, int step, IReadOnlyList<double> state)
{
    private readonly Dictionary<string, double> numbers = [];

    /// <summary>The lines so far; the last one is the number after the step.</summary>
    public List<UpdateLine> Lines { get; } = [];

    /// <summary>The number of the step, from 1.</summary>
    public int Step => step;

    /// <summary>The number before the step.</summary>
    public Expression Weight => this[weight.Name, weight.Value];

    /// <summary>The learning rate.</summary>
    public Expression Rate => this["rate", rate];

    /// <summary>A symbol with its value.</summary>
    public Expression this[string name, double value]
    {
        get
        {
            numbers[name] = value;
            return Expression.Variable(name);
        }
    }

    /// <summary>The gradient, with the pull of L2 regularisation where there is one.</summary>
    public Expression Slope(double weightDecay)
        => weightDecay == 0
            ? this[gradient.Name, gradient.Value]
            : Line("g", this[gradient.Name, gradient.Value] + (this["decay", weightDecay] * Weight));

    /// <summary>What the optimizer has kept, under a letter.</summary>
    public Expression Kept(int slot, string letter) => this[letter, state[slot]];

    /// <summary>Writes a line, and gives its quantity for those that follow.</summary>
    public Expression Line(string name, Expression formula)
    {
        var value = formula.Evaluate(numbers);
        Lines.Add(new(name, formula, value, new Dictionary<string, double>(numbers)));
        return this[name, value];
    }

    /// <summary>Writes the last line: the number after the step.</summary>
    public void End(Expression updated) => Line($"{weight.Name}'", updated);
}
