#:project ../src/Descent/Descent.csproj
// Fine-tuning: a network that reads digits meets a scanner that lays them down as they come, turned by up to 50 degrees. Ten of each must do to learn by.
using Descent;
using Descent.Kernels;

var digits = Datasets.Digits().Reshape(new Shape(1, 8, 8)).WithScaling(InputScaling.Unit(16));
var (scanned, test) = (Scanned(digits.Train), Scanned(digits.Test));
int[] few = [.. Enumerable.Range(0, 300).GroupBy(row => scanned.Labels[row]).SelectMany(rows => rows.Take(10))];
var (learned, validation) = (scanned.Subset(few), scanned.Slice(300, 300));
const string Network = "conv 16 3x3 pad 1, relu, maxpool 2, conv 32 3x3 pad 1, relu, flatten, linear 64, relu, linear 10";

// Many plain digits, of which a run folder or a file would keep the weights.
var (begun, loss) = (ModelSpecification.Build(Network, digits.Train.InputShape), new CrossEntropy());
new Trainer(begun, loss, new Adam(0.003)) { Augmentations = [new RandomAffine(degrees: 10, shift: 1), new RandomNoise(0.1)] }
    .Fit(digits.Train, epochs: 15, seed: 1);
var file = Path.Combine(Path.GetTempPath(), $"descent-{Guid.NewGuid():N}.safetensors");
SafeTensors.Write(file, [.. begun.Parameters.Select(named => new KeyValuePair<string, Tensor>(named.Path, named.Parameter.Value))]);

// Strokes are strokes: the first convolution stays as it is, the layers after it go on learning what strokes make a digit.
var tuned = ModelSpecification.Build(Network, learned.InputShape);
Console.WriteLine(Pretrained.LoadInto(tuned, file).Describe("the plain digits"));
Console.WriteLine($"frozen: {string.Join(", ", Pretrained.Freeze(tuned, ["0"]))}");
File.Delete(file);
var sweep = new LearningRateFinder(tuned, loss, new Adam(0.001)).Find(learned, batchSize: 10);
Console.WriteLine($"the finder suggests a rate of {sweep.Suggested}: {sweep.Reason}\n");

var fresh = ModelSpecification.Build(Network, learned.InputShape);
Train(tuned, "fine-tuned", sweep.Suggested ?? 0.003);
Train(fresh, "from scratch", 0.003);
var (unchanged, gain, plain) = (Accuracy(begun), Accuracy(tuned), Accuracy(fresh));
Console.WriteLine($"\nof {test.Count} scans, with {learned.Count} to learn by: {unchanged:P1} right as it was, {plain:P1} from scratch, {gain:P1} fine-tuned");

// So few are soon learned by heart, and a network is then surer than it should be.
var temperature = TemperatureScaling.Fit(Evaluator.Outputs(tuned, validation), validation.Labels).Temperature;
var (before, after) = (Error(1), Error(temperature));
Console.WriteLine($"calibration error {before:F3}; with the temperature {temperature:F2}, fitted on {validation.Count} other scans, {after:F3}");
Console.WriteLine("Must be: fine-tuned at least 3 points better than from scratch or unchanged, and a lower calibration error with the temperature.");
return gain > Math.Max(plain, unchanged) + 0.03 && after < before ? 0 : 1;

void Train(Layer model, string name, double rate)
{
    var trainer = new Trainer(model, loss, new Adam(rate)) { Callbacks = [new StopWhenLearned(0.01)] };
    var run = trainer.Fit(learned, epochs: 200, batchSize: 10, seed: 1);
    Console.WriteLine($"{name,-13}{run.History.Count,4} epochs, {run.StopMessage ?? "all of them"}");
}

double Accuracy(Layer model) => Evaluator.Evaluate(model, loss, test).Accuracy;

double Error(double by) => new ExpectedCalibrationError().Compute(Evaluator.Evaluate(tuned, loss, test, temperature: by).Predictions);

// Turned by a random angle; and a little noise, which is the scanner's.
static Dataset Scanned(Dataset from)
{
    var (inputs, turn, noise) = (new float[from.Count * 64], new RandomAffine(degrees: 50), new RandomNoise(0.1));
    for (var row = 0; row < from.Count; row++)
    {
        var scan = inputs.AsSpan(row * 64, 64);
        var random = new RandomKey(1, "scanner").At(0, (uint)row).Stream();
        from.Input(row).CopyTo(scan);
        turn.Apply(scan, from.InputShape, ref random);
        noise.Apply(scan, from.InputShape, ref random);
    }

    return Dataset.Classification("scans", from.InputShape, inputs, from.Labels.ToArray(), from.ClassNames);
}

/// <summary>Ends a training once the loss is small.</summary>
internal sealed class StopWhenLearned(double enough) : ITrainingCallback
{
    public TrainingRequest? AfterEpoch(EpochEnded epoch, Layer model)
        => epoch.TrainLoss < enough ? new TrainingRequest { Stop = $"the loss is below {enough}" } : null;
}
