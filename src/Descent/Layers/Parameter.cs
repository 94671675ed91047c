using Descent.Kernels;

namespace Descent;

/// <summary>A tensor that a layer owns and that training (or running statistics) changes.</summary>
public sealed class Parameter
{
    private readonly Initializer initializer;
    private readonly Fans fans;
    private Tensor? value;
    private bool trainable;

    /// <summary>A parameter that gets its first values from an initializer.</summary>
    /// <param name="name">The name within its layer, such as <c>weight</c>.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="initializer">What gives the first values.</param>
    /// <param name="fans">The fans for the initializer; those of the shape unless given.</param>
    /// <param name="trainable">Whether gradients are wanted; false for running statistics.</param>
    public Parameter(string name, Shape shape, Initializer initializer, Fans? fans = null, bool trainable = true)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(initializer);
        Name = name;
        Shape = shape;
        this.initializer = initializer;
        this.fans = fans ?? Fans.Of(shape);
        this.trainable = trainable;
        IsStatistic = !trainable;
    }

    /// <summary>The name within its layer.</summary>
    public string Name { get; }

    /// <summary>The shape; it never changes.</summary>
    public Shape Shape { get; }

    /// <summary>The element type: Float32, unless the model was converted.</summary>
    public ElementType Type { get; private set; } = ElementType.Float32;

    /// <summary>Whether this is a statistic that the layer keeps itself, such as a running mean, and no gradient ever reaches.</summary>
    public bool IsStatistic { get; }

    /// <summary>Whether it has values yet.</summary>
    public bool IsInitialized => value is not null;

    /// <summary>Whether gradients are computed and optimizers change it; set to false to freeze it.</summary>
    public bool Trainable
    {
        get => trainable;
        set
        {
            var wanted = value && !IsStatistic;
            if (wanted != trainable)
            {
                trainable = wanted;
                this.value = this.value is null ? null : Leaf(this.value);
            }
        }
    }

    /// <summary>The current values; a tracked leaf of the record while trainable.</summary>
    /// <exception cref="DescentException">The parameter has no values yet.</exception>
    public Tensor Value => value ?? throw NoValues();

    /// <summary>The values, for use in computations.</summary>
    public static implicit operator Tensor(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Value;
    }

    /// <summary>Gives the first values.</summary>
    public void Initialize(RandomKey key)
    {
        var values = new double[Shape.Count];
        initializer.Fill(values, Shape, fans, key);
        Replace(Tensor.From<double>(values, Shape).To(Type));
    }

    /// <summary>Replaces the values by a copy of the given ones; what was recorded with the old values can no longer be differentiated.</summary>
    /// <exception cref="ShapeException">The shape differs.</exception>
    public void Load(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!values.Shape.Equals(Shape))
        {
            throw new ShapeException($"Parameter '{Name}' has the shape {Shape}; the given values have {values.Shape}.");
        }

        Replace(values.Type == Type ? Pinning.Copy(values) : values.To(Type));
    }

    /// <summary>Converts the values to another floating type, for example to check gradients in Float64.</summary>
    /// <exception cref="DescentException">The type is not a floating one.</exception>
    public void Convert(ElementType type)
    {
        if (!type.IsFloating())
        {
            throw new DescentException($"Parameter '{Name}' cannot hold {type}: convert it to Float32 or Float64.");
        }

        if (type != Type)
        {
            Type = type;
            if (value is not null)
            {
                Replace(value.To(type));
            }
        }
    }

    /// <summary>The values' memory, to change them in place; what was recorded with the old values can no longer be differentiated.</summary>
    internal Span<T> Change<T>()
        where T : unmanaged
    {
        Value.Storage.MarkChanged();
        return Value.Span<T>();
    }

    /// <summary>
    /// A record knows the former tensor, not the new one, and would give zeros for it: marked as changed, the former refuses instead.
    /// </summary>
    private void Replace(Tensor values)
    {
        value?.Storage.MarkChanged();
        value = Leaf(Pinning.InPlace(values));
    }

    private DescentException NoValues()
        => new($"Parameter '{Name}' {Shape} has no values yet: call Initialize(seed) on the model, or load a file.");

    private Tensor Leaf(Tensor values) => trainable ? values.Tracked() : values.Untracked();
}
