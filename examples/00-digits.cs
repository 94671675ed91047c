#:project ../src/Descent/Descent.csproj
// Ten lines: a network that reads handwritten digits, from nothing to tested in a second or two.
using Descent;

var digits = Datasets.Digits();
var model = new Sequential(new Linear(64, 64), new Relu(), new Linear(64, 10));
var run = new Trainer(model, new CrossEntropy(), new Adam(learningRate: 1e-3)).Fit(digits.Train, epochs: 20, validation: digits.Test);
Console.WriteLine(run.Validation.Accuracy);   // about 0.97, in seconds, the same on every machine with this seed

return run.Validation.Accuracy >= 0.95 ? 0 : 1;
