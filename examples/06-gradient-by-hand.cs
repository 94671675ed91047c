#:project ../src/Descent/Descent.csproj
// dL/dw of a linear regression, step by step by the chain rule: once by hand, once by asking the record at every step.
using Descent;

var x = Tensor.From([1.0, 2, 3, 4]);
var y = Tensor.From([3.0, 5, 7, 10]);
var w = Tensor.Scalar(0.5, ElementType.Float64).Tracked();
var b = Tensor.Scalar(0.25, ElementType.Float64).Tracked();

var prediction = (w * x) + b;
var error = prediction - y;
var loss = error.Square().Mean();

Console.WriteLine("L = (1/N) sum of (p - y)^2  with  p = w x + b,  w = 0.5,  b = 0.25,  N = 4\n");
Console.WriteLine("    x      y      p    p - y  (p - y)^2  (p - y) x");
for (var i = 0; i < x.Count; i++)
{
    Console.WriteLine(
        $"{x.At(i),5} {y.At(i),6} {prediction.At(i),6} {error.At(i),8} {error.Square().At(i),10} {(error * x).At(i),10}");
}

Console.WriteLine($"\nL = {loss.Item()}\n\nThe chain rule, from the loss backwards:\n");
var flows = Gradients.Of(loss, [error, prediction, w, b]);
Console.WriteLine($"  dL/d(p - y) = (2/N)(p - y)      = [{string.Join(", ", flows[0].ToDoubles())}]");
Console.WriteLine($"  dL/dp       = dL/d(p - y) * 1   = [{string.Join(", ", flows[1].ToDoubles())}]");
Console.WriteLine($"  dp/dw       = x                 = [{string.Join(", ", x.ToDoubles())}]");
Console.WriteLine($"  dL/dw       = sum of dL/dp * x  = {flows[2].Item()}");
Console.WriteLine($"  dL/db       = sum of dL/dp * 1  = {flows[3].Item()}\n");

Console.WriteLine("The record that the engine walked, last computation first:\n");
for (var entry = loss.Source; entry is not null; entry = entry.Inputs[0].Source)
{
    Console.WriteLine($"  {string.Join(", ", entry.Inputs.Select(input => input.Shape)),-12} -> {entry.Operation.Name}");
}

const double Rate = 0.05;
var (newW, newB) = (w.Item() - (Rate * flows[2].Item()), b.Item() - (Rate * flows[3].Item()));
var after = ((newW * x) + newB - y).Square().Mean().Item();
Console.WriteLine($"\nOne step of {Rate} against the gradient: w = {newW:F4}, b = {newB:F4}; L falls from {loss.Item():F4} to {after:F4}.");
var byHand = 2.0 / x.Count * (error * x).Sum().Item();
Console.WriteLine("Must be: dL/dw = (2/N) sum of (p - y) x = -28.25, w = 1.9125, L = 0.8159 after the step.");
return byHand == -28.25 && flows[2].Item() == byHand && Math.Abs(newW - 1.9125) < 1e-12 && after.ToString("F4") == "0.8159" ? 0 : 1;
