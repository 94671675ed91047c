namespace Descent;

/// <summary>
/// Parameters that an optimizer treats in their own way: a smaller rate for layers that were trained before, no decay for biases.
/// </summary>
/// <example>
/// <c>new AdamW(1e-3) { Groups = [new ParameterGroup(pretrained.Parameters.Select(p => p.Parameter)) { RateFactor = 0.1 }] }</c>
/// </example>
public sealed class ParameterGroup
{
    private readonly double rateFactor = 1;
    private readonly double decayFactor = 1;

    /// <summary>Makes a group.</summary>
    /// <param name="parameters">Its parameters.</param>
    public ParameterGroup(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters];
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// What the optimizer's rate, as a schedule has it, is multiplied by; 0 keeps the parameters as they are but for their states.
    /// </summary>
    /// <exception cref="SpecificationException">It is negative or not finite.</exception>
    public double RateFactor
    {
        get => rateFactor;
        init => rateFactor = Hyperparameter.NotNegative(value, "rate factor", "0.1");
    }

    /// <summary>What the optimizer's weight decay is multiplied by; 0 for none.</summary>
    /// <exception cref="SpecificationException">It is negative or not finite.</exception>
    public double DecayFactor
    {
        get => decayFactor;
        init => decayFactor = Hyperparameter.NotNegative(value, "decay factor", "0");
    }
}

/// <summary>Which group a parameter is in.</summary>
internal sealed class ParameterGroups
{
    private readonly Dictionary<Parameter, ParameterGroup> groupOf = [];

    public ParameterGroups(IReadOnlyList<ParameterGroup> groups)
    {
        All = [.. groups];
        foreach (var group in All)
        {
            foreach (var parameter in group.Parameters)
            {
                if (!groupOf.TryAdd(parameter, group))
                {
                    throw new SpecificationException(
                        $"Parameter '{parameter.Name}' {parameter.Shape} is in a parameter group already: put it in one group, once.");
                }
            }
        }
    }

    public IReadOnlyList<ParameterGroup> All { get; }

    public ParameterGroup? Of(Parameter parameter) => groupOf.GetValueOrDefault(parameter);
}
