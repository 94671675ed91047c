namespace Descent;

/// <summary>What a tensor of a graph holds.</summary>
/// <param name="Count">The number of its elements.</param>
/// <param name="Least">The smallest finite one; null where there is none.</param>
/// <param name="Most">The largest finite one.</param>
/// <param name="Mean">The mean of the finite ones.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="NotFinite">How many are NaN or infinite.</param>
/// <param name="Histogram">A histogram of the finite ones. Of very many elements an even choice is looked at.</param>
public sealed record GraphValues(
    int Count, double? Least, double? Most, double? Mean, double? Deviation, int NotFinite, IReadOnlyList<ReportBin> Histogram)
{
    private const int MostElements = 50_000;
    private const int Bins = 24;

    internal static GraphValues Of(Tensor tensor)
    {
        var all = tensor.ToDoubles();
        var shown = Math.Min(all.Length, MostElements);
        double[] chosen = [.. Enumerable.Range(0, shown).Select(i => all[(int)((long)i * all.Length / shown)])];
        double[] finite = [.. chosen.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return new(all.Length, null, null, null, null, chosen.Length, []);
        }

        var mean = finite.Average();
        return new(
            all.Length, finite.Min(), finite.Max(), mean, Math.Sqrt(finite.Average(value => (value - mean) * (value - mean))),
            chosen.Length - finite.Length, ReportValues.Histogram(finite, Bins));
    }
}

/// <summary>What stands at a place of a graph.</summary>
public enum GraphNodeKind
{
    /// <summary>The inputs or the targets.</summary>
    Input,

    /// <summary>What training changes.</summary>
    Parameter,

    /// <summary>A computation of the forward pass.</summary>
    Forward,

    /// <summary>A computation of the backward pass.</summary>
    Backward,
}

/// <summary>One operation of a step, or what it begins with.</summary>
public sealed record GraphNode
{
    /// <summary>Its number, in the order of computation.</summary>
    public required int Id { get; init; }

    /// <summary>What it is.</summary>
    public required GraphNodeKind Kind { get; init; }

    /// <summary>The operation's name, or the parameter's path.</summary>
    public required string Name { get; init; }

    /// <summary>The path of the innermost layer that it belongs to; <c>loss</c> for the loss, empty for the model as a whole.</summary>
    public required string Path { get; init; }

    /// <summary>That layer in words.</summary>
    public required string Layer { get; init; }

    /// <summary>The shape of what comes out.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>The nodes that it is computed from.</summary>
    public IReadOnlyList<int> Inputs { get; init; } = [];

    /// <summary>The formula as MathML, of a function of single numbers; null for others.</summary>
    public string? Formula { get; init; }

    /// <summary>The derivative as MathML.</summary>
    public string? Derivative { get; init; }

    /// <summary>What came out.</summary>
    public required GraphValues Values { get; init; }

    /// <summary>The gradient of the loss with respect to it; null where none flows.</summary>
    public GraphValues? Gradient { get; init; }

    /// <summary>The time of the computation: the least of several.</summary>
    public double Seconds { get; init; }

    /// <summary>Floating-point operations.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes that must be read and written.</summary>
    public double Bytes { get; init; }
}

/// <summary>
/// The record of one training step as a graph: what was computed, from what, in which layer, forward and backward, with values, gradients, time and cost.
/// </summary>
/// <param name="Nodes">The nodes in the order of computation.</param>
/// <param name="Loss">The loss of the step.</param>
/// <param name="Samples">The samples in it.</param>
public sealed record ModelGraph(IReadOnlyList<GraphNode> Nodes, double Loss, int Samples)
{
    /// <summary>The most samples that are looked at.</summary>
    public const int MostSamples = 16;

    /// <summary>The graph of a run's model with its trained weights, on the first samples of its training part.</summary>
    /// <exception cref="DescentException">It is no run that was trained to its end, or its data is not there.</exception>
    public static ModelGraph OfRun(string path, CancellationToken cancellation = default)
    {
        var run = SavedRun.Load(path);
        return Of(run.Model, Specification.Make(run.Recipe.Loss!, Catalog.Losses, "loss"), DataSource.Load(run.Recipe).Split.Train, cancellation);
    }

    /// <summary>The graph of an untrained model, as a recipe begins.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="mostParameters">The most trainable numbers that the model may have.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DescentException">Something in the recipe is wrong, or its model is larger.</exception>
    public static ModelGraph OfRecipe(Recipe recipe, long mostParameters = long.MaxValue, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var data = DataSource.Load(recipe);
        var complete = RecipeDefaults.Complete(recipe, data);
        var model = recipe.BuildModel(complete.Model!, data.Split.Train.InputShape);
        if (model.ParameterCount > mostParameters)
        {
            throw new SpecificationException(FormattableString.Invariant(
                $"The model has {model.ParameterCount:N0} parameters; {mostParameters:N0} are the most here. Take smaller layers."));
        }

        model.Initialize(recipe.Seed);
        return Of(model, Specification.Make(complete.Loss!, Catalog.Losses, "loss"), data.Split.Train, cancellation);
    }

    /// <summary>The graph of a step on the first samples of a data set.</summary>
    /// <exception cref="DescentException">Model, loss and data do not go together.</exception>
    public static ModelGraph Of(Layer model, Loss loss, Dataset data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(data);
        using var epoch = new Batches(data, Math.Min(MostSamples, data.Count), shuffle: false) { Prefetch = 0 }.Epoch(0, cancellation: cancellation).GetEnumerator();
        epoch.MoveNext();
        var (inputs, targets) = (epoch.Current.ToTensor(), Targets.For(loss, epoch.Current, data, model.OutputShape(data.InputShape).Count));

        // The first passes compile their code, so only later ones tell a time.
        const int Passes = 4;
        GraphTrace[] passes = [.. Enumerable.Range(0, Passes).Select(_ =>
        {
            cancellation.ThrowIfCancellationRequested();
            return GraphTrace.Of(model, loss, inputs, targets);
        })];
        return new ModelGraph(passes[^1].Nodes(passes), passes[^1].Loss.Item(), inputs.Shape[0]);
    }
}
