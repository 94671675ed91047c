#:project ../src/Descent/Descent.csproj
// Cross-entropy by hand and by the library: softmax, minus the logarithm of the right class's probability, the mean over the rows.
using Descent;

var logits = Tensor.From(new[,] { { 2.1, 0.1, -1.0 }, { 1.0, 3.0, 0.2 } }).Tracked();
int[] classes = [0, 1];
var probabilities = logits.Softmax();

var byHand = 0.0;
for (var row = 0; row < classes.Length; row++)
{
    var scores = Enumerable.Range(0, 3).Select(j => logits.At(row, j)).ToArray();
    var total = scores.Sum(Math.Exp);
    var right = Math.Exp(scores[classes[row]]) / total;
    byHand -= Math.Log(right) / classes.Length;
    Console.WriteLine($"row {row}, class {classes[row]}");
    Console.WriteLine($"  logits   {Row(scores)}");
    Console.WriteLine($"  softmax  {Row(scores.Select(z => Math.Exp(z) / total))}   e^z / {total:F4}");
    Console.WriteLine($"  loss     -log {right:F4} = {-Math.Log(right):F4}\n");
}

var loss = new CrossEntropy().Compute(logits, Tensor.From(classes));
var gradient = Gradients.Of(loss, [logits])[0];
Console.WriteLine($"mean loss, by hand      {byHand:F6}");
Console.WriteLine($"mean loss, by Descent   {loss.Item():F6}");
Console.WriteLine("\ngradient = (softmax - target) / 2: what is too probable is pushed down, the right class up");
var worst = 0.0;
for (var row = 0; row < classes.Length; row++)
{
    var slopes = Enumerable.Range(0, 3).Select(j => gradient.At(row, j)).ToArray();
    var expected = Enumerable.Range(0, 3).Select(j => (probabilities.At(row, j) - (j == classes[row] ? 1 : 0)) / 2).ToArray();
    worst = Math.Max(worst, slopes.Zip(expected, (got, want) => Math.Abs(got - want)).Max());
    Console.WriteLine($"  row {row}: {Row(slopes)}");
}

Console.WriteLine("\nMust be: 0.1725, and the gradient as the formula says.");
return loss.Item().ToString("F4") == "0.1725" && Math.Abs(loss.Item() - byHand) < 1e-12 && worst < 1e-12 ? 0 : 1;

static string Row(IEnumerable<double> values) => string.Join("  ", values.Select(value => $"{value,7:F4}"));
