using System.IO.Enumeration;
using System.Security.Cryptography;

namespace Descent;

/// <summary>Trained weights as the beginning of another training, and the freezing of layers.</summary>
public static class Pretrained
{
    private const string CheckpointPrefix = "model.";
    private const int MostNamed = 4;

    /// <summary>The file of weights that a run folder or a path stands for.</summary>
    /// <param name="path">A run folder, or a safetensors file.</param>
    /// <exception cref="DataException">There is none.</exception>
    public static string FileOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? path : throw new DataException($"There is no run folder and no file '{path}' to take weights from.");
        }

        var folder = new RunFolder(path);
        return new[] { folder.ModelFile, folder.Checkpoints.Best, folder.Checkpoints.Last }.FirstOrDefault(File.Exists)
            ?? throw new DataException($"'{path}' holds no trained weights: neither model.safetensors nor a checkpoint. Give a run folder or a safetensors file.");
    }

    /// <summary>The SHA-256 of a file of weights.</summary>
    public static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Loads every parameter whose name and shape a file of weights has; the others stay as they are.</summary>
    /// <param name="model">The model that is to begin with them.</param>
    /// <param name="path">A run folder, a safetensors file, or a checkpoint.</param>
    /// <returns>What was taken and what was not.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or not one parameter fits.</exception>
    /// <exception cref="DataException">There is no such file.</exception>
    public static PretrainedWeights LoadInto(Layer model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        var file = SafeTensors.Read(FileOf(path));
        var named = model.Parameters.ToArray();
        var prefix = named.Any(one => file.Tensors.ContainsKey(one.Path)) ? "" : CheckpointPrefix;
        var (taken, left) = (new List<string>(), new List<string>());
        foreach (var (name, parameter) in named)
        {
            if (!file.Tensors.TryGetValue(prefix + name, out var tensor))
            {
                left.Add($"'{name}' (not there)");
            }
            else if (!tensor.Shape.Equals(parameter.Shape))
            {
                left.Add($"'{name}' ({tensor.Shape} there, {parameter.Shape} here)");
            }
            else
            {
                parameter.Load(tensor);
                taken.Add(name);
            }
        }

        return taken.Count > 0
            ? new PretrainedWeights(taken, left)
            : throw new ModelFileException(
                $"'{file.Path}' has no parameter of this model: {string.Join(", ", left.Take(MostNamed))}{(left.Count > MostNamed ? ", ..." : "")}. "
                + "The layers to be taken over must be the same, in the same places.");
    }

    /// <summary>Freezes parameters: training leaves them as they are.</summary>
    /// <remarks>
    /// A batch normalisation whose weight is frozen uses its running statistics, in training too, and leaves them; one without a weight of its
    /// own goes on with those of each batch.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="patterns">
    /// Paths: <c>0</c> for all of layer 0, <c>2.weight</c> for one parameter, <c>*.bias</c> with a star for any text.
    /// </param>
    /// <returns>The paths of what was frozen.</returns>
    /// <exception cref="SpecificationException">A pattern fits no parameter, or nothing would be left to train.</exception>
    public static IReadOnlyList<string> Freeze(Layer model, IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(patterns);
        var trainable = model.Parameters.Where(named => !named.Parameter.IsStatistic).ToArray();
        var frozen = new HashSet<string>();
        foreach (var pattern in patterns)
        {
            frozen.UnionWith(Find(model, pattern).Select(named => named.Path));
        }

        if (frozen.Count == trainable.Length)
        {
            throw new SpecificationException("Every layer would be frozen and nothing left to train: freeze fewer, such as all but the last.");
        }

        foreach (var (path, parameter) in trainable)
        {
            parameter.Trainable &= !frozen.Contains(path);
        }

        return [.. trainable.Select(named => named.Path).Where(frozen.Contains)];
    }

    /// <summary>The parameters that a pattern means, statistics left out.</summary>
    /// <exception cref="SpecificationException">There is none; those that there are are named.</exception>
    internal static NamedParameter[] Find(Layer model, string pattern)
    {
        var known = model.Parameters.Where(named => !named.Parameter.IsStatistic).ToArray();
        var found = Array.FindAll(known, named => Fits(pattern, named.Path));
        return found.Length > 0
            ? found
            : throw new SpecificationException(
                $"No parameter goes by '{RecipeText.Shown(pattern)}'. There are: {string.Join(", ", known.Select(named => named.Path))}.");
    }

    private static bool Fits(string pattern, string path)
        => path == pattern || path.StartsWith($"{pattern}.", StringComparison.Ordinal) || FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false);
}

/// <summary>What was taken over from a file of weights.</summary>
/// <param name="Taken">The paths of the parameters that have its values.</param>
/// <param name="Left">Those that do not, each with the reason.</param>
public sealed record PretrainedWeights(IReadOnlyList<string> Taken, IReadOnlyList<string> Left)
{
    /// <summary>The same in a sentence.</summary>
    /// <param name="source">Where they are from.</param>
    public string Describe(string source)
        => $"{Taken.Count} of {Taken.Count + Left.Count} parameters begin with the values of '{source}'"
            + (Left.Count == 0 ? "" : $"; not taken: {string.Join(", ", Left)}");
}
