#:project ../src/Descent/Descent.csproj
// A deep belief network: restricted Boltzmann machines learn, one on top of the other and without labels, what digits look like; then
// ten labels of each digit teach the network their names. The same network from random weights has only those labels.
using Descent;
using Descent.Kernels;

var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16));
var (unlabelled, labelled) = (digits.Train, Few(digits.Train, perClass: 10));
var images = Inputs(unlabelled);
Console.WriteLine($"{unlabelled.Count} digits without labels, {labelled.Count} with, {digits.Test.Count} to test on\n");

// Each machine learns to describe what the one below it sees: the 64 pixels, then 128 features of them.
int[] widths = [64, 128, 128];
var machines = new RestrictedBoltzmannMachine[widths.Length - 1];
var seen = images;
Console.WriteLine("pretraining by contrastive divergence: the mean squared error of going up and down once");
for (var i = 0; i < machines.Length; i++)
{
    machines[i] = new RestrictedBoltzmannMachine(widths[i], widths[i + 1], seed: 1);
    var errors = machines[i].Fit(seen, new Sgd(0.1, momentum: 0.8, weightDecay: 1e-4), epochs: 20, batchSize: 20, seed: 1);
    Console.WriteLine($"  machine {i + 1}, {widths[i],3} - {widths[i + 1]}: epoch 1 {errors[0]:F4}, epoch {errors.Count} {errors[^1]:F4}");
    seen = machines[i].HiddenProbabilities(seen).Detached();
}

var made = machines[0].Reconstruct(images.Slice(0, 0, 4), 1, new RandomKey(1, "show"));
Console.WriteLine("\nfour digits, and what the first machine makes of them:");
Show(images.Slice(0, 0, 4));
Show(made);

var pretrained = new Sequential(machines[0].ToLinear(), new Sigmoid(), machines[1].ToLinear(), new Sigmoid(), new Linear(128, 10));
var random = new Sequential(new Linear(64, 128), new Sigmoid(), new Linear(128, 128), new Sigmoid(), new Linear(128, 10));
Console.WriteLine($"backpropagation with {labelled.Count} labels: right on the test part after epoch");
Console.WriteLine($"{"",-22}{"5",8}{"20",8}{"200",8}");
var (with, without) = (FineTune("deep belief network", pretrained), FineTune("random weights", random));

Console.WriteLine("\nMust be: 78 % or more with pretraining, and 4 points or more above random weights.");
return with >= 0.78 && with >= without + 0.04 ? 0 : 1;

double FineTune(string name, Sequential network)
{
    var trainer = new Trainer(network, new CrossEntropy(), new Adam(2e-3));
    Console.Write($"{name,-22}");
    var accuracy = 0.0;
    foreach (var epochs in new[] { 5, 15, 180 })
    {
        trainer.Fit(labelled, epochs, batchSize: 20, seed: 1);
        accuracy = Evaluator.Evaluate(network, new CrossEntropy(), digits.Test).Accuracy;
        Console.Write($"{accuracy,8:P1}");
    }

    Console.WriteLine();
    return accuracy;
}

static Dataset Few(Dataset all, int perClass) => all.Subset(
    [.. Enumerable.Range(0, all.Count).GroupBy(row => all.Labels[row]).SelectMany(rows => rows.Take(perClass))]);

static Tensor Inputs(Dataset all)
{
    var pixels = new float[all.Count * all.InputShape.Count];
    all.CopyInputs([.. Enumerable.Range(0, all.Count)], pixels);
    return Tensor.From<float>(pixels, all.InputShape.Prepend(all.Count));
}

static void Show(Tensor images)
{
    for (var y = 0; y < 8; y++)
    {
        Console.WriteLine("  " + string.Join("   ", Enumerable.Range(0, images.Shape[0]).Select(image => string.Concat(
            Enumerable.Range(0, 8).Select(x => " .:*#"[(int)(images.At(image, (8 * y) + x) * 4.99)])))));
    }

    Console.WriteLine();
}
