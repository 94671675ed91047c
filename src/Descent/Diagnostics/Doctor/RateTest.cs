namespace Descent;

/// <summary>Tries learning rates on short trainings of the same recipe from the same beginning, and takes the one that lowers the loss best.</summary>
internal static class RateTest
{
    private const int Steps = 120;
    private const double Near = 1.05;
    private const double LowestRate = 1e-7;
    private const double HighestRate = 3;
    private static readonly double[] Down = [1, 1.0 / 3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6];
    private static readonly double[] Up = [1, 3, 10, 100, 1e3, 1e4, 1e5];

    /// <summary>The recipe with the best of its rate and lower ones.</summary>
    public static Recipe Lower(Recipe recipe) => Best(recipe, Down);

    /// <summary>The recipe with the best of its rate and higher ones.</summary>
    public static Recipe Raise(Recipe recipe) => Best(recipe, Up);

    private static Recipe Best(Recipe recipe, double[] factors)
    {
        if (recipe.Optimizer is not { } optimizer)
        {
            return recipe;
        }

        var given = RateText.Of(optimizer);
        var tried = factors.Select(factor => given * factor).Where(rate => rate is >= LowestRate and <= HighestRate)
            .Append(Usual(optimizer)).Distinct().Order().Select(rate => (Rate: rate, Loss: LossAfter(RateText.Set(recipe, rate))))
            .Where(one => double.IsFinite(one.Loss)).ToArray();

        // Of those that do nearly as well as the best the lowest: over more steps it is the safest.
        var best = tried.FirstOrDefault(one => one.Loss <= Near * tried.Min(other => other.Loss));
        return best.Rate > 0 ? RateText.Set(recipe, best.Rate) : RateText.Scale(recipe, 0.1);
    }

    private static double Usual(string optimizer)
        => Specification.Find(SpecificationText.Words(optimizer)[0], Catalog.Optimizers, "optimizer").CreateDefault().LearningRate;

    /// <summary>The mean loss of the last third of some steps; not a number where one failed.</summary>
    private static double LossAfter(Recipe recipe)
    {
        try
        {
            // A constant rate: a schedule over so few steps would say nothing.
            var session = TrainingSession.Create(recipe with { Schedule = "constant", Patience = 0, DataHash = null });
            using var limit = new CancellationTokenSource();
            var gauge = new LastLosses(limit);
            session.Fit(session.Trainer(null, null), gauge, limit.Token);
            return gauge.Mean;
        }
        catch (DescentException)
        {
            return double.NaN;
        }
    }

    private sealed class LastLosses(CancellationTokenSource limit) : IProgress<TrainingEvent>
    {
        private readonly List<double> losses = [];
        private (int Epoch, double Sum, int Samples) before;

        public double Mean => losses.Count == 0 ? double.NaN : losses.TakeLast(Math.Max(1, losses.Count / 3)).Average();

        public void Report(TrainingEvent value)
        {
            if (value is not BatchEnded batch)
            {
                return;
            }

            // The event tells the mean of the epoch so far.
            var (sum, samples) = before.Epoch == batch.Epoch ? (before.Sum, before.Samples) : (0, 0);
            losses.Add(((batch.Loss * batch.Samples) - sum) / Math.Max(1, batch.Samples - samples));
            before = (batch.Epoch, batch.Loss * batch.Samples, batch.Samples);
            if (losses.Count >= Steps)
            {
                limit.Cancel();
            }
        }
    }
}
