#:project ../src/Descent/Descent.csproj
// XOR three times: a book's rule that climbs, a network that can never learn it, and the same network with tanh, which does.
using Descent;

var inputs = Tensor.From(new[,] { { 0f, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
var targets = Tensor.From([0f, 1, 1, 0], 4, 1);
var (first, zero) = (inputs.Slice(0, 0, 1), targets.Slice(0, 0, 1));

// Two inputs, three hidden units, one output, every weight and bias 1, identity activations; input (0, 0), where 0 is wanted.
var output = Ones().Forward(first).Item();
Console.WriteLine($"All ones, input (0, 0): output {output}, \"loss\" actual - predicted = {0 - output}\n");
var book = StepOnce(-1);
var descent = StepOnce(1);
Console.WriteLine($"  the book's rule, W - alpha Z (actual - predicted): output {book:F2}, further away: it climbs");
Console.WriteLine($"  gradient descent on (actual - predicted)^2 / 2:    output {descent:F2}\n");

// A stack of linear layers is one linear layer, whose best answer to XOR is 1/2 everywhere; equal weights get equal gradients for ever.
var linear = Ones();
var linearLoss = Train(linear, new Sgd(0.02), 2_000);
Show("Identity activations, all ones, 2,000 steps", linear, linearLoss);
var hidden = ((Linear)linear.Children[0].Layer).Weight.Value.ToArray<float>();
var unitsEqual = hidden.Where((_, i) => i % 2 == 0).Distinct().Count() == 1;
Console.WriteLine($"  the three hidden units are {(unitsEqual ? "still one and the same" : "different")}\n");

var tanh = ModelSpecification.Build("linear 3, tanh, linear 1", new Shape(2));
tanh.Initialize(seed: 1);
var tanhLoss = Train(tanh, new Adam(0.05), 1_000);
Show("Tanh, random weights, 1,000 steps", tanh, tanhLoss);

Console.WriteLine("\nMust be: 7.28 and 1.68; a loss of 1/4 that no training lowers; XOR learned with tanh.");
var stepsRight = Math.Abs(book - 7.28) < 1e-4 && Math.Abs(descent - 1.68) < 1e-4;
return stepsRight && unitsEqual && Math.Abs(linearLoss - 0.25) < 1e-3 && tanhLoss < 1e-3 ? 0 : 1;

static Sequential Ones() => new(
    new Linear(2, 3, true, Constant.One, Constant.One), new Identity(), new Linear(3, 1, true, Constant.One, Constant.One));

double StepOnce(double sign)
{
    var network = Ones();
    var loss = new MeanSquaredError().Compute(network.Forward(first), zero) * 0.5;
    var parameters = network.Parameters.Select(named => named.Parameter).ToArray();
    var gradients = Gradients.Of(loss, parameters.Select(parameter => parameter.Value).ToArray());
    new Sgd(0.1).Step(parameters, gradients.Select(gradient => gradient * sign).ToArray());
    return network.Forward(first).Item();
}

double Train(Sequential network, Optimizer optimizer, int steps)
{
    var step = new TrainingStep(network, new MeanSquaredError(), optimizer);
    var loss = double.NaN;
    for (var i = 0; i < steps; i++)
    {
        loss = step.Run(inputs, targets).Loss;
    }

    return loss;
}

void Show(string title, Sequential network, double loss) => Console.WriteLine(
    $"{title}: loss {loss:F4}\n  {string.Join("  ", network.Forward(inputs).ToDoubles().Select(y => Math.Round(y, 3) + 0.0))} for 0 1 1 0");
