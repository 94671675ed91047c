namespace Descent;

/// <summary>How the gradient of one parameter compares with differences of the loss.</summary>
/// <param name="Path">The parameter's name in the model.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Checked">How many of its elements were compared.</param>
/// <param name="Worst">The element that differs most; <see cref="GradientDifference.Variable"/> is the parameter's number.</param>
public sealed record GradientAuditLine(string Path, Shape Shape, int Checked, GradientDifference Worst);

/// <summary>A model's gradients, on a few samples in Float64, against differences of its loss.</summary>
/// <param name="Loss">The mean loss of the samples.</param>
/// <param name="Samples">How many there were.</param>
/// <param name="Lines">A line for each trainable parameter.</param>
public sealed record GradientAudit(double Loss, int Samples, IReadOnlyList<GradientAuditLine> Lines)
{
    /// <summary>The largest relative difference that a right gradient shows in Float64.</summary>
    public const double Tolerance = 1e-6;

    // A kink of relu or of a maximum may lie within one of these distances, hardly within all.
    private static readonly double[] Distances = [1e-3, 1e-4, 1e-5];

    /// <summary>Whether every gradient agrees with its differences.</summary>
    public bool Agrees => Lines.All(line => line.Worst.RelativeError <= Tolerance);

    /// <summary>Compares the gradients of the training that a session would do. The model is converted to Float64.</summary>
    /// <param name="session">The session; it is not run.</param>
    /// <param name="samples">How many samples of the training part, the first of its first epoch.</param>
    /// <param name="elements">How many elements of each parameter, drawn by the recipe's seed.</param>
    /// <param name="cancellation">Stops between two elements.</param>
    /// <exception cref="DescentException">Model, loss and data do not go together.</exception>
    public static GradientAudit Of(TrainingSession session, int samples = 4, int elements = 20, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (recipe, train, model) = (session.Recipe, session.Data.Split.Train, session.Model);
        var loss = Specification.Make(recipe.Loss!, Catalog.Losses, "loss");
        model.Convert(ElementType.Float64);
        if (model.Parameters.Any(named => !named.Parameter.IsInitialized))
        {
            model.Initialize(recipe.Seed);
        }

        using var epoch = new Batches(train, Math.Min(samples, train.Count), recipe.Seed).Epoch(0, cancellation: cancellation).GetEnumerator();
        epoch.MoveNext();
        var batch = epoch.Current;
        var inputs = Tensor.From<float>(batch.Inputs.AsSpan(0, batch.InputShape.Count), batch.InputShape).To(ElementType.Float64);
        var targets = Targets.For(loss, batch, train, model.OutputShape(train.InputShape).Count);
        targets = targets.Type == ElementType.Int32 ? targets : targets.To(ElementType.Float64);

        // A pass of the same step draws the same dropout every time, and statistics stay as they are.
        Tensor Compute()
        {
            var pass = Pass.Training(recipe.Seed);
            pass.KeepsStatistics = false;
            return loss.Compute(model.Forward(inputs, pass), targets);
        }

        var value = Compute();
        var trainable = model.Parameters.Where(named => named.Parameter.Trainable).ToArray();
        var slopes = Gradients.Of(value, [.. trainable.Select(named => named.Parameter.Value)]);
        var lines = trainable.Select((named, i) => Line(named, i, slopes[i].ToDoubles(), elements, recipe.Seed, () => Compute().Item(), cancellation));
        return new GradientAudit(value.Item(), batch.Count, [.. lines]);
    }

    private static GradientAuditLine Line(
        NamedParameter named, int number, double[] slopes, int elements, ulong seed, Func<double> loss, CancellationToken cancellation)
    {
        var drawn = Enumerable.Range(0, slopes.Length).ToArray();
        new Random((int)(seed % int.MaxValue)).Shuffle(drawn);
        var chosen = drawn.Take(elements).Order().ToArray();
        var worst = chosen.Select(element =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Distances.Select(distance => Difference(named.Parameter, number, element, slopes[element], distance, loss))
                .MinBy(difference => difference.RelativeError);
        }).MaxBy(difference => difference.RelativeError);
        return new GradientAuditLine(named.Path, named.Parameter.Shape, chosen.Length, worst);
    }

    private static GradientDifference Difference(
        Parameter parameter, int number, int element, double slope, double distance, Func<double> loss)
    {
        var there = parameter.Change<double>()[element];
        double At(double offset)
        {
            parameter.Change<double>()[element] = there + offset;
            return Record.Without(loss);
        }

        var numeric = GradientCheck.Slope(At, distance);
        parameter.Change<double>()[element] = there;
        return GradientDifference.Of(number, element, slope, numeric);
    }
}
