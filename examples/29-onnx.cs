#:project ../src/Descent.Onnx/Descent.Onnx.csproj
// A network that knows the digits 0 to 4 leaves as an ONNX file, which ONNX Runtime and others run. Somebody who has only that file reads
// it as a network, keeps what its convolutions see, and teaches it all ten digits from a few samples.
using Descent;
using Descent.Onnx;

var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16)).Reshape(new Shape(1, 8, 8));
var five = Only(digits.Train, label => label < 5);
var model = ModelSpecification.Build("conv 16 3x3 pad 1, relu, conv 32 3x3 pad 1, relu, maxpool 2, flatten, linear 10", five.InputShape);
new Trainer(model, new CrossEntropy(), new Adam(2e-3)).Fit(five, epochs: 6, batchSize: 32, seed: 1);

var path = Path.Combine(Path.GetTempPath(), $"descent-digits-{Environment.ProcessId}.onnx");
OnnxFile.Write(path, model, five.InputShape, new OnnxExportOptions { Description = "pixels from 0 to 1; logits of ten digits" });
Console.WriteLine($"{new FileInfo(path).Length:N0} bytes of ONNX");

var read = OnnxFile.Read(path);
Console.WriteLine($"written by {read.Producer}: {read.Inputs[0]} -> {read.Outputs[0]}");
Console.WriteLine($"operators: {string.Join(", ", read.Operators.Select(pair => $"{pair.Value} {pair.Key}"))}\n");

var image = Tensor.From(digits.Test.Input(0), 1, 1, 8, 8);
var same = read.Forward(image).ToArray<float>().SequenceEqual(model.Forward(image).ToArray<float>());
Console.WriteLine($"the same bits for a test image: {same}");

// What the convolutions learned stays; the weights of the last layer learn, from every tenth image.
foreach (var (name, parameter) in read.Parameters)
{
    parameter.Trainable = name.StartsWith("6.", StringComparison.Ordinal);
}

var few = digits.Train.Subset([.. Enumerable.Range(0, digits.Train.Count / 10).Select(i => i * 10)]);
var before = Evaluator.Evaluate(read, new CrossEntropy(), digits.Test).Accuracy;
new Trainer(read, new CrossEntropy(), new Adam(5e-3)).Fit(few, epochs: 40, batchSize: 16, seed: 1);
var after = Evaluator.Evaluate(read, new CrossEntropy(), digits.Test).Accuracy;
Console.WriteLine($"all ten digits: {before:P1} right as it came, {after:P1} after {few.Count} images");
Console.WriteLine("Must be: the same bits, about half right before, more than 85 % after.");
File.Delete(path);
return same && before < 0.6 && after > 0.85 ? 0 : 1;

static Dataset Only(Dataset data, Predicate<int> wanted)
{
    var labels = data.Labels.ToArray();
    return data.Subset([.. Enumerable.Range(0, data.Count).Where(i => wanted(labels[i]))]);
}
