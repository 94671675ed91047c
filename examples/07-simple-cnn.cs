#:project ../src/Descent/Descent.csproj
// SimpleCNN: one convolution, relu, one linear layer, on photographs of CIFAR-10 where they are here, else on made-up patterns.
// dotnet run examples/07-simple-cnn.cs -- --data-dir FOLDER [--full]     (--full: all 50,000 photographs, five epochs)
using Descent;

var at = Array.IndexOf(args, "--data-dir");
var full = args.Contains("--full");
var (train, test, real) = Load(at >= 0 && at + 1 < args.Length ? args[at + 1] : null);

var model = ModelSpecification.Build("conv 16 3x3 pad 1, relu, flatten, linear 10", train.InputShape);
Console.WriteLine($"{model}\n");
var run = new Trainer(model, new CrossEntropy(), new Adam(0.001)).Fit(
    train, epochs: full ? 5 : 3, batchSize: 32, seed: 1);
foreach (var epoch in run.History)
{
    Console.WriteLine($"epoch {epoch.Epoch}: mean loss {epoch.TrainLoss:F4} in {epoch.Seconds:F1} s");
}

var result = Evaluator.Evaluate(model, new CrossEntropy(), test);
var (first, last) = (run.History[0].TrainLoss, run.History[^1].TrainLoss);
Console.WriteLine($"\n{test.Count} images never seen before: {result.Accuracy:P1} right (by chance: 10 %)");

if (full && real)
{
    Console.WriteLine("The textbook's five epochs: 1.5404, 1.2538, 1.1573, 1.0894, 1.0331. Must be: the last one within 0.05.");
    return Math.Abs(last - 1.0331) < 0.05 ? 0 : 1;
}

Console.WriteLine("Must be: a loss that falls and ends below 2 (log 10 = 2.3026 is guessing), and more than 30 % right.");
return last < first && last < 2 && result.Accuracy > 0.3 ? 0 : 1;

(Dataset Train, Dataset Test, bool Real) Load(string? directory)
{
    try
    {
        var cifar = Datasets.Cifar10(directory);
        Console.WriteLine(full ? "CIFAR-10, all of it." : "CIFAR-10, the first 3,000 photographs; --full takes all.");
        return full ? (cifar.Train, cifar.Test, true) : (cifar.Train.Slice(0, 3_000), cifar.Test.Slice(0, 1_000), true);
    }
    catch (DataException)
    {
        Console.WriteLine("CIFAR-10 is not here (see --data-dir and DESCENT_DATA): made-up patterns in noise take its place.");
        return (Patterns(1_000, 1), Patterns(300, 2), false);
    }
}

static Dataset Patterns(int count, int seed)
{
    var random = new Random(seed);
    var labels = Enumerable.Range(0, count).Select(i => i % 10).ToArray();
    var pixels = new byte[count * 3 * 32 * 32];
    for (var i = 0; i < pixels.Length; i++)
    {
        var (label, channel, row) = (labels[i / 3072], i / 1024 % 3, i / 32 % 32);
        pixels[i] = (byte)(random.Next(128) + (((label + 1) >> channel & 1) == 1 && (label < 7 || row % 4 < 2) ? 127 : 0));
    }

    return Dataset.Images("patterns", new Shape(3, 32, 32), pixels, labels, [.. "0123456789".Select(digit => digit.ToString())]);
}
