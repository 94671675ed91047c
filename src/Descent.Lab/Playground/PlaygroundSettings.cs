using Descent.Lab.Safety;

namespace Descent.Lab.Playground;

/// <summary>Everything that a training on the playground is made of: the same settings give the same numbers.</summary>
/// <param name="Data">A generated data set, <c>drawn</c> or <c>table</c>.</param>
/// <param name="Points">The number of generated points.</param>
/// <param name="Noise">Their noise, as a standard deviation.</param>
/// <param name="TestFraction">The part of the points that is only tested on.</param>
/// <param name="Seed">The seed of points, split, first weights and order.</param>
/// <param name="Drawn">Points drawn by hand: x, y and class of each.</param>
/// <param name="Table">A pasted or opened table.</param>
/// <param name="Layers">The hidden layers, each as <c>8 tanh</c>: units and activation.</param>
/// <param name="Init">How weights start.</param>
/// <param name="Dropout">The share of hidden units that is dropped.</param>
/// <param name="L1">The penalty on sizes of weights.</param>
/// <param name="L2">The penalty on half their squares.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Schedule">The schedule of the rate, in epochs.</param>
/// <param name="BatchSize">The samples of a step.</param>
/// <param name="Epochs">The epochs that are planned.</param>
/// <param name="Journal">What was done with the training, to be done again; see <see cref="PlaygroundJournal"/>.</param>
internal sealed record PlaygroundSettings(
    string Data = "spirals",
    int Points = 400,
    double Noise = 0.02,
    double TestFraction = 0.3,
    ulong Seed = 1,
    double[]? Drawn = null,
    PlaygroundTable? Table = null,
    string[]? Layers = null,
    string Init = "default",
    double Dropout = 0,
    double L1 = 0,
    double L2 = 0,
    string Loss = "cross-entropy",
    string Optimizer = "adam rate=0.01",
    string Schedule = "constant",
    int BatchSize = 10,
    int Epochs = 300,
    string Journal = "")
{
    /// <summary>The most points, generated, drawn or of a table.</summary>
    public const int MostPoints = 2_000;

    /// <summary>The most hidden layers.</summary>
    public const int MostLayers = 6;

    /// <summary>The most units of a hidden layer.</summary>
    public const int MostUnits = 32;

    /// <summary>The most epochs.</summary>
    public const int MostEpochs = 3_000;

    private const double LargestSeed = int.MaxValue;

    /// <summary>The settings, if none is out of bounds.</summary>
    /// <exception cref="SpecificationException">One is; it and its bounds are named.</exception>
    public PlaygroundSettings Checked()
    {
        Limits.Short("The data set", Data);
        Limits.Within("points", Points, 8, MostPoints);
        Limits.Within("noise", Noise, 0, 1);
        Limits.Within("test fraction", TestFraction, 0.05, 0.9);
        Limits.Within("seed", Seed, 0, LargestSeed);
        Limits.Within("The number of hidden layers", Layers?.Length ?? 0, 0, MostLayers);
        Limits.Within("dropout", Dropout, 0, 0.9);
        Limits.Within("l1", L1, 0, 10);
        Limits.Within("l2", L2, 0, 10);
        Limits.Within("batch size", BatchSize, 1, MostPoints);
        Limits.Within("epochs", Epochs, 1, MostEpochs);
        Limits.Within("The numbers of drawn points", Drawn?.Length ?? 0, 0, 3 * MostPoints);
        if (Table?.Features is { } features)
        {
            Array.ForEach(features, feature => Limits.Short("A column", feature));
        }

        foreach (var text in (string[])[Init, Loss, Optimizer, Schedule, .. Layers ?? []])
        {
            Limits.Short("A specification", text);
        }

        return this;
    }

    /// <summary>What a specification of a hidden layer says: how many units, and which activation.</summary>
    /// <exception cref="SpecificationException">It cannot be read, or has too many units.</exception>
    public static (int Units, string Activation) Layer(string text)
    {
        var words = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        return words is [var number, var activation] && int.TryParse(number, out var units)
            ? (Limits.Within("The units of a layer", units, 1, MostUnits), activation)
            : throw new SpecificationException($"A hidden layer is written as '8 tanh': its units and its activation, not '{text}'.");
    }
}

/// <summary>A table and what to predict from it.</summary>
/// <param name="Text">The table as comma-separated values.</param>
/// <param name="Target">The column to predict; empty for the last.</param>
/// <param name="Features">The columns to predict from; empty for all others.</param>
internal sealed record PlaygroundTable(string Text, string Target = "", string[]? Features = null);
