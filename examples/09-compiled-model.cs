#:project ../src/Descent/Descent.csproj
// Inference inside a program: a trained model, compiled, answers for one sample at a time, allocates nothing, and gives the model's own bits.
using Descent;

var digits = Datasets.Digits();
var model = new Sequential(new Linear(64, 64), new Relu(), new Linear(64, 10));
new Trainer(model, new CrossEntropy(), new Adam(1e-3)).Fit(digits.Train, epochs: 10);

var compiled = new CompiledModel(model);
var (pixels, scores, one) = (new float[64], new float[10], new Shape(1, 64));
var (right, same, bytes) = (0, true, 0L);
foreach (var batch in new Batches(digits.Test, batchSize: 1, shuffle: false).Epoch(0))
{
    batch.Inputs.CopyTo(pixels, 0);
    var before = GC.GetAllocatedBytesForCurrentThread();
    compiled.Forward(pixels, one, scores);
    bytes = GC.GetAllocatedBytesForCurrentThread() - before;

    right += Array.IndexOf(scores, scores.Max()) == batch.Labels[0] ? 1 : 0;
    same &= scores.SequenceEqual(model.Forward(Tensor.From(pixels, 1, 64)).ToArray<float>());
}

Console.WriteLine($"{right} of {digits.Test.Count} digits right, one at a time (must be: more than 330)");
Console.WriteLine($"bits like the model's: {same}; allocated for the last sample: {bytes} bytes (must be: True, 0)");
return right > 330 && same && bytes == 0 ? 0 : 1;
