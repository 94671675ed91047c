#:project ../src/Descent/Descent.csproj
// A variational autoencoder: digits become small clouds in a space of six numbers, and points of that space become digits nobody wrote.
using Descent;
using Descent.Kernels;

const int Code = 6, Hidden = 128, Epochs = 60;
var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16));
var (train, test) = (Pictures(digits.Train), Pictures(digits.Test));
var encoder = ModelSpecification.Build($"linear {Hidden}, relu, linear {2 * Code}", new Shape(64));
var decoder = ModelSpecification.Build($"linear {Hidden}, relu, linear 64", new Shape(Code));
var both = new Sequential(encoder, decoder);
both.Initialize(seed: 1);
var parameters = both.Parameters.Select(named => named.Parameter).ToArray();
var (adam, noise, schedule) = (new Adam(3e-3), new RandomKey(1, "noise"), new CosineDecay(Epochs));

// What a digit costs, in nats: to tell the code's cloud from the standard one, plus to tell the pixels once the code is known.
var known = new BinaryCrossEntropy { Reduction = Reduction.Sum };
var nothing = PixelCost(train.Mean(0, keepAxis: true).BroadcastTo(test.Shape));
var copy = PixelCost(test);
Console.WriteLine($"Knowing only how dark each pixel is on average, a digit costs {nothing:F2} nats; even from a perfect copy");
Console.WriteLine($"it costs {copy:F2}, as a grey pixel is a chance of black. Between them lies what can be learned.\n");
var batches = new Batches(digits.Train, batchSize: 64, seed: 1);
Console.WriteLine($"{"epoch",7}{"pixels",10}{"code",10}{"together",10}");
for (var epoch = 1; epoch <= Epochs; epoch++)
{
    adam.LearningRate = schedule.Rate(3e-3, epoch - 1);
    foreach (var batch in batches.Epoch(epoch))
    {
        var x = Tensor.From<float>(batch.Inputs.AsSpan(0, batch.InputShape.Count), batch.InputShape);
        var (pixels, code) = Cost(x);
        adam.Step(parameters, Gradients.Of(pixels + code, parameters.Select(parameter => parameter.Value).ToArray()));
    }

    if (epoch % 15 == 0 || epoch == 1)
    {
        var (pixels, code) = Cost(test);
        Console.WriteLine($"{epoch,7}{pixels.Item(),10:F2}{code.Item(),10:F2}{(pixels + code).Item(),10:F2}");
    }
}

var (lastPixels, lastCode) = Cost(test);
var bound = (lastPixels + lastCode).Item();

Console.WriteLine("\nDigits seen, and drawn again from the middle of their clouds:");
Draw(test);
var means = encoder.Forward(test).Slice(1, 0, Code);
Draw(decoder.Forward(means).Sigmoid());
Console.WriteLine("Half-way points between the first digit and the second:");
var (from, to) = (means.Slice(0, 0, 1), means.Slice(0, 1, 1));
Draw(decoder.Forward(Tensor.Concatenate(0, [.. Enumerable.Range(0, 6).Select(i => from + (to - from) * (i / 5.0))])).Sigmoid());
Console.WriteLine("Made up: codes drawn at random from the standard normal distribution:");
var invented = decoder.Forward(Tensor.Normal(new Shape(500, Code), new RandomKey(2, "codes"))).Sigmoid();
Draw(invented);

// A judge that has learned to read real digits says what it sees.
var judge = ModelSpecification.Build("linear 64, relu, linear 10", new Shape(64));
new Trainer(judge, new CrossEntropy(), new Adam(3e-3)).Fit(digits.Train, epochs: 20);
var seen = judge.Forward(invented).Softmax();
var sure = seen.Max(1).Mean().Item();
var read = seen.ArgMax(1).ToArray<int>().CountBy(digit => digit).OrderBy(pair => pair.Key).ToArray();
Console.WriteLine($"A judge is sure of 500 made-up digits by {sure:P0} on average, and reads");
Console.WriteLine($"{string.Join(", ", read.Select(pair => $"{pair.Value}x {pair.Key}"))}.");
Console.WriteLine("\nMust be: at least 2 nats saved by the code, with all it costs; a judge sure by 75 % or more, and all ten digits.");
return bound < nothing - 2 && sure >= 0.75 && read.Length == 10 ? 0 : 1;

double PixelCost(Tensor grey)
    => new BinaryCrossEntropyOnProbabilities { Reduction = Reduction.Sum }.Compute(grey, test).Item() / test.Shape[0];

// Reparametrisation: the draw is z = mean + deviation * noise, with noise that no parameter has a part in, so gradients pass to both.
(Tensor Pixels, Tensor Code) Cost(Tensor x)
{
    var encoded = encoder.Forward(x);
    var (mean, logVariance) = (encoded.Slice(1, 0, Code), encoded.Slice(1, Code, Code));
    var z = mean + ((logVariance * 0.5).Exp() * Tensor.Normal(mean.Shape, noise.For((ulong)adam.Steps)));
    var pixels = known.Compute(decoder.Forward(z), x);
    var code = (mean.Square() + logVariance.Exp() - logVariance - 1).Sum() * 0.5;
    return (pixels / x.Shape[0], code / x.Shape[0]);
}

static Tensor Pictures(Dataset data)
{
    var pixels = new float[data.Count * 64];
    data.CopyInputs(Enumerable.Range(0, data.Count).ToArray(), pixels);
    return Tensor.From(pixels, data.Count, 64);
}

static void Draw(Tensor pictures)
{
    for (var row = 0; row < 8; row++)
    {
        var line = Enumerable.Range(0, 6).Select(i => string.Concat(Enumerable.Range(0, 8).Select(
            column => new string(" .:-=+*#%@"[(int)(Math.Clamp(pictures.At(i, (row * 8) + column), 0, 1) * 9)], 2))));
        Console.WriteLine($"  {string.Join("  ", line)}".TrimEnd());
    }
}
