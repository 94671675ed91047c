#:project ../src/Descent/Descent.csproj
// Learning without labels what stays the same when a digit is turned, moved and scratched; then two labels of each digit go further.
using Descent;

var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16)).Reshape(new Shape(1, 8, 8));
IAugmentation[] changes = [new RandomAffine(degrees: 30, shift: 1), new RandomErasing(share: 0.5, probability: 0.7), new RandomNoise(0.1)];
Console.WriteLine($"{digits.Train.Count} digits without labels to learn from, {digits.Test.Count} others to test on\n");

// Each digit of a batch is changed at random in two ways. The two must end near one another, and far from all others of the batch.
var encoder = Encoder();
var network = new Sequential(encoder, new Linear(256, 64), new Relu(), new Linear(64, 32));
network.Initialize(seed: 1);
Parameter[] parameters = [.. network.Parameters.Select(named => named.Parameter)];
var (contrast, optimizer) = (new NtXent(temperature: 0.2), new Adam(1e-3));
var (ones, others) = (Views(1), Views(2));
Console.WriteLine("pretraining, NT-Xent at temperature 0.2 (guessing the partner among 511: 6.24)");
for (var epoch = 0; epoch < 50; epoch++)
{
    var sum = 0.0;
    foreach (var (one, other) in ones.Epoch(epoch).Zip(others.Epoch(epoch)))
    {
        var pass = Pass.Training(1, optimizer.Steps);
        var loss = contrast.Compute((network.Forward(one.ToTensor(), pass), network.Forward(other.ToTensor(), pass)));
        optimizer.Step(parameters, Gradients.Of(loss, [.. parameters.Select(parameter => parameter.Value)]));
        sum += loss.Item();
    }

    if (epoch is 0 or 9 or 49)
    {
        Console.WriteLine($"  epoch {epoch + 1,2}: {sum / ones.Count:F3}");
    }
}

// The head that made the 32 numbers is thrown away. Five times, other two of each digit show their labels.
var learned = encoder.Parameters.Select(named => named.Parameter.Value.Copy()).ToArray();
Console.WriteLine("\n20 labels, right on the test part: five choices of the 20, and the mean");
var (pretrained, scratch) = (FineTune("pretrained", learned), FineTune("from scratch", []));
Console.WriteLine("\nMust be: 72 % or more after pretraining, and 4 points or more above training from scratch.");
return pretrained >= 0.72 && pretrained >= scratch + 0.04 ? 0 : 1;

Batches Views(ulong seed)
    => new(digits.Train, batchSize: 256, seed: 1, dropLast: true) { Augmentations = changes, AugmentationSeed = seed };

static Sequential Encoder() => new(new Flatten(), new Linear(64, 256), new Relu(), new Linear(256, 256), new Relu());

double FineTune(string name, Tensor[] values)
{
    Console.Write($"  {name,-14}");
    var sum = 0.0;
    for (var choice = 0; choice < 5; choice++)
    {
        int[] rows = [.. Enumerable.Range(0, digits.Train.Count).GroupBy(row => digits.Train.Labels[row])
            .SelectMany(rows => rows.Skip(2 * choice).Take(2))];
        var below = Encoder();
        below.Initialize(seed: 1);
        Parameter[] known = [.. below.Parameters.Select(named => named.Parameter).Take(values.Length)];
        for (var i = 0; i < known.Length; i++)
        {
            known[i].Load(values[i]);
            known[i].Trainable = false;
        }

        // What was learned before stands still until the new last layer has found its place, and then moves slowly.
        var model = new Sequential(below, new Linear(256, 10));
        Fit(model, rows, known.Length > 0 ? 1e-2 : 1e-3);
        Array.ForEach(known, parameter => parameter.Trainable = true);
        Fit(model, rows, known.Length > 0 ? 3e-4 : 1e-3);
        var accuracy = Evaluator.Evaluate(model, new CrossEntropy(), digits.Test).Accuracy;
        sum += accuracy;
        Console.Write($"{accuracy,8:P1}");
    }

    Console.WriteLine($"  | {sum / 5:P1}");
    return sum / 5;
}

void Fit(Sequential model, int[] rows, double rate)
    => new Trainer(model, new CrossEntropy(), new Adam(rate)) { Augmentations = changes }
        .Fit(digits.Train.Subset(rows), epochs: 60, seed: 1);
