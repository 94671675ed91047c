#:project ../src/Descent/Descent.csproj
// A layer of one's own and a training loop of one's own: a residual block learns to tell two half moons apart.
using Descent;

var data = Split.Stratified(Datasets.Moons(400, noise: 0.15, seed: 1), testFraction: 0.25);
var model = new Sequential(new Linear(2, 16), new Residual(16), new Residual(16), new Linear(16, 2));
model.Initialize(seed: 1);
Console.WriteLine($"{model}\n");

var step = new TrainingStep(model, new CrossEntropy(), new AdamW(0.01)) { Clipping = GradientClipping.ByNorm(1) };
var batches = new Batches(data.Train, batchSize: 32, seed: 1);
for (var epoch = 0; epoch < 30; epoch++)
{
    var (sum, weight) = (0.0, 0.0);
    foreach (var batch in batches.Epoch(epoch))
    {
        var inputs = Tensor.From<float>(batch.Inputs.AsSpan(0, batch.InputShape.Count), batch.InputShape);
        var labels = Tensor.From<int>(batch.Labels.AsSpan(0, batch.Count), new Shape(batch.Count));
        var result = step.Run(inputs, labels);
        (sum, weight) = (sum + result.LossSum, weight + result.Weight);
    }

    if (epoch % 10 == 9)
    {
        Console.WriteLine($"epoch {epoch + 1}: loss {sum / weight:F4}");
    }
}

var test = Evaluator.Evaluate(model, new CrossEntropy(), data.Test);
Console.WriteLine($"\n{data.Test.Count} points never seen before: {test.Accuracy:P1} right (must be: 95 % or more)");
return test.Accuracy >= 0.95 ? 0 : 1;

/// <summary>y = x + tanh(x W' + b): what comes in goes on, and the layer adds to it.</summary>
internal sealed class Residual : Layer
{
    private readonly Linear linear;

    public Residual(int width) => linear = Add("linear", new Linear(width, width));

    public override Shape OutputShape(Shape input) => linear.OutputShape(input);

    protected override Tensor Compute(Tensor input, Pass pass) => input + linear.Forward(input, pass).Tanh();
}
