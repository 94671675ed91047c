#:project ../src/Descent/Descent.csproj
// Logistic regression from its likelihood: who passes an exam, by hours of study and hours of sleep? The truth is known, so we can look.
using Descent;
using Descent.Kernels;

double[] truth = [-6, 0.9, 0.4];
string[] names = ["constant", "an hour of study", "an hour of sleep"];
const int Count = 3_000;
var (rows, passed) = Students();

// A student passes with probability p = sigmoid(x w). Bernoulli: what was seen has probability p if they passed, 1 - p if not.
var w = Tensor.Zeros(new Shape(3, 1), ElementType.Float64).Tracked();
var logits = rows.MatMul(w);
var p = logits.Sigmoid();
var logLikelihood = passed.ToDoubles().Zip(p.ToDoubles(), (y, chance) => Math.Log(y == 1 ? chance : 1 - chance)).Sum();
var loss = new BinaryCrossEntropy().Compute(logits, passed);
Console.WriteLine($"{Count} students, weights 0, so every p is 1/2:");
Console.WriteLine($"  -log likelihood / {Count}  = {-logLikelihood / Count:F6}  (log 2)");
Console.WriteLine($"  binary cross-entropy    = {loss.Item():F6}: the same thing\n");

var asked = Gradients.Of(loss, [w])[0];
var byHand = rows.MatMul(p - passed, transpose: true) / Count;
Console.WriteLine("Its gradient is X'(p - y) / n: each student pulls by how wrong the answer is, times the input.");
Console.WriteLine($"  from the record  {Row(asked)}\n  by the formula   {Row(byHand)}\n");
var sameLoss = Math.Abs(loss.Item() + (logLikelihood / Count)) < 1e-12;
var sameGradient = (asked - byHand).Abs().Max().Item() < 1e-12;

// Newton's method divides the slope by the curvature. The record is differentiated twice: row i of the Hessian is the gradient of g[i].
Console.WriteLine("Newton's method (for this loss also called IRLS), w -= H^-1 g:\n");
var hessian = new double[3, 3];
for (var step = 1; step <= 7; step++)
{
    var now = new BinaryCrossEntropy().Compute(rows.MatMul(w), passed);
    var g = Gradients.Of(now, [w], differentiable: true)[0];
    for (var i = 0; i < 3; i++)
    {
        var line = Gradients.Of(g.Slice(0, i, 1), Tensor.Ones(new Shape(1, 1), ElementType.Float64), [w])[0];
        (hessian[i, 0], hessian[i, 1], hessian[i, 2]) = (line.At(0, 0), line.At(1, 0), line.At(2, 0));
    }

    Console.WriteLine($"  step {step}: loss {now.Item():F10}, |gradient| {g.Square().Sum().Sqrt().Item():0.0E+0}, w = {Row(w)}");
    w = (w - Inverse(hessian).MatMul(g)).Detached().Tracked();
}

// The same minimum by gradient descent: a network of one linear layer.
var network = new Linear(2, 1, weightInitializer: Constant.Zero, biasInitializer: Constant.Zero);
network.Initialize();
network.Convert(ElementType.Float64);
var (inputs, steps, descent) = (rows.Slice(1, 1, 2), 0, new TrainingStep(network, new BinaryCrossEntropy(), new Momentum(0.05, 0.95)));
for (; Distance() > 1e-4 && steps < 20_000; steps++)
{
    descent.Run(inputs, passed);
}

Console.WriteLine($"\nGradient descent with momentum comes within 0.0001 of the same weights in {steps} steps.\n");

var deviations = Enumerable.Range(0, 3).Select(i => Math.Sqrt(Inverse(hessian).At(i, i) / Count)).ToArray();
Console.WriteLine($"{"",-18}{"true",8}{"fitted",10}{"+- (1 s.d.)",13}   {"odds of passing times",21}");
for (var i = 0; i < 3; i++)
{
    var odds = i == 0 ? "" : $"{Math.Exp(w.At(i, 0)):F2}";
    Console.WriteLine($"{names[i],-18}{truth[i],8:F2}{w.At(i, 0),10:F3}{deviations[i],13:F3}   {odds,21}".TrimEnd());
}

Console.WriteLine("\nMust be: loss and gradient as the formulas say, both methods at one minimum, the truth within 3 standard deviations.");
var recovered = Enumerable.Range(0, 3).All(i => Math.Abs(w.At(i, 0) - truth[i]) < 3 * deviations[i]);
return sameLoss && sameGradient && recovered && Distance() <= 1e-4 ? 0 : 1;

(Tensor Rows, Tensor Passed) Students()
{
    var random = new RandomKey(1, "students").Stream();
    var (x, y) = (new double[Count * 3], new double[Count]);
    for (var i = 0; i < Count; i++)
    {
        var (study, sleep) = (random.NextDouble() * 8, 4 + (random.NextDouble() * 5));
        (x[3 * i], x[(3 * i) + 1], x[(3 * i) + 2]) = (1, study, sleep);
        var chance = 1 / (1 + Math.Exp(-(truth[0] + (truth[1] * study) + (truth[2] * sleep))));
        y[i] = random.NextDouble() < chance ? 1 : 0;
    }

    return (Tensor.From(x, Count, 3), Tensor.From(y, Count, 1));
}

double Distance() => (Tensor.Concatenate(0, network.Bias!.Value.Reshape(1, 1), network.Weight.Value.Reshape(2, 1)) - w).Abs().Max().Item();

// A 3 x 3 matrix's inverse: cofactors over the determinant.
static Tensor Inverse(double[,] m)
{
    double At(int i, int j) => m[i % 3, j % 3];
    double Minor(int i, int j) => (At(i + 1, j + 1) * At(i + 2, j + 2)) - (At(i + 1, j + 2) * At(i + 2, j + 1));
    var determinant = Enumerable.Range(0, 3).Sum(j => m[0, j] * Minor(0, j));
    return Tensor.From([.. Enumerable.Range(0, 9).Select(k => Minor(k % 3, k / 3) / determinant)], 3, 3);
}

static string Row(Tensor values) => string.Join("  ", values.ToDoubles().Select(value => $"{value,9:F6}"));
