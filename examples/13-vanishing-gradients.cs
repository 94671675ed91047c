#:project ../src/Descent/Descent.csproj
// Why deep networks would not learn, and what cured them: one network of twelve hidden layers, five ways, gradients layer by layer.
using Descent;

const int Depth = 12, Width = 48;
var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16)).Standardize();
var first = Tensor.From<float>(Rows(digits.Train, 128), new Shape(128, 64));
var labels = Tensor.From<int>(digits.Train.Labels[..128], new Shape(128));

// The derivative of sigmoid is 1/4 at most, so a gradient that passes twelve of them shrinks; relu's is 1 where it is not 0.
(string Name, Func<Layer[]> Layers)[] variants =
[
    ("sigmoid", () => Network(new Xavier(), () => [new Sigmoid()])),
    ("relu, small weights", () => Network(new Normal(0.05), () => [new Relu()])),
    ("relu, large weights", () => Network(new Normal(0.6), () => [new Relu()])),
    ("relu, He", () => Network(new He(), () => [new Relu()])),
    ("sigmoid, batch norm", () => Network(new Xavier(), () => [new BatchNorm(Width), new Sigmoid()])),
];
var models = variants.Select(variant => new Sequential(variant.Layers())).ToArray();
var norms = models.Select(GradientNorms).ToArray();

Console.WriteLine("The norm of the loss's gradient in each layer's weights, before training\n");
Console.WriteLine($"{"layer",8}{string.Concat(variants.Select(variant => $"{variant.Name,21}"))}");
for (var layer = 0; layer <= Depth; layer++)
{
    Console.WriteLine($"{(layer == Depth ? "output" : layer + 1),8}{string.Concat(norms.Select(norm => $"{norm[layer],21:0.0E+0}"))}");
}


Console.WriteLine("\nEight epochs each, Adam with a learning rate of 0.001:\n");
var accuracies = new double[models.Length];
for (var i = 0; i < models.Length; i++)
{
    var run = new Trainer(models[i], new CrossEntropy(), new Adam(1e-3)).Fit(digits.Train, epochs: 8, validation: digits.Test);
    accuracies[i] = run.Validation.Accuracy;
    var (before, after) = (run.History[0].TrainLoss, run.History[^1].TrainLoss);
    Console.WriteLine($"  {variants[i].Name,-21} loss {before,12:F3} -> {after,9:F3}, accuracy {accuracies[i],6:P1}");
}

Console.WriteLine("\nSigmoids: each layer passes on a fraction of the gradient, and nothing arrives at the first ones. Small weights:");
Console.WriteLine("the signal itself is gone before it reaches the output. Large weights: both explode. He's weights keep the size of");
Console.WriteLine("the signal from relu to relu, and batch normalisation makes it anew in every layer, so that even sigmoids learn.");
Console.WriteLine("\nMust be: under 1E-6 in layer 1 of the first two, over 1E+4 in the third, and none of the three learns to read");
Console.WriteLine("(accuracy under 60 %); between 0.1 and 10 in all layers of the last two, and 90 % or more.");
var vanished = norms[..2].All(norm => norm[0] < 1e-6) && norms[2][0] > 1e4 && accuracies[..3].All(accuracy => accuracy < 0.6);
var cured = norms[3..].All(norm => norm.All(value => value is > 0.1 and < 10)) && accuracies[3..].All(accuracy => accuracy >= 0.9);
return vanished && cured ? 0 : 1;

static Layer[] Network(Initializer initializer, Func<Layer[]> activation)
{
    var layers = new List<Layer>();
    for (var i = 0; i < Depth; i++)
    {
        layers.Add(new Linear(i == 0 ? 64 : Width, Width, true, initializer, Constant.Zero));
        layers.AddRange(activation());
    }

    return [.. layers, new Linear(Width, 10, true, initializer, Constant.Zero)];
}

double[] GradientNorms(Sequential model)
{
    model.Initialize(seed: 1);
    var loss = new CrossEntropy().Compute(model.Forward(first, Pass.Training(1)), labels);
    var weights = model.Children.Select(child => child.Layer).OfType<Linear>().Select(layer => layer.Weight.Value).ToArray();
    return [.. Gradients.Of(loss, weights).Select(gradient => gradient.Square().Sum().Sqrt().Item())];
}

static float[] Rows(Dataset data, int count)
{
    var inputs = new float[count * data.InputShape.Count];
    data.CopyInputs(Enumerable.Range(0, count).ToArray(), inputs);
    return inputs;
}
