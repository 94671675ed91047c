#:project ../src/Descent/Descent.csproj
// Detection: what is where? Each cell of a grid answers for the object whose centre lies in it: which class, and, by regression, which box.
using Descent;
using Descent.Kernels;

const int Cell = 16, Grid = 3, Side = Grid * Cell, Cells = Grid * Grid, Steps = 300, Tests = 200;
string[] classes = ["nothing", "disc", "square", "cross"];
var model = ModelSpecification.Build(
    "conv 16 3x3 stride 2 pad 1, batchnorm, relu, conv 32 3x3 pad 1, batchnorm, relu, maxpool 2, "
    + "conv 64 3x3 pad 1, batchnorm, relu, maxpool 2, conv 64 3x3 pad 1, batchnorm, relu, maxpool 2, conv 8 1x1", new Shape(1, Side, Side));
model.Initialize(seed: 1);
Console.WriteLine($"Images of {Side} x {Side} pixels; each of 3 x 3 cells answers with 4 scores of classes and x, y, width, height.\n");

var (adam, schedule) = (new Adam(3e-3), new CosineDecay(Steps));
var step = new TrainingStep(model, new DetectionLoss(), adam);
for (var i = 0; i < Steps; i++)
{
    adam.LearningRate = schedule.Rate(3e-3, i);
    var (inputs, targets) = Scenes(16, new RandomKey(1, "train").For((ulong)i));
    var loss = step.Run(inputs, targets).Loss;
    Console.Write(i % 100 == 99 ? $"step {i + 1}: loss {loss:F4}\n" : "");
}

var (images, truth) = Scenes(Tests, new RandomKey(1, "test"));
var output = Record.Without(() => model.Forward(images));
Console.WriteLine($"\nThe first of {Tests} scenes never seen before, every other line of it:");
for (var y = 0; y < Side; y += 2)
{
    var row = Enumerable.Range(0, Side).Select(x => " .:-=+*%@"[(int)Math.Clamp(images.At(0, 0, y, x) * 8, 0, 8)]);
    Console.WriteLine($"  {string.Concat(row)}".TrimEnd());
}

var (objects, called, found, overlap) = (0, 0, 0, 0.0);
for (var i = 0; i < Tests * Cells; i++)
{
    var (real, guess) = (Answer(truth, i / Cells, i % Cells), Answer(output, i / Cells, i % Cells));
    called += guess.Class > 0 ? 1 : 0;
    if (real.Class > 0)
    {
        var score = guess.Class == real.Class ? Overlap(guess.Box, real.Box) : 0;
        (objects, found, overlap) = (objects + 1, found + (score >= 0.5 ? 1 : 0), overlap + score);
        Console.Write(i < Cells ? $"\n  is     {Text(real)}\n  found  {Text(guess)}   intersection over union {score:F2}\n" : "");
    }
}

var (recall, precision, mean) = (found / (double)objects, found / (double)called, overlap / objects);
Console.WriteLine($"\nOf {objects} objects {found} are found, with the right class and an IoU of 0.5 or more, by {called} answers:");
Console.WriteLine($"recall {recall:F3}, precision {precision:F3}; mean IoU over all objects {mean:F3}\n");
Console.WriteLine("Must be: recall and precision 0.95 or more, mean IoU 0.75 or more.");
return recall >= 0.95 && precision >= 0.95 && mean >= 0.75 ? 0 : 1;

// A cell's most probable class and its box in pixels: x and y of the centre, width, height.
(int Class, double[] Box) Answer(Tensor grid, int scene, int cell)
{
    var it = Enumerable.Range(0, 8).Select(channel => grid.At(scene, channel, cell / Grid, cell % Grid)).ToArray();
    return (Array.IndexOf(it, it[..4].Max()), [((cell % Grid) + it[4]) * Cell, ((cell / Grid) + it[5]) * Cell, it[6] * Cell, it[7] * Cell]);
}

string Text((int Class, double[] Box) it) => $"{classes[it.Class],-7} {string.Join(" ", it.Box.Select(value => $"{value,5:F1}"))}";

static double Overlap(double[] a, double[] b)
{
    double Shared(int i) => Math.Max(0, ((a[i + 2] + b[i + 2]) / 2) - Math.Max(Math.Abs(a[i] - b[i]), Math.Abs(a[i + 2] - b[i + 2]) / 2));
    return Shared(0) * Shared(1) / ((a[2] * a[3]) + (b[2] * b[3]) - (Shared(0) * Shared(1)));
}

// Every second cell or so holds an object. Targets: one-hot classes, and boxes in units of cells, x and y from the cell's corner.
static (Tensor Images, Tensor Targets) Scenes(int count, RandomKey key)
{
    var random = key.Stream();
    float Between(double low, double high) => (float)(low + ((high - low) * random.NextDouble()));
    var (pixels, targets) = (new float[count * Side * Side], new float[count * 8 * Cells]);
    for (var i = 0; i < count * Cells; i++)
    {
        var (scene, cell, shape) = (i / Cells, i % Cells, Math.Max(0, random.NextInt(6) - 2));
        float[] box = [Between(0.35, 0.65), Between(0.35, 0.65), Between(0.5, 0.9), Between(0.5, 0.9)];
        for (var channel = 0; channel < 8; channel++)
        {
            targets[(((scene * 8) + channel) * Cells) + cell] = channel >= 4 ? box[channel - 4] : channel == shape ? 1 : 0;
        }

        for (var at = 0; at < Side * Side && shape > 0; at++)
        {
            var dx = Math.Abs(((at % Side) + 0.5f) / Cell - (cell % Grid) - box[0]) / box[2] * 2;
            var dy = Math.Abs(((at / Side) + 0.5f) / Cell - (cell / Grid) - box[1]) / box[3] * 2;
            var inside = Math.Max(dx, dy) < 1 && shape switch { 1 => (dx * dx) + (dy * dy) < 1, 2 => true, _ => Math.Min(dx, dy) < 0.35 };
            pixels[(scene * Side * Side) + at] += inside ? 0.8f : 0;
        }
    }

    var noise = 0.2 * Tensor.Normal(new Shape(count, 1, Side, Side), key.For("noise"));
    return (Tensor.From(pixels, count, 1, Side, Side) + noise, Tensor.From(targets, count, 8, Grid, Grid));
}

/// <summary>Cross-entropy of each cell's class, plus smooth L1 of its box where there is an object to put a box around.</summary>
internal sealed class DetectionLoss : Loss
{
    public override string Name => "detection";
    public override Expectation Expects => Expectation.Logits;
    public override TargetKind Target => TargetKind.Values;

    protected override void Check(Tensor prediction, Tensor target) => CheckSameShape(prediction, target);

    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var classification = new CrossEntropy { Reduction = Reduction.None }.Compute(prediction.Slice(1, 0, 4), target.Slice(1, 0, 4));
        var regression = new SmoothL1(0.1) { Reduction = Reduction.None }.Compute(prediction.Slice(1, 4, 4), target.Slice(1, 4, 4));
        return (classification + (2.0 * regression.Sum(1) * (1.0 - target.Slice(1, 0, 1).Reshape(classification.Shape))), null);
    }
}
