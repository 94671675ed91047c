#:project ../src/Descent/Descent.csproj
// A radial basis function network: each unit answers near its centre. K-means puts the centres where the points are, a linear layer
// weighs the answers, and at last training moves the centres too.
using Descent;

const int Units = 10;
var data = Split.Stratified(Datasets.Circles(600, noise: 0.12, seed: 1), testFraction: 0.3);
var points = new Batches(data.Train, data.Train.Count, shuffle: false).Epoch(0).First().ToTensor();
Console.WriteLine($"{data.Train.Count} points on two circles, one inside the other; {data.Test.Count} to test on\n");
Console.WriteLine($"{"",-42}{"loss",8}{"right",9}");

// No line separates circles, so a linear layer alone can only guess.
var linear = Fit("a linear layer", new Sequential(new Linear(2, 2)));

// The centres by k-means, without any label: every point to its nearest centre, every centre to the mean of its points, until none moves.
var basis = new Rbf(2, Units);
var network = new Sequential(basis, new Linear(Units, 2));
var found = basis.PlaceCentres(points, seed: 1);
basis.Centers.Trainable = basis.Beta.Trainable = false;
var placed = Fit($"{Units} units, centres by k-means, held", network);

// Now centres and widths learn as well, from the labels.
basis.Centers.Trainable = basis.Beta.Trainable = true;
var trained = Fit($"{Units} units, centres and widths trained on", network);

var random = Fit($"{Units} units, random centres, held", WithRandomCentres());
var inertias = found.Inertias;
Console.WriteLine($"\nk-means: sum of squared distances {inertias[0]:F1} at first, {inertias[^1]:F1} after {inertias.Count} rounds; then nothing moves");
Draw();

Console.WriteLine("Must be: the linear layer below 65 %; the network with k-means 90 % or more, a lower loss than with");
Console.WriteLine("random centres, and a lower one still once all is trained.");
var learns = Math.Min(placed.Accuracy, trained.Accuracy) >= 0.9 && trained.Loss < placed.Loss && placed.Loss < random.Loss;
return learns && linear.Accuracy < 0.65 && found.Converged ? 0 : 1;

Evaluation Fit(string name, Sequential model)
{
    new Trainer(model, new CrossEntropy(), new Adam(0.02)).Fit(data.Train, epochs: 40, seed: 1);
    var result = Evaluator.Evaluate(model, new CrossEntropy(), data.Test);
    Console.WriteLine($"{name,-42}{result.Loss,8:F4}{result.Accuracy,9:P1}");
    return result;
}

static Sequential WithRandomCentres()
{
    var scattered = new Rbf(2, Units);
    scattered.Initialize(seed: 1);
    scattered.Centers.Trainable = scattered.Beta.Trainable = false;
    return new Sequential(scattered, new Linear(Units, 2));
}

// The plane as the network sees it: # where it says "inner circle"; k where k-means put a centre, o where training moved it.
void Draw()
{
    var (before, after) = (Cells(found.Centres), Cells(basis.Centers));
    for (var row = 0; row < 17; row++)
    {
        var line = Tensor.From([.. Enumerable.Range(0, 45).SelectMany(column => new[] { (column - 22) / 14f, (8 - row) / 6f })], 45, 2);
        var inner = network.Forward(line).ArgMax(1).ToArray<int>();
        Console.WriteLine("  " + string.Concat(Enumerable.Range(0, 45).Select(
            column => after.Contains((column, row)) ? 'o' : before.Contains((column, row)) ? 'k' : inner[column] == 1 ? '#' : '.')));
    }

    Console.WriteLine();
}

static HashSet<(int, int)> Cells(Tensor centres) => [.. Enumerable.Range(0, Units).Select(
    unit => ((int)Math.Round(22 + (14 * centres.At(unit, 0))), (int)Math.Round(8 - (6 * centres.At(unit, 1)))))];
