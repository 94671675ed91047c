#:project ../src/Descent/Descent.csproj
// One step of training, every number in sight: two inputs, two hidden units, one output, sigmoids, binary cross-entropy.
using Descent;

string[] names = ["w11", "w21", "b1", "w12", "w22", "b2", "w13", "w23", "b3"];
double[] start = [0.2, 0.4, 0.1, 0.3, 0.1, 0.2, 0.7, 0.5, 0.3];
var (x1, x2, label) = (Number(1), Number(0), Number(1));

var weights = start.Select(value => Number(value).Tracked()).ToArray();
var (z1, a1, z2, a2, z3, a3, loss) = Forward(weights);
Console.WriteLine("Forward, x = (1, 0), label 1\n");
Console.WriteLine($"  z1 = w11 x1 + w21 x2 + b1 = {z1.Item():F6}    a1 = sigmoid(z1) = {a1.Item():F6}");
Console.WriteLine($"  z2 = w12 x1 + w22 x2 + b2 = {z2.Item():F6}    a2 = sigmoid(z2) = {a2.Item():F6}");
Console.WriteLine($"  z3 = w13 a1 + w23 a2 + b3 = {z3.Item():F6}    a3 = sigmoid(z3) = {a3.Item():F6}");
Console.WriteLine($"  loss = -log(a3) = {loss.Item():F6}\n");

// Any number on the way has a gradient, not only the weights: delta = dL/dz.
var deltas = Gradients.Of(loss, [z3, z1, z2]);
Console.WriteLine("Backward\n");
Console.WriteLine($"  delta3 = a3 - label          = {deltas[0].Item():F6}");
Console.WriteLine($"  delta1 = delta3 w13 a1(1-a1) = {deltas[1].Item():F6}");
Console.WriteLine($"  delta2 = delta3 w23 a2(1-a2) = {deltas[2].Item():F6}\n");

const double Rate = 0.1;
var gradients = Gradients.Of(loss, weights);
var updated = weights.Zip(gradients, (weight, gradient) => (weight - (Rate * gradient)).Detached()).ToArray();
Console.WriteLine($"Update, new = old - {Rate} gradient\n");
for (var i = 0; i < names.Length; i++)
{
    Console.WriteLine($"  {names[i],-3} {weights[i].Item():F1} - {Rate} * {gradients[i].Item() + 0.0,9:F6} = {updated[i].Item():F6}");
}

var after = Forward(updated);
Console.WriteLine($"\nForward again: a3 = {after.A3.Item():F6}, loss {loss.Item():F6} -> {after.Loss.Item():F6}");
Console.WriteLine("Must be: loss 0.309692, delta3 -0.266327, w13 0.715299, then loss 0.297108.");
Console.WriteLine("(The textbook adds z3 up to 1.086 instead of 1.013, and so prints 0.289, -0.252 and 0.7145.)");
double[] got = [loss.Item(), deltas[0].Item(), updated[6].Item(), after.Loss.Item()];
double[] must = [0.30969161956689767, -0.26632682820725795, 0.7152989453489843, 0.2971076960051022];
return got.Zip(must).All(pair => Math.Abs(pair.First - pair.Second) < 1e-12) ? 0 : 1;

(Tensor Z1, Tensor A1, Tensor Z2, Tensor A2, Tensor Z3, Tensor A3, Tensor Loss) Forward(Tensor[] w)
{
    var z1 = (w[0] * x1) + (w[1] * x2) + w[2];
    var z2 = (w[3] * x1) + (w[4] * x2) + w[5];
    var (a1, a2) = (z1.Sigmoid(), z2.Sigmoid());
    var z3 = (w[6] * a1) + (w[7] * a2) + w[8];
    return (z1, a1, z2, a2, z3, z3.Sigmoid(), new BinaryCrossEntropy().Compute(z3, label));
}

static Tensor Number(double value) => Tensor.Scalar(value, ElementType.Float64);
