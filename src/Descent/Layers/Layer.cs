using System.Globalization;
using System.Text;
using Descent.Kernels;

namespace Descent;

/// <summary>A parameter with its place in a model, such as <c>2.weight</c>.</summary>
/// <param name="Path">The names from the root, joined by dots; the name in files.</param>
/// <param name="Parameter">The parameter.</param>
public readonly record struct NamedParameter(string Path, Parameter Parameter);

/// <summary>
/// A part of a network: a function of a tensor with parameters of its own. Derive from it, add parameters and inner layers in the constructor,
/// and compute with tensors. What was not added is found and named at the first training step, so nothing is silently left untrained.
/// </summary>
public abstract class Layer
{
    private readonly List<Parameter> parameters = [];
    private readonly List<(string Name, Layer Layer)> children = [];
    private bool initialized;

    /// <summary>This layer's own parameters, without those of inner layers.</summary>
    public IReadOnlyList<Parameter> OwnParameters => parameters;

    /// <summary>The inner layers with their names.</summary>
    public IReadOnlyList<(string Name, Layer Layer)> Children => children;

    /// <summary>All parameters, this layer's first, then each inner layer's in order, with their paths.</summary>
    public IEnumerable<NamedParameter> Parameters => Collect("");

    /// <summary>The number of trainable numbers.</summary>
    public long ParameterCount => Parameters.Where(named => !named.Parameter.IsStatistic).Sum(named => (long)named.Parameter.Shape.Count);

    /// <summary>The output for a batch.</summary>
    /// <param name="input">The batch: the first axis counts samples.</param>
    /// <param name="pass">Training or evaluation.</param>
    /// <exception cref="ShapeException">The input does not have the shape that the layer expects.</exception>
    public Tensor Forward(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        EnsureInitialized();
        var observer = LayerObservation.Current;
        observer?.Entered(this);
        var output = Compute(input, pass);
        observer?.Left(this, output);
        if (KeepsSteps)
        {
            output.PassOn(input.StepMask);
        }

        return output;
    }

    /// <summary>The output for a batch, in evaluation.</summary>
    /// <inheritdoc cref="Forward(Tensor, Pass)"/>
    public Tensor Forward(Tensor input) => Forward(input, Pass.Evaluation);

    /// <summary>The shape of one output sample for the shape of one input sample, batch axis left out.</summary>
    /// <exception cref="ShapeException">The layer cannot take such a sample.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>Gives every parameter its first values; the same seed gives the same values on every machine.</summary>
    public void Initialize(ulong seed = 0)
    {
        foreach (var (path, parameter) in Parameters)
        {
            parameter.Initialize(new RandomKey(seed, "initialize").For(path));
        }
    }

    /// <summary>Gives first values to the parameters that have none.</summary>
    internal void InitializeMissing(ulong seed)
    {
        foreach (var (path, parameter) in Parameters.Where(named => !named.Parameter.IsInitialized))
        {
            parameter.Initialize(new RandomKey(seed, "initialize").For(path));
        }
    }

    /// <summary>Converts all parameters to another floating type.</summary>
    public void Convert(ElementType type)
    {
        foreach (var (_, parameter) in Parameters)
        {
            parameter.Convert(type);
        }
    }

    /// <summary>One line about this layer alone, in the words of a specification: <c>linear 64 -> 10</c>.</summary>
    public virtual string Describe() => GetType().Name.ToLowerInvariant();

    /// <summary>The layers as a tree with their parameter counts.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Print(text, "", "");
        return text.ToString().TrimEnd();
    }

    /// <summary>
    /// Whether step i of an output [n, steps, ...] belongs to step i of the input [n, steps, ...], so that <see cref="Tensor.StepMask"/>
    /// holds for it too. Say false where axes are moved or merged; an output with another number of steps has no mask in any case.
    /// </summary>
    protected virtual bool KeepsSteps => true;

    /// <summary>The computation; called with every parameter initialised.</summary>
    protected abstract Tensor Compute(Tensor input, Pass pass);

    /// <summary>Adds a parameter; call it in the constructor.</summary>
    protected Parameter Add(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        parameters.Add(parameter);
        initialized = false;
        return parameter;
    }

    /// <summary>Adds an inner layer under a name; call it in the constructor, for layers in lists and dictionaries too.</summary>
    protected TLayer Add<TLayer>(string name, TLayer layer)
        where TLayer : Layer
    {
        ArgumentNullException.ThrowIfNull(layer);
        children.Add((name, layer));
        initialized = false;
        return layer;
    }

    /// <summary>Gives values to parameters that have none; for layers with a way of their own beside Forward.</summary>
    private protected void EnsureInitialized()
    {
        if (initialized)
        {
            return;
        }

        InitializeMissing(0);
        initialized = true;
    }

    private IEnumerable<NamedParameter> Collect(string prefix)
    {
        foreach (var parameter in parameters)
        {
            yield return new NamedParameter(prefix + parameter.Name, parameter);
        }

        foreach (var (name, layer) in children)
        {
            foreach (var inner in layer.Collect($"{prefix}{name}."))
            {
                yield return inner;
            }
        }
    }

    private void Print(StringBuilder text, string indent, string name)
    {
        var count = ParameterCount;
        text.Append(CultureInfo.InvariantCulture, $"{indent}{(name.Length > 0 ? $"{name}: " : "")}{Describe()}")
            .AppendLine(count > 0 ? string.Create(CultureInfo.InvariantCulture, $"  ({count:N0} parameters)") : "");
        foreach (var (childName, layer) in children)
        {
            layer.Print(text, indent + "  ", childName);
        }
    }
}
