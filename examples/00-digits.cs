#:project ../src/Descent/Descent.csproj
// Ten lines: a network that reads handwritten digits, from nothing to tested in a second or two.
using Descent;

var data = Datasets.Digits();
var model = ModelSpecification.Build("linear 64, relu, linear 10", data.Train.InputShape);
var trainer = new Trainer(model, new CrossEntropy(), new Adam(0.003));
var run = trainer.Fit(data.Train, epochs: 20, seed: 1);
var test = Evaluator.Evaluate(model, new CrossEntropy(), data.Test);
Console.WriteLine($"{model}\n");
Console.WriteLine($"training loss {run.History[0].TrainLoss:F4} -> {run.History[^1].TrainLoss:F4} in {run.History.Count} epochs");
Console.WriteLine($"{data.Test.Count} digits never seen before: {test.Accuracy:P1} read correctly (must be: 95 % or more)");
return test.Accuracy >= 0.95 ? 0 : 1;
