namespace Descent;

/// <summary>Explains what one sample would teach the model of a run.</summary>
public static class RunExplainer
{
    /// <summary>One step of plain gradient descent on one sample, with the run's trained weights and learning rate. The run stays as it is.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="sample">The sample of the training part, from 0.</param>
    /// <param name="weight">
    /// A weight to tell about, as in <see cref="ExplanationOptions.Weight"/>; null for the one with the largest gradient. What the run's own
    /// optimizer would do with it is told, too.
    /// </param>
    /// <param name="stepsBefore">How many such steps are taken before the one that is told.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataException">It is no run folder, the data has changed, or there is no such sample.</exception>
    /// <exception cref="SpecificationException">There is no such weight.</exception>
    public static Explanation Of(
        string path, int sample = 0, string? weight = null, int stepsBefore = 0, CancellationToken cancellation = default)
    {
        var run = SavedRun.Load(path);
        var data = DataSource.Load(run.Recipe);
        if (run.Recipe.DataHash is { } hash && hash != data.Hash)
        {
            throw new DataException($"The data of '{run.Recipe.Source}' has changed since '{path}' was trained on it. Put the data back, or train anew.");
        }

        var train = data.Split.Train;
        if (sample < 0 || sample >= train.Count)
        {
            throw new DataException($"There is no sample {sample}: the training part of '{path}' has {train.Count}, counted from 0 to {train.Count - 1}.");
        }

        var loss = Specification.Make(run.Recipe.Loss!, Catalog.Losses, "loss");
        using var epoch = new Batches(train.Subset([sample]), 1, run.Recipe.Seed).Epoch(0, cancellation: cancellation).GetEnumerator();
        epoch.MoveNext();
        var targets = Targets.For(loss, epoch.Current, train, run.Model.OutputShape(train.InputShape).Count);
        var rate = Specification.Make(run.Recipe.Optimizer!, Catalog.Optimizers, "optimizer").LearningRate;
        var options = new ExplanationOptions
        {
            Title = FormattableString.Invariant($"Sample {sample} of {path}: one step of plain gradient descent"),
            LearningRate = rate,
            Weight = weight,
            StepsBefore = stepsBefore,
            Optimizer = Trained(path, run.Recipe),
            OptimizerName = Named(run.Recipe.Optimizer!),
            Clipping = run.Recipe.ClipNorm is { } norm ? GradientClipping.ByNorm(norm) : null,
        };
        return Explainer.Of(run.Model, loss, epoch.Current.ToTensor(), targets, options, cancellation);
    }

    /// <summary>The run's optimizer as its last checkpoint has it, in 64 bits; without what it kept where there is no checkpoint.</summary>
    private static Optimizer Trained(string path, Recipe recipe)
    {
        var optimizer = Specification.Make(recipe.Optimizer!, Catalog.Optimizers, "optimizer");
        var file = new RunFolder(path).Checkpoints.Last;
        if (!File.Exists(file))
        {
            return optimizer;
        }

        var model = ModelSpecification.Build(recipe.Model!, new Shape(recipe.InputShape!.ToArray()));
        var average = recipe.AverageDecay is { } decay ? new ExponentialMovingAverage(decay) : null;
        var state = Checkpoint.Load(file, model, optimizer, average);
        optimizer.LoadState(
            optimizer.Steps,
            [.. optimizer.State.Select(tensors => (Tensor[])[.. tensors.Select(tensor => tensor.To(ElementType.Float64))])]);
        optimizer.LearningRate = state.History.Count > 0 ? state.History[^1].LearningRate : optimizer.LearningRate;
        return optimizer;
    }

    private static string? Named(string specification)
    {
        var name = specification.Trim().Split(' ')[0];
        return Catalog.Optimizers.FirstOrDefault(each => each.Name == name || each.Aliases.Contains(name))?.Name;
    }
}
