using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// An average of a model's weights over the steps of training: average = d average + (1 - d) weight with d = min(decay, (1 + n) / (10 + n))
/// after n
/// updates. It is smoother than the weights themselves and mostly measures better.
/// </summary>
/// <remarks>
/// Only trainable parameters are averaged; running statistics are averages already, and stay the model's. Sources: Polyak and Juditsky,
/// 1992; the
/// decay that grows at first is that of Szegedy et al., CVPR 2016.
/// </remarks>
/// <example><c>new Trainer(model, loss, optimizer) { Averaging = new ExponentialMovingAverage(0.999) }</c></example>
public sealed class ExponentialMovingAverage
{
    private readonly Dictionary<string, Tensor> averages = [];
    private (Parameter Parameter, Tensor Average)[] pairs = [];
    private Layer? bound;

    /// <summary>Makes an average that begins with the first update.</summary>
    /// <param name="decay">How much of the average stays at each update, in [0, 1); 0.999 looks back over about 1000 steps.</param>
    /// <exception cref="SpecificationException">The decay is out of range.</exception>
    public ExponentialMovingAverage(double decay = 0.999) => Decay = Hyperparameter.Share(decay, "decay of the average", "0.999");

    /// <summary>How much of the average stays at each update, once there were many.</summary>
    public double Decay { get; }

    /// <summary>How many updates there were.</summary>
    public int Updates { get; private set; }

    /// <summary>The averages by the paths of their parameters; empty before the first update.</summary>
    public IReadOnlyDictionary<string, Tensor> Averages => averages;

    /// <summary>Takes the weights up as they are now: to be called after each step.</summary>
    /// <exception cref="DescentException">The model is not the one that was averaged before.</exception>
    public void Update(Layer model)
    {
        if (!IsBoundTo(model))
        {
            Bind(model);
        }

        if (Updates > 0)
        {
            var kept = Math.Min(Decay, (1.0 + Updates) / (10.0 + Updates));
            foreach (var (parameter, average) in pairs)
            {
                average.Storage.MarkChanged();
                if (parameter.Type == ElementType.Float32)
                {
                    Kernels.Update.Apply(new AverageStep(1 - kept), average.Span<float>(), parameter.Value.Span<float>());
                }
                else
                {
                    Kernels.Update.Apply(new AverageStep(1 - kept), average.Span<double>(), parameter.Value.Span<double>());
                }
            }
        }

        Updates++;
        GC.KeepAlive(this);
    }

    /// <summary>Replaces a model's weights by their averages; does nothing before the first update.</summary>
    /// <exception cref="DescentException">The model is not the one that was averaged.</exception>
    public void CopyTo(Layer model)
    {
        if (Updates > 0)
        {
            Bind(model);
            Array.ForEach(pairs, pair => pair.Parameter.Load(pair.Average));
        }
    }

    /// <summary>
    /// Exchanges a model's weights and their averages, so that the model can be measured with these; a second call exchanges them back.
    /// Does nothing
    /// before the first update.
    /// </summary>
    /// <exception cref="DescentException">The model is not the one that was averaged.</exception>
    public void Exchange(Layer model)
    {
        if (Updates == 0)
        {
            return;
        }

        Bind(model);
        foreach (var (parameter, average) in pairs)
        {
            average.Storage.MarkChanged();
            if (parameter.Type == ElementType.Float32)
            {
                Exchange(parameter.Change<float>(), average.Span<float>());
            }
            else
            {
                Exchange(parameter.Change<double>(), average.Span<double>());
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>The averages that were saved for a model's parameters, checked.</summary>
    /// <exception cref="ModelFileException">One is missing or does not fit.</exception>
    internal static Dictionary<string, Tensor> Read(Layer model, Func<string, Tensor?> saved, int updates, string path)
        => updates == 0 ? [] : Averaged(model).ToDictionary(named => named.Path, named => saved(named.Path) is { } average
            && Fits(average, named.Parameter)
                ? average
                : throw new ModelFileException($"'{path}' has no average for the parameter '{named.Path}' {named.Parameter.Shape}: it is "
                + "another model's checkpoint."));

    /// <summary>Goes on with saved averages.</summary>
    internal void Load(Dictionary<string, Tensor> saved, int updates)
    {
        averages.Clear();
        (bound, pairs) = (null, []);
        Updates = updates;
        foreach (var (path, average) in saved)
        {
            averages.Add(path, Pinning.Copy(average));
        }
    }

    private static IEnumerable<NamedParameter> Averaged(Layer model) => model.Parameters.Where(named => named.Parameter.Trainable);

    private static void Exchange<T>(Span<T> one, Span<T> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            (one[i], other[i]) = (other[i], one[i]);
        }
    }

    /// <summary>Joins the model's parameters with their averages; at the first update these are copies.</summary>
    private void Bind(Layer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var named = Averaged(model).ToArray();
        foreach (var (path, parameter) in Updates == 0 ? named : [])
        {
            averages[path] = Pinning.Copy(parameter.Value);
        }

        if (named.Length != averages.Count
            || !Array.TrueForAll(named, one => averages.TryGetValue(one.Path, out var average) && Fits(average, one.Parameter)))
        {
            throw new DescentException("The model's trainable parameters are not those whose average is kept: give each model an average "
                + "of its own.");
        }

        (bound, pairs) = (model, Array.ConvertAll(named, one => (one.Parameter, averages[one.Path])));
    }

    // Listing a model's parameters allocates, which no step should.
    private bool IsBoundTo(Layer model)
        => ReferenceEquals(model, bound)
            && Array.TrueForAll(pairs, static pair => pair.Parameter.Trainable && Fits(pair.Average, pair.Parameter));

    private static bool Fits(Tensor average, Parameter parameter)
        => average.Type == parameter.Type && average.Shape.Equals(parameter.Shape);

    private readonly struct AverageStep(Coefficient share) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> average, Vector512<T> weight, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => average = Lanes.MultiplyAdd(share.Lanes<T>(), weight - average, average);
    }
}
