namespace Descent;

/// <summary>A trained model with everything that it needs to be used: its recipe, its parameters, and how columns become numbers.</summary>
public sealed class SavedRun
{
    private readonly RunFolder folder;
    private readonly Loss loss;
    private readonly Lazy<ArrayEncoder> arrays;
    private readonly Lazy<Predictor> predictor;

    private SavedRun(RunFolder folder, Recipe recipe, TabularEncoder? encoder, ArrayEncoder? inputs, Loss loss, Layer model)
    {
        (this.folder, Recipe, Encoder, this.loss, Model) = (folder, recipe, encoder, loss, model);

        // Runs from before the file was written have their training data instead.
        arrays = new(() => inputs ?? ArrayEncoder.Of(DataSource.Load(Recipe).Split.Train));
        predictor = new(() => Predictor.Of(this, new PredictorOptions { MostAtOnce = 1, UnknownCategory = UnknownCategory.Other }));
    }

    /// <summary>The complete recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>The trained model.</summary>
    public Layer Model { get; }

    /// <summary>How the columns of a table became inputs, and the target's classes or unit; null where the data was no table.</summary>
    public TabularEncoder? Encoder { get; }

    /// <summary>How images and other arrays became inputs, and what the outputs are called.</summary>
    /// <exception cref="DataException">The run is of a table; or of before this was kept, and its data is not there any more.</exception>
    public ArrayEncoder Arrays => Encoder is null ? arrays.Value : throw new DataException($"The run '{Path}' was trained on a table: {nameof(Encoder)} says how its columns became inputs.");

    /// <summary>The shape of one input.</summary>
    public Shape InputShape => new(Recipe.InputShape!.ToArray());

    /// <summary>The classes by label, or the names of the values.</summary>
    public IReadOnlyList<string> OutputNames
        => Encoder?.Target is not { } target ? Arrays.OutputNames : target.Task == TaskKind.Classification ? target.ClassNames : [target.Name];

    /// <summary>The run folder.</summary>
    public string Path => folder.Path;

    /// <summary>The name of the run: its folder's.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder.Path)));

    /// <summary>Loads a run folder.</summary>
    /// <exception cref="DataException">It is no run folder, or its training has not ended yet.</exception>
    /// <exception cref="ModelFileException">The model file is damaged, or another model's.</exception>
    public static SavedRun Load(string path)
    {
        var folder = new RunFolder(path);
        var recipe = folder.ReadRecipe();
        if (recipe.Model is null || recipe.Loss is null || recipe.InputShape is null)
        {
            throw new DataException($"'{folder.RecipeFile}' is not complete: model, loss and inputShape are needed. It is no recipe that a training wrote.");
        }

        var model = ModelSpecification.Build(recipe.Model, new Shape(recipe.InputShape.ToArray()));
        if (!File.Exists(folder.ModelFile))
        {
            throw new DataException($"The training in '{path}' has not ended: there is no model.safetensors. Continue it with 'descent train --resume {path}'.");
        }

        var (encoder, inputs) = (folder.ReadEncoder(), folder.ReadInputs());
        int[] width = encoder is null ? [.. inputs?.Shape ?? recipe.InputShape] : [encoder.FeatureCount];
        if (recipe.Task is null || !recipe.InputShape.SequenceEqual(width))
        {
            throw new DataException($"'{path}' holds files of different runs: the recipe is for inputs [{string.Join(", ", recipe.InputShape)}], their encoding gives [{string.Join(", ", width)}].");
        }

        var file = SafeTensors.Read(folder.ModelFile);
        foreach (var (key, checksum) in folder.EncodingChecksum())
        {
            if (file.Metadata.TryGetValue(key, out var trained) && trained != checksum)
            {
                throw new DataException($"'{(encoder is null ? folder.InputsFile : folder.EncoderFile)}' was changed or damaged since the training, so inputs would not be those that the model learned from. Put it back, or train anew.");
            }
        }

        file.LoadInto(model);
        return new SavedRun(folder, recipe, encoder, inputs, Specification.Make(recipe.Loss, Catalog.Losses, "loss"), model);
    }

    /// <summary>Measures the model on its test part, or on other data with what is to be predicted.</summary>
    /// <param name="dataFile">
    /// A CSV file with the same columns, target included; for a run on images or other arrays an npz file, a data set known by name (its test part), or
    /// a CSV file with the target last. Null for the run's own test part.
    /// </param>
    /// <exception cref="DataException">The data does not fit the model; file, line and column are named.</exception>
    public Evaluation Evaluate(string? dataFile = null)
    {
        if (dataFile is null)
        {
            var own = DataSource.Load(Recipe);
            return Evaluator.Evaluate(Model, loss, own.Split.Test, Evaluator.DefaultBatchSize, own.Target);
        }

        RefuseArraysForTable(dataFile);
        var data = Encoder?.Encode(CsvTable.Load(dataFile, ReadOptions())) ?? PlainInputs.ReadLabelled(dataFile, arrays.Value, Recipe.DataDirectory);
        return Evaluator.Evaluate(Model, loss, data, Evaluator.DefaultBatchSize, Encoder?.Target is { Task: TaskKind.Regression } target ? target : null);
    }

    /// <summary>Predicts for a file with the same columns; the target may be missing.</summary>
    /// <param name="dataFile">
    /// A CSV file; for a run on images or other arrays an npz file, a data set known by name (its test part), or a CSV file of one number for each input in each row.
    /// </param>
    /// <exception cref="DataException">A column is missing or holds what the training did not have; file, line and column are named.</exception>
    public PredictionTable Predict(string dataFile)
    {
        RefuseArraysForTable(dataFile);
        var inputs = Encoder?.EncodeInputs(CsvTable.Load(dataFile, ReadOptions())) ?? PlainInputs.Read(dataFile, arrays.Value, Recipe.DataDirectory);
        var names = predictor.Value.OutputNames;
        var outputs = new double[inputs.Length / predictor.Value.InputShape.Count * names.Count];
        predictor.Value.Predict(inputs, outputs);
        return new PredictionTable(predictor.Value.Task, names, [.. outputs.Chunk(names.Count)]);
    }

    /// <summary>The model with its outputs as people read them.</summary>
    internal Layer Readable => new ReadableModel(Model, loss, Recipe.Task!.Value);

    /// <summary>The model as a predictor uses it.</summary>
    internal ServedModel Serve(PredictorOptions options) => Encoder is null
        ? new ServedModel(Model, loss, arrays.Value, options)
        : new ServedModel(Model, loss, Encoder, InputShape, OutputNames, options);

    private void RefuseArraysForTable(string dataFile)
    {
        if (Encoder is not null && ArrayData.IsArrayFile(dataFile))
        {
            throw new DataException($"The run '{folder.Path}' was trained on a table, and '{dataFile}' holds arrays; give a CSV file with the columns {string.Join(", ", Encoder.Columns.Select(column => column.Name))}.");
        }
    }

    private CsvOptions ReadOptions() => Encoder!.CsvOptions with { Delimiter = Recipe.Delimiter };
}
