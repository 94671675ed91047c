namespace Descent;

/// <summary>Which tensors a model's parameters are at the moment, for a program that reads them where they lie.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Parameter[] parameters;
    private readonly Tensor[] values;

    public ParameterSnapshot(Layer model)
    {
        parameters = [.. model.Parameters.Select(named => named.Parameter)];
        values = Array.ConvertAll(parameters, parameter => parameter.Value);
    }

    /// <summary>The tensors.</summary>
    public IReadOnlyList<Tensor> Values => values;

    /// <summary>Whether the parameters still are these tensors; loading, converting and freezing make others.</summary>
    public bool IsCurrent()
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!ReferenceEquals(parameters[i].Value, values[i]))
            {
                return false;
            }
        }

        return true;
    }
}
