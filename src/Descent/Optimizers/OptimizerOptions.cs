namespace Descent;

/// <summary>The options that many optimizers share.</summary>
internal static class OptimizerOptions
{
    /// <summary>The learning rate, also the first bare number.</summary>
    public static Option Rate(string usual) => new("rate", OptionKind.Number, "learning rate: the size of a step", usual)
    {
        Aliases = ["lr", "learning-rate"],
        Minimum = 0,
        Positional = true,
    };

    /// <summary>L2 regularisation through the gradient.</summary>
    public static Option WeightDecay { get; } = new(
        "weight-decay", OptionKind.Number, "L2 regularisation: this times the parameter is added to its gradient", "0")
    {
        Aliases = ["l2"],
        Minimum = 0,
    };

    /// <summary>A share in [0, 1).</summary>
    public static Option Share(string name, string meaning, string usual, params string[] aliases)
        => new(name, OptionKind.Number, meaning, usual) { Aliases = aliases, Minimum = 0, BelowMaximum = true, Maximum = 1 };

    /// <summary>What Adam's relatives keep of their averages.</summary>
    public static Option[] Betas =>
    [
        Share("beta1", "how much of the average gradient stays at each step", "0.9", "b1"),
        Share("beta2", "how much of the average square stays at each step", "0.999", "b2"),
    ];

    /// <summary>Weight decay that does not pass through the gradient.</summary>
    public static Option DecoupledDecay(string usual) => new(
        "weight-decay", OptionKind.Number, "share of each parameter, times the rate, taken away at each step", usual)
    {
        Aliases = ["decay"],
        Minimum = 0,
    };

    /// <summary>What keeps a division by a root away from 0.</summary>
    public static Option Epsilon(string usual) => new("epsilon", OptionKind.Number, "added to the root that the step is divided by", usual)
    {
        Aliases = ["eps"],
        Minimum = 0,
        AboveMinimum = true,
    };
}
