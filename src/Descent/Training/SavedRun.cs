namespace Descent;

/// <summary>A trained model with everything that it needs to be used: its recipe, its parameters, and how columns become numbers.</summary>
public sealed class SavedRun
{
    private readonly RunFolder folder;
    private readonly Loss loss;
    private double temperature = 1;
    private readonly Lazy<ArrayEncoder> arrays;
    private Lazy<Predictor> predictor;

    private SavedRun(RunFolder folder, Recipe recipe, TabularEncoder? encoder, ArrayEncoder? inputs, Loss loss, Layer model)
    {
        (this.folder, Recipe, Encoder, this.loss, Model) = (folder, recipe, encoder, loss, model);

        // Runs from before the file was written have their training data instead.
        arrays = new(() => inputs ?? ArrayEncoder.Of(DataSource.Load(Recipe).Split.Train));
        predictor = MakePredictor();
    }

    /// <summary>The complete recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>The trained model.</summary>
    public Layer Model { get; }

    /// <summary>What logits are divided by before they become probabilities; 1 unless the run was calibrated.</summary>
    public double Temperature => temperature;

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
        return new SavedRun(folder, recipe, encoder, inputs, Specification.Make(recipe.Loss, Catalog.Losses, "loss"), model)
        {
            temperature = SavedTemperature.Read(folder),
        };
    }

    /// <summary>
    /// Fits the temperature of the probabilities on the validation part and keeps it in the run folder: from then on predictions are
    /// calibrated. The predicted classes stay as they were.
    /// </summary>
    /// <returns>The test part before and after.</returns>
    /// <exception cref="DataException">The run has no validation part, predicts values, or its loss is not one of logits.</exception>
    public Calibration Calibrate()
    {
        // Several logits of yes or no each are no distribution that one temperature could make honest.
        var isOne = loss.Target != TargetKind.Binary || Model.OutputShape(InputShape).Count == 1;
        if (Recipe.Task != TaskKind.Classification || loss.Expects != Expectation.Logits || !isOne)
        {
            throw new DataException(
                $"Calibrating divides logits by a temperature, but '{folder.Path}' {(Recipe.Task == TaskKind.Classification ? $"was trained with '{loss.Name}', whose outputs are not logits of one choice" : "predicts values")}. "
                + "Train a classifier with cross-entropy.");
        }

        var data = DataSource.Load(Recipe);
        var validation = data.Split.Validation ?? throw new DataException(
            $"'{folder.Path}' has no validation part to fit a temperature on; the training part would show a confidence that new samples do not have. "
            + "Train with --validation-fraction 0.1.");
        var fitted = TemperatureScaling.Fit(Evaluator.Outputs(Model, validation), validation.Labels).Temperature;
        new SavedTemperature(fitted, validation.Count).Write(folder);
        (temperature, predictor) = (fitted, MakePredictor());
        return new Calibration(fitted, validation.Count, Measure(data.Split.Test, data.Target, 1), Measure(data.Split.Test, data.Target, fitted));
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
            return Measure(own.Split.Test, own.Target, temperature);
        }

        RefuseArraysForTable(dataFile);
        var data = Encoder?.Encode(CsvTable.Load(dataFile, ReadOptions())) ?? PlainInputs.ReadLabelled(dataFile, arrays.Value, Recipe.DataDirectory);
        return Measure(data, Encoder?.Target is { Task: TaskKind.Regression } target ? target : null, temperature);
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
    internal Layer Readable => new ReadableModel(Model, loss, Recipe.Task!.Value, temperature);

    /// <summary>The model as a predictor uses it.</summary>
    internal ServedModel Serve(PredictorOptions options) => Encoder is null
        ? new ServedModel(Model, loss, arrays.Value, options, temperature)
        : new ServedModel(Model, loss, Encoder, InputShape, OutputNames, options, temperature);

    private void RefuseArraysForTable(string dataFile)
    {
        if (Encoder is not null && ArrayData.IsArrayFile(dataFile))
        {
            throw new DataException($"The run '{folder.Path}' was trained on a table, and '{dataFile}' holds arrays; give a CSV file with the columns {string.Join(", ", Encoder.Columns.Select(column => column.Name))}.");
        }
    }

    private Lazy<Predictor> MakePredictor()
        => new(() => Predictor.Of(this, new PredictorOptions { MostAtOnce = 1, UnknownCategory = UnknownCategory.Other }));

    private Evaluation Measure(Dataset part, TargetEncoding? target, double by)
        => Evaluator.Evaluate(Model, loss, part, Evaluator.DefaultBatchSize, target, by);

    private CsvOptions ReadOptions() => Encoder!.CsvOptions with { Delimiter = Recipe.Delimiter };
}
