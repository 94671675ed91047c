#:project ../src/Descent/Descent.csproj
// To the concert or not: a threshold unit decides, and the perceptron's own rule learns to.
using Descent;

string[] reasons = ["artist", "weather", "friends", "food", "ticket"];
var inputs = Tensor.From([1f, 0, 1, 0, 1]);
var weights = Tensor.From([0.7f, 0.6f, 0.5f, 0.3f, 0.4f]);
const double Threshold = 1.5;

Console.WriteLine("A unit with fixed weights: it fires when the weighted sum reaches the threshold.\n");
for (var i = 0; i < reasons.Length; i++)
{
    Console.WriteLine($"  {reasons[i],-8} {inputs.At(i)} x {weights.At(i):F1} = {(inputs * weights).At(i):F1}");
}

var sum = (inputs * weights).Sum();
var fires = (sum - Threshold).BinaryStep().Item();
Console.WriteLine($"  sum {sum.Item():F1} >= {Threshold:F1}: {(fires == 1 ? "go" : "stay")}\n");

// Rosenblatt's rule, w += (target - output) x, from the unit's own answers; the first of the inputs is 1, so its weight is the bias.
Console.WriteLine("A unit that learns AND of two inputs, all weights 0 at first:\n");
var rows = Tensor.From(new[,] { { 1f, 0, 0 }, { 1f, 0, 1 }, { 1f, 1, 0 }, { 1f, 1, 1 } });
float[] targets = [0, 0, 0, 1];
var learned = Tensor.Zeros(new Shape(1, 3));
int mistakes, epoch = 0;
do
{
    mistakes = 0;
    for (var i = 0; i < targets.Length; i++)
    {
        var row = rows.Slice(0, i, 1);
        var error = targets[i] - (learned * row).Sum().BinaryStep();
        learned += error * row;
        mistakes += error.Item() == 0 ? 0 : 1;
    }

    Console.WriteLine($"  epoch {++epoch,2}: {mistakes} mistakes, weights {string.Join(", ", learned.ToArray<float>())}");
}
while (mistakes > 0 && epoch < 100);

Console.WriteLine("\nMust be: a sum of 1.6 that fires, and AND learned without a mistake.");
return Math.Abs(sum.Item() - 1.6) < 1e-6 && fires == 1 && mistakes == 0 ? 0 : 1;
