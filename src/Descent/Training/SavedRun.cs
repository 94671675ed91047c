namespace Descent;

/// <summary>A trained model with everything that it needs to be used: its recipe, its parameters, and how columns become numbers.</summary>
public sealed class SavedRun
{
    private readonly RunFolder folder;
    private readonly Loss loss;
    private double temperature = 1;

    private SavedRun(RunFolder folder, Recipe recipe, TabularEncoder? encoder, Loss loss, Layer model)
    {
        (this.folder, Recipe, Encoder, this.loss, Model) = (folder, recipe, encoder, loss, model);
    }

    /// <summary>The complete recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>The trained model.</summary>
    public Layer Model { get; }

    /// <summary>What logits are divided by before they become probabilities; 1 unless the run was calibrated.</summary>
    public double Temperature => temperature;

    /// <summary>How the columns of a table became inputs, and the target's classes or unit; null where the data was no table.</summary>
    public TabularEncoder? Encoder { get; }

    /// <summary>The shape of one input.</summary>
    public Shape InputShape => new(Recipe.InputShape!.ToArray());

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

        SafeTensors.Read(folder.ModelFile).LoadInto(model);
        return new SavedRun(folder, recipe, folder.ReadEncoder(), Specification.Make(recipe.Loss, Catalog.Losses, "loss"), model)
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
        if (Recipe.Task != TaskKind.Classification || loss.Expects is not (Expectation.Logits or Expectation.LogProbabilities))
        {
            throw new DataException(
                $"Calibrating divides logits by a temperature, but '{folder.Path}' {(Recipe.Task == TaskKind.Classification ? $"was trained with '{loss.Name}', whose outputs are none" : "predicts values")}. "
                + "Train a classifier with cross-entropy.");
        }

        var data = DataSource.Load(Recipe);
        var validation = data.Split.Validation ?? throw new DataException(
            $"'{folder.Path}' has no validation part to fit a temperature on; the training part would show a confidence that new samples do not have. "
            + "Train with --validation-fraction 0.1.");
        var fitted = TemperatureScaling.Fit(Evaluator.Outputs(Model, validation), validation.Labels).Temperature;
        new SavedTemperature(fitted, validation.Count).Write(folder);
        temperature = fitted;
        return new Calibration(fitted, validation.Count, Measure(data.Split.Test, data.Target, 1), Measure(data.Split.Test, data.Target, fitted));
    }

    /// <summary>Measures the model on its test part, or on another file with the same columns, target included.</summary>
    /// <param name="dataFile">The file; null for the test part.</param>
    public Evaluation Evaluate(string? dataFile = null)
    {
        if (dataFile is null)
        {
            var data = DataSource.Load(Recipe);
            return Measure(data.Split.Test, data.Target, temperature);
        }

        if (Encoder is null)
        {
            throw new DataException($"The run '{folder.Path}' was trained on '{Recipe.Source}', which is no table; it is evaluated on its own test part only. Leave --data out.");
        }

        var target = Encoder.Target.Task == TaskKind.Regression ? Encoder.Target : null;
        return Measure(Encoder.Encode(CsvTable.Load(dataFile, ReadOptions())), target, temperature);
    }

    /// <summary>Loads the training part of the data that the run was made from, which knows the names of classes and the scaling of inputs.</summary>
    /// <exception cref="DataException">The data is not there any more, or is another.</exception>
    public Dataset LoadTrainingPart() => DataSource.Load(Recipe).Split.Train;

    /// <summary>Predicts for a file with the same columns; the target may be missing.</summary>
    /// <param name="dataFile">A CSV file; for a run on images or built-in data, one number for each input in each row.</param>
    /// <exception cref="DataException">A column is missing or holds what the training did not have; file, line and column are named.</exception>
    public PredictionTable Predict(string dataFile)
    {
        if (Encoder is not null)
        {
            return Predict(Encoder.EncodeInputs(CsvTable.Load(dataFile, ReadOptions())), Encoder.Target.ClassNames, Encoder.Target.Name, Encoder.Target);
        }

        var train = LoadTrainingPart();
        var inputs = PlainInputs.Read(dataFile, train);
        return Predict(inputs, train.ClassNames, train.Task == TaskKind.Regression ? train.TargetNames[0] : "", null);
    }

    private PredictionTable Predict(float[] inputs, IReadOnlyList<string> classNames, string valueName, TargetEncoding? target)
    {
        var sample = InputShape;
        var count = inputs.Length / sample.Count;
        var rows = new List<double[]>(count);
        for (var start = 0; start < count; start += Evaluator.DefaultBatchSize)
        {
            var size = Math.Min(Evaluator.DefaultBatchSize, count - start);
            var batch = Tensor.From<float>(inputs.AsSpan(start * sample.Count, size * sample.Count), sample.Prepend(size));
            var outputs = Evaluator.Readable(Record.Without(() => Evaluator.Scaled(Model.Forward(batch), temperature)), loss, Recipe.Task!.Value);
            rows.AddRange(outputs.Chunk(outputs.Length / size));
        }

        if (Recipe.Task == TaskKind.Classification)
        {
            return new PredictionTable(TaskKind.Classification, classNames, rows);
        }

        return new PredictionTable(
            TaskKind.Regression,
            [valueName],
            target is null ? rows : rows.ConvertAll(row => Array.ConvertAll(row, target.Decode)));
    }

    private Evaluation Measure(Dataset part, TargetEncoding? target, double by)
        => Evaluator.Evaluate(Model, loss, part, Evaluator.DefaultBatchSize, target, by);

    private CsvOptions ReadOptions() => Encoder!.CsvOptions with { Delimiter = Recipe.Delimiter };
}
