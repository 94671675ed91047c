#:project ../src/Descent/Descent.csproj
// Three kinds of networks make different mistakes. Their mean vote is better, and whether they agree says how far to trust it.
using Descent;

const int Labelled = 400;
var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16)).Standardize();
var few = Split.Stratified(digits.Train, testFraction: Labelled / (double)digits.Train.Count, seed: 1).Test;
Console.WriteLine($"{few.Count} digits to learn from, {digits.Test.Count} to test on\n");

// One looks at all pixels at once, one for small patterns anywhere, one reads the rows from top to bottom.
(string Name, string Model)[] kinds =
[
    ("dense", "linear 96, relu, linear 10"),
    ("convolution", "reshape 1x8x8, conv 16 3x3 pad 1, relu, maxpool 2, flatten, linear 10"),
    ("recurrent", "reshape 8x8, gru 48 last, linear 10"),
];
var members = new List<Predictions>();
foreach (var (_, specification) in kinds)
{
    var model = ModelSpecification.Build(specification, few.InputShape);
    new Trainer(model, new CrossEntropy(), new Adam(3e-3)).Fit(few, epochs: 30, seed: 2);
    members.Add(Evaluator.Evaluate(model, new CrossEntropy(), digits.Test).Predictions);
}

// The ensemble's probability is the mean of the members' probabilities.
var labels = digits.Test.Labels.ToArray();
var mean = new double[labels.Length, 10];
foreach (var member in members)
{
    for (var i = 0; i < labels.Length; i++)
    {
        for (var digit = 0; digit < 10; digit++)
        {
            mean[i, digit] += member.Outputs(i)[digit] / members.Count;
        }
    }
}

var ensemble = Predictions.Classes(Tensor.From(mean), labels);
Metric[] metrics = [new Accuracy(), new LogLoss(), new BrierScore()];
Console.WriteLine($"{"",-12}{string.Concat(metrics.Select(metric => $"{metric.Name,14}"))}{"mistakes",14}");
for (var i = 0; i < 3; i++)
{
    Show(kinds[i].Name, members[i]);
}

Show("ensemble", ensemble);

// The logarithm is concave, so the mean vote's log loss is never above the mean of the members' log losses (Jensen's inequality).
var (alone, together) = (members.Average(new LogLoss().Compute), new LogLoss().Compute(ensemble));
Console.WriteLine($"\nlog loss {alone:F4} alone, on average, and {together:F4} together: this is certain, for any members. That they beat");
Console.WriteLine("the best one together is not, but usual where they are about equally good and err on different digits.\n");

for (var answers = 1; answers <= 3; answers++)
{
    var these = Digits(answers);
    var right = these.Count(i => ensemble.PredictedLabels[i] == labels[i]);
    Console.WriteLine($"{(answers == 1 ? "all three agree" : $"{answers} answers"),-18}{these.Length,5} digits, {right,4} right");
}

var sure = Digits(1).Average(i => ensemble.PredictedLabels[i] == labels[i] ? 1.0 : 0);
var gain = new Accuracy().Compute(ensemble) - members.Average(new Accuracy().Compute);
Console.WriteLine($"\nMust be: 0.01 more accuracy than the members have on average (here {gain:F3}), a log loss under 0.85 of theirs, and");
Console.WriteLine($"over 0.95 right where all agree (here {sure:F3}).");
return gain >= 0.01 && together < 0.85 * alone && sure > 0.95 ? 0 : 1;

// The digits that got so many different answers.
int[] Digits(int answers) => [.. Enumerable.Range(0, labels.Length)
    .Where(i => members.Select(member => member.PredictedLabels[i]).Distinct().Count() == answers)];

void Show(string name, Predictions predictions) => Console.WriteLine(
    $"{name,-12}{string.Concat(metrics.Select(metric => $"{metric.Compute(predictions),14:F4}"))}"
    + $"{predictions.PredictedLabels.Zip(labels).Count(pair => pair.First != pair.Second),14}");
