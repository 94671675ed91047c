#:project ../src/Descent/Descent.csproj
// Four yes-or-no findings for each patient, some of them rare: a network that never sees the rarest is still "99 % right".
using Descent;
using Descent.Kernels;

string[] findings = ["common", "less common", "rare", "very rare"];
double[] shares = [0.3, 0.1, 0.03, 0.01];
const int Features = 12;
var (train, test) = (Patients(6_000, "train"), Patients(6_000, "test"));

// As in CheXNet: a positive counts negatives / positives times, so that both sides of each finding weigh the same.
var positives = Enumerable.Range(0, findings.Length).Select(k => Truth(train, k).Sum()).ToArray();
var weights = positives.Select(count => (train.Count - count) / (double)count).ToArray();

var plain = Train(new BinaryCrossEntropy());
var weighted = Train(new BinaryCrossEntropy(weights));
var (plainRare, weightedRare) = (0.0, 0.0);
var sameRanking = true;
Console.WriteLine($"{train.Count} patients to learn from, {test.Count} to test on; each with four findings to answer yes or no\n");
Console.WriteLine($"{"finding",-13}{"positives",10}{"weight",8}   {"loss",-26}{"accuracy",9}{"recall",8}{"precision",11}{"ROC AUC",9}");
for (var k = 0; k < findings.Length; k++)
{
    plainRare = Show($"{findings[k],-13}{positives[k],10}{weights[k],8:F1}", "plain", plain, k, 0);
    weightedRare = Show($"{"",31}", "weighted", weighted, k, 0);
    Show($"{"",31}", "plain, lower threshold", plain, k, -Math.Log(weights[k]));
    sameRanking &= Math.Abs(Auc(plain, k) - Auc(weighted, k)) < 0.1;
}

Console.WriteLine("\nRecall: how many of those who have it are found. Precision: how many of those called positive have it. Weights buy");
Console.WriteLine("the one with the other; the order in which patients are ranked (ROC AUC) hardly changes. So a lower threshold for");
Console.WriteLine("the plain network, sigmoid(z) >= 1 / (1 + weight), buys much the same. Accuracy says nothing about any of it.");
Console.WriteLine("\nMust be: for the very rare finding a recall under 0.5 without weights, over 0.75 with them.");
return plainRare < 0.5 && weightedRare > 0.75 && sameRanking ? 0 : 1;

double Show(string start, string name, double[][] logits, int k, double threshold)
{
    var truth = Truth(test, k);
    var called = logits.Select(row => row[k] >= threshold ? 1 : 0).ToArray();
    var hits = called.Zip(truth).Count(pair => pair is (1, 1));
    var (recall, precision) = (hits / (double)truth.Sum(), hits / (double)Math.Max(1, called.Sum()));
    var right = called.Zip(truth).Count(pair => pair.First == pair.Second) / (double)truth.Length;
    Console.WriteLine($"{start}   {name,-26}{right,9:P1}{recall,8:F2}{precision,11:F2}{Auc(logits, k),9:F3}");
    return recall;
}

double Auc(double[][] logits, int k)
    => RocAuc.PerClass(Predictions.TwoClasses([.. logits.Select(row => 1 / (1 + Math.Exp(-row[k])))], Truth(test, k)))[1];

// One network, four logits: every finding is a question of its own.
double[][] Train(Loss loss)
{
    var model = ModelSpecification.Build($"linear 32, relu, dropout 0.2, linear {findings.Length}", train.InputShape);
    new Trainer(model, loss, new Adam(3e-3)).Fit(train, epochs: 15, batchSize: 64, seed: 1);
    var predictions = Evaluator.Evaluate(model, loss, test).Predictions;
    return [.. Enumerable.Range(0, test.Count).Select(i => predictions.Outputs(i).ToArray())];
}

int[] Truth(Dataset patients, int k)
    => [.. Enumerable.Range(0, patients.Count).Select(i => (int)patients.Values[(i * findings.Length) + k])];

// Twelve measurements of noise; each finding moves all of them a little, in its own direction.
Dataset Patients(int count, string name)
{
    var directions = new RandomKey(1, "directions").Stream();
    var effect = Enumerable.Range(0, findings.Length * Features).Select(_ => directions.NextInt(2) == 0 ? -0.7 : 0.7).ToArray();
    var random = new RandomKey(1, name).Stream();
    var (inputs, values) = (new float[count * Features], new float[count * findings.Length]);
    for (var i = 0; i < count; i++)
    {
        for (var k = 0; k < findings.Length; k++)
        {
            values[(i * findings.Length) + k] = random.NextDouble() < shares[k] ? 1 : 0;
        }

        for (var j = 0; j < Features; j++)
        {
            var sum = random.NextNormal();
            for (var k = 0; k < findings.Length; k++)
            {
                sum += values[(i * findings.Length) + k] * effect[(k * Features) + j];
            }

            inputs[(i * Features) + j] = (float)sum;
        }
    }

    return Dataset.Regression(name, new Shape(Features), inputs, values, findings);
}
