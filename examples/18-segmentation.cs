#:project ../src/Descent/Descent.csproj
// Segmentation: a class for every pixel. A small U-Net outlines discs and crosses in noise, with and without the bridges across its U.
using Descent;
using Descent.Kernels;

const int Side = 24;
string[] classes = ["background", "disc", "cross"];
var (images, truth) = Scenes(200, new RandomKey(1, "test"));
Console.WriteLine($"Pictures of {Side} x {Side} pixels, made up anew for every step; 200 others to test on.\n");
var without = Train(bridges: false);
var with = Train(bridges: true);
Console.WriteLine("Intersection over union: pixels that are the class and are called it, of all that are or are called it.\n");
Console.WriteLine($"{"",-18}{string.Concat(classes.Select(name => $"{name,12}"))}{"mean",12}");
var lost = Show("without bridges", without);
var reached = Show("with bridges", with);

Console.WriteLine($"\n{"picture",-24}   {"truth",-24}   {"without bridges",-24}   with bridges");
for (var row = 0; row < Side; row++)
{
    var columns = Enumerable.Range(0, Side).ToArray();
    string Line(Tensor labels) => string.Concat(columns.Select(column => ".o+"[(int)labels.At(0, row, column)]));
    var grey = string.Concat(columns.Select(column => " .:-=+*%@"[(int)Math.Clamp(images.At(0, 0, row, column) * 5, 0, 8)]));
    Console.WriteLine($"{grey}   {Line(truth)}   {Line(without)}   {Line(with)}");
}

Console.WriteLine("\nMust be: a mean of 0.85 or more with bridges, and at least 0.1 less without.");
return reached >= 0.85 && lost < reached - 0.1 ? 0 : 1;

Tensor Train(bool bridges)
{
    var u = new Level(1, 8, new Level(8, 16, Level.Convolutions(16, 32), bridges), bridges);
    var model = new Sequential(u, new Conv2d(8, classes.Length, kernel: 1));
    model.Initialize(seed: 1);
    var (adam, schedule) = (new Adam(1e-2), new CosineDecay(120));
    var step = new TrainingStep(model, new CrossEntropy(), adam);
    for (var i = 0; i < 120; i++)
    {
        adam.LearningRate = schedule.Rate(1e-2, i);
        var (inputs, targets) = Scenes(16, new RandomKey(1, "train").For((ulong)i));
        step.Run(inputs, targets);
    }

    return Record.Without(() => model.Forward(images).ArgMax(axis: 1));
}

double Show(string name, Tensor labels)
{
    var pixels = Predictions.CertainClasses(labels.ToArray<int>(), truth.ToArray<int>(), classes.Length);
    var scores = new IntersectionOverUnion().PerClass(pixels);
    Console.WriteLine($"{name,-18}{string.Concat(scores.Select(score => $"{score,12:F3}"))}{scores.Average(),12:F3}");
    return scores.Average();
}

// One to three shapes on a ground that goes from dark to bright, so that no threshold finds them; noise over all of it.
static (Tensor Images, Tensor Labels) Scenes(int count, RandomKey key)
{
    var (random, pixels, labels) = (key.Stream(), new float[count * Side * Side], new int[count * Side * Side]);
    for (var scene = 0; scene < count; scene++)
    {
        var shapes = Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ => (
            Class: 1 + random.NextInt(2), X: 4 + random.NextInt(16), Y: 4 + random.NextInt(16), Radius: 3 + random.NextInt(3))).ToArray();
        for (var i = 0; i < Side * Side; i++)
        {
            var (x, y, at) = (i % Side, i / Side, (scene * Side * Side) + i);
            foreach (var (shape, middleX, middleY, r) in shapes)
            {
                var (dx, dy) = (Math.Abs(x - middleX), Math.Abs(y - middleY));
                var inside = shape == 1 ? (dx * dx) + (dy * dy) <= r * (r + 1) : Math.Max(dx, dy) <= r + 1 && Math.Min(dx, dy) <= 1;
                labels[at] = inside ? shape : labels[at];
            }

            pixels[at] = (float)(((double)x / Side) + (labels[at] > 0 ? 0.6 : 0) + (0.15 * random.NextNormal()));
        }
    }

    return (Tensor.From(pixels, count, 1, Side, Side), Tensor.From(labels, count, Side, Side));
}

/// <summary>
/// One level of a U: convolutions, then half the size, what is below, twice the size, convolutions again. The way down forgets where
/// things are exactly; the bridge hands what was seen before to what comes after.
/// </summary>
internal sealed class Level : Layer
{
    private readonly Layer before, below, after;
    private readonly bool bridge;

    public Level(int inputs, int channels, Layer below, bool bridge)
    {
        this.bridge = bridge;
        before = Add("before", Convolutions(inputs, channels));
        this.below = Add("below", below);
        after = Add("after", Convolutions(channels * (bridge ? 3 : 2), channels));
    }

    public static Sequential Convolutions(int inputs, int outputs) => new(
        new Conv2d(inputs, outputs, 3, padding: 1), new BatchNorm(outputs), new Relu(),
        new Conv2d(outputs, outputs, 3, padding: 1), new BatchNorm(outputs), new Relu());

    public override Shape OutputShape(Shape input) => before.OutputShape(input);

    protected override Tensor Compute(Tensor input, Pass pass)
    {
        var seen = before.Forward(input, pass);
        var deep = below.Forward(seen.MaxPool2d(new PoolingOptions(2)), pass);
        var twice = deep.Upsample(2, 2);
        return after.Forward(bridge ? Tensor.Concatenate(1, seen, twice) : twice, pass);
    }
}
