#:project ../src/Descent/Descent.csproj
// Activations at the points of the textbook: values, derivatives from the record, and one formula that is printed wrong.
using Descent;

var wrong = 0;
Console.WriteLine($"{"function",-18}{"x",5}{"value",16}{"derivative",14}");
Show("relu", x => x.Relu(), 7, 7);
Show("relu", x => x.Relu(), -7, 0);
Show("leaky relu", x => x.LeakyRelu(), -7, -0.07);
Show("elu, alpha 0.1", x => x.Elu(0.1), 5, 5);
Show("elu, alpha 0.1", x => x.Elu(0.1), -5, -0.09932620530009145);
Show("swish", x => x.Swish(), 4, 3.928055160151634);
Show("swish", x => x.Swish(), -67, -5.349885844610276e-28);

Console.WriteLine("\nsoftmax makes probabilities of scores:");
Softmax([0.8, 1.2, 3.1], ["0.08021815", "0.11967141", "0.80011044"]);
Softmax([1.2, 0.9, 0.75], ["0.42044253", "0.31147148", "0.26808599"]);

// The textbook prints swish as x / (1 - e^-x). At 4 that is more than x, at -67 it is positive, and at 0 it is undefined.
Console.WriteLine("\nswish is x / (1 + e^-x); with the minus of the textbook it would be:");
foreach (var (at, printed) in new[] { (4.0, 4.074629441455096), (-67.0, 5.349885844610276e-28) })
{
    var value = at / (1 - Math.Exp(-at));
    Console.WriteLine($"  x = {at,3}: {value:G6} instead of {Tensor.Scalar(at, ElementType.Float64).Swish().Item():G6}");
    Check(Math.Abs(value - printed) <= 1e-12 * Math.Abs(printed));
}

var dip = Gradients.Of(Tensor.Scalar(-2, ElementType.Float64).Tracked() is var x ? x.Swish() : x, [x])[0].Item();
Console.WriteLine($"\nand it is not monotonic: at -2 its derivative is {dip:F4}, below 0.");
Check(dip < 0);
Console.WriteLine(wrong == 0 ? "\nEvery value is what it must be." : $"\n{wrong} values are not what they must be.");
return wrong == 0 ? 0 : 1;

void Show(string name, Func<Tensor, Tensor> function, double at, double must)
{
    var x = Tensor.Scalar(at, ElementType.Float64).Tracked();
    var value = function(x);
    Console.WriteLine($"{name,-18}{at,5}{value.Item(),16:G7}{Gradients.Of(value, [x])[0].Item(),14:G6}");
    Check(Math.Abs(value.Item() - must) <= 1e-12 * Math.Abs(must));
}

void Softmax(double[] scores, string[] must)
{
    var texts = Tensor.From(scores).Softmax().ToDoubles().Select(value => value.ToString("F8")).ToArray();
    Console.WriteLine($"  [{string.Join(", ", scores)}] -> [{string.Join(", ", texts)}]");
    Check(texts.SequenceEqual(must));
}

void Check(bool holds) => wrong += holds ? 0 : 1;
