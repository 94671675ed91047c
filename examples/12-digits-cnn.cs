#:project ../src/Descent/Descent.csproj
// A convolutional network on handwritten digits of 8 x 8 pixels: what each layer makes of an image, and which digits it still misreads.
using Descent;

var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16)).Reshape(new Shape(1, 8, 8));
var model = ModelSpecification.Build(
    "conv 16 3x3 pad 1, batchnorm, relu, conv 32 3x3 pad 1, batchnorm, relu, maxpool 2, flatten, dropout 0.3, linear 10",
    digits.Train.InputShape);

Console.WriteLine($"{"layer",-28}{"makes of an image",-22}{"parameters",10}");
foreach (var layer in ModelSpecification.Describe(model, digits.Train.InputShape))
{
    Console.WriteLine($"{layer.Description,-28}{layer.Output,-22}{layer.ParameterCount,10:N0}");
}

Console.WriteLine($"\n{digits.Train.Count} digits to learn from, {digits.Test.Count} to test on, never seen in training\n");
var run = new Trainer(model, new CrossEntropy(), new Adam(2e-3)) { Schedule = new CosineDecay(12) }.Fit(
    digits.Train, epochs: 12, validation: digits.Test, batchSize: 32, seed: 1);
foreach (var epoch in run.History.Where(epoch => epoch.Epoch % 3 == 0))
{
    Console.WriteLine($"epoch {epoch.Epoch,2}: training loss {epoch.TrainLoss:F4}, test loss {epoch.ValidationLoss:F4}");
}

var predictions = run.Validation.Predictions;
var wrong = Enumerable.Range(0, predictions.Count).Where(i => predictions.PredictedLabels[i] != predictions.Labels[i]).ToArray();
Console.WriteLine($"\naccuracy {run.Validation.Accuracy:F4}; the first of the {wrong.Length} digits misread:\n");
var shown = wrong.Take(6).ToArray();
foreach (var i in shown)
{
    var read = predictions.PredictedLabels[i];
    Console.Write($"{$"{predictions.Labels[i]} as {read} ({predictions.Outputs(i)[read]:P0})",-18}");
}

Console.WriteLine();
var pixels = shown.Select(digits.Test.Input).ToArray();
for (var row = 0; row < 8; row++)
{
    var marks = pixels.Select(image => image.Skip(8 * row).Take(8).Select(ink => new string(" .:-=+*#%@"[(int)(ink * 9)], 2)));
    Console.WriteLine(string.Join("  ", marks.Select(mark => string.Concat(mark))).TrimEnd());
}

Console.WriteLine("\nMust be: 0.97 or more of the test digits right.");
return run.Validation.Accuracy >= 0.97 ? 0 : 1;
