using System.Globalization;

namespace Descent;

/// <summary>Fills in what a recipe leaves open, by what the data shows.</summary>
internal static class RecipeDefaults
{
    private const int WantedSteps = 6_000;
    private const int MostEpochs = 60;
    private const int FewSamples = 2_000;

    // So few pixels hold no features that a convolution would find again elsewhere.
    private const int SmallImage = 100;

    /// <summary>A recipe in which everything is said.</summary>
    public static Recipe Complete(Recipe recipe, TrainingData data)
    {
        var train = data.Split.Train;
        var loss = recipe.Loss is { } given ? recipe.Locate("loss", () => BalancedWeights.Written(given, train))
            : train.Task == TaskKind.Classification ? "cross-entropy" : "mse";
        var made = recipe.Locate("loss", () => Specification.Make(loss, Catalog.Losses, "loss"));
        var batchSize = recipe.BatchSize ?? (NeedsAll(recipe) ? train.Count : BatchSize(train));
        var stepsPerEpoch = Math.Max(1, train.Count / batchSize);
        var epochs = recipe.Epochs ?? Math.Clamp((WantedSteps + stepsPerEpoch - 1) / stepsPerEpoch, 10, MostEpochs);
        return recipe with
        {
            Task = train.Task,
            DataHash = data.Hash,
            InputShape = [.. train.InputShape],
            Fold = recipe.Fold ?? (recipe.Folds is null ? null : 1),
            ValidationFraction = recipe.ValidationFraction ?? (data.Split.Validation is null ? 0 : 0.1),
            Loss = loss,
            Model = recipe.Model ?? Model(train, Targets.OutputWidth(made, train)),
            Optimizer = recipe.Optimizer ?? (IsPlane(train) ? "adam rate=0.01" : "adam rate=0.001"),
            Schedule = recipe.Schedule
                ?? (recipe.Optimizer is null ? string.Create(CultureInfo.InvariantCulture, $"cosine period={epochs * Unit(recipe, train.Count, batchSize)}") : "constant"),
            Patience = recipe.Patience ?? 0,
            Epochs = epochs,
            BatchSize = batchSize,
        };
    }

    /// <summary>What the schedule counts within an epoch: the epoch itself, or its steps.</summary>
    private static int Unit(Recipe recipe, int samples, int batchSize)
    {
        var batches = (samples + batchSize - 1) / batchSize;
        var accumulated = recipe.Accumulate ?? 1;
        return recipe.ScheduleBy == "step" ? (batches + accumulated - 1) / accumulated : 1;
    }

    private static int BatchSize(Dataset train)
        => Math.Clamp((int)Math.Pow(2, Math.Round(Math.Log2(train.Count / 100.0))), 16, IsImage(train) ? 64 : 128);

    /// <summary>Whether the optimizer wants all samples in one batch.</summary>
    private static bool NeedsAll(Recipe recipe)
        => recipe.Optimizer is not null && Specification.Make(recipe.Optimizer, Catalog.Optimizers, "optimizer").EvaluatesRepeatedly;

    private static bool IsImage(Dataset train) => train.InputShape.Rank == 3;

    /// <summary>One or two inputs without noise columns: nothing to overfit to, but a shape that may be winding.</summary>
    private static bool IsPlane(Dataset train) => train.InputShape.Count <= 2;

    /// <summary>
    /// Measured on public data sets over six splits each, against scikit-learn's MLP on the same splits: few samples want a small network
    /// with some dropout, many a wide one; classes want dropout more than values do.
    /// </summary>
    private static string Model(Dataset train, int outputs)
    {
        if (IsImage(train) && train.InputShape.Count > SmallImage)
        {
            return $"conv 16 3x3 pad 1, relu, maxpool 2, conv 32 3x3 pad 1, relu, maxpool 2, flatten, linear 128, relu, dropout 0.3, linear {outputs}";
        }

        if (IsPlane(train))
        {
            return $"linear 64, relu, linear 64, relu, linear {outputs}";
        }

        var hidden = (IsImage(train), train.Task, train.Count < FewSamples) switch
        {
            (true, _, _) => "linear 256, relu, dropout 0.4, linear 128, relu, dropout 0.2",
            (_, TaskKind.Classification, true) => "linear 64, relu, dropout 0.1, linear 32, relu",
            (_, TaskKind.Classification, false) => "linear 256, relu, dropout 0.2, linear 128, relu, dropout 0.1",
            (_, _, true) => "linear 128, relu, dropout 0.2, linear 64, relu, dropout 0.1",
            _ => "linear 256, relu, linear 128, relu",
        };
        return $"{hidden}, linear {outputs}";
    }
}
